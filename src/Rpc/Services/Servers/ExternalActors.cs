using Google.Protobuf.Collections;
using Grpc.Core;
using Sim.Formats.Messages;
using Sim.Simulation;
using Sim.Simulation.Engine;

namespace Sim.Rpc.Services;

/// <summary>The actors of one session that the client moves, and the lights that it sets. What is told shows with the next step. Not thread-safe.</summary>
/// <param name="ids">Ids that the client announced.</param>
internal sealed class ExternalActors(IReadOnlyList<string> ids) : IOutsideTraffic
{
    private readonly Dictionary<int, Change> _due = [];
    private World? _world;
    private IReadOnlyList<Actor> _actors = [];

    public OutsidePart Load(Scenario scenario, ulong seed, CancellationToken cancellationToken)
    {
        var moved = new SortedSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < ids.Count; i++)
        {
            string id = Field.Id(ids[i], "header", "external");
            string at = Field.Item("", "external", i);
            if (!scenario.Actors.Any(a => a.Id == id))
            {
                throw Field.Error("header", at, $"is '{PeerFault.Clean(id)}', which is no actor of the scenario");
            }

            if (id == scenario.EgoId || !moved.Add(id))
            {
                throw Field.Error("header", at, id == scenario.EgoId ? $"is '{id}', the ego, which answers move" : $"is '{id}', which was named before");
            }
        }

        var handed = TrafficOverride.HandOver(scenario, moved);
        _actors = handed.Actors;
        return new OutsidePart(handed, moved, "embedded", EmbeddedSimulator.Version, null, [.. moved.Select(id => $"'{id}' is moved by another simulator.")]);
    }

    public void Begin(World world)
    {
        _world = world;
        _due.Clear();
        for (int i = 0; i < world.Count; i++)
        {
            if (world.IsMovedOutside(i) && _actors[i].FirstStep == 0)
            {
                world.PlaceOutside(i, _actors[i].Initial);
            }
        }
    }

    public void Advance(World world, CancellationToken cancellationToken)
    {
        for (int i = 0; _due.Count > 0 && i < world.Count; i++)
        {
            if (!_due.Remove(i, out var change))
            {
                continue;
            }

            if (change.State is { } state)
            {
                world.PlaceOutside(i, state, change.Jumps);
            }
            else
            {
                world.RemoveOutside(i);
            }
        }
    }

    public IReadOnlyList<RecordedEvent> TakeEvents() => [];

    /// <summary>Takes where actors are at the end of the next step: all of them, or none.</summary>
    /// <exception cref="RpcException">One is not the client's, or a state is no state.</exception>
    public void Take(RepeatedField<ActorFrame> frames, string state, int step)
    {
        var world = _world!;
        long last = -1;
        var states = new ActorState[frames.Count];
        for (int i = 0; i < states.Length; i++)
        {
            var frame = frames[i];
            if (frame.Index >= (uint)world.Count || !world.IsMovedOutside((int)frame.Index) || (frame.Id.Length > 0 && frame.Id != world.Actor((int)frame.Index).Id))
            {
                throw ContractErrors.Of(StatusCode.NotFound, Messages.ErrorReason.ActorUnknown, $"actor {frame.Index} was not announced as one that the client moves", state, step);
            }

            try
            {
                states[i] = frame.Index > last ? ActorFrames.State(frame, "external", i) : throw Field.Error(Field.Item("", "external", i), "index", $"is {frame.Index}, but must grow from actor to actor");
            }
            catch (InputException e)
            {
                throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadAnswer, e.Message, state, step);
            }

            last = frame.Index;
        }

        for (int i = 0; i < states.Length; i++)
        {
            int index = (int)frames[i].Index;
            _due[index] = new Change(states[i], _due.TryGetValue(index, out var before) && (before.Jumps || before.State is null));
        }
    }

    /// <summary>Does one injection.</summary>
    /// <returns>Empty when it was done, else why not.</returns>
    public string Inject(Messages.Injection injection)
    {
        try
        {
            return injection.ChangeCase switch
            {
                Messages.Injection.ChangeOneofCase.Spawn => Spawn(injection.Spawn),
                Messages.Injection.ChangeOneofCase.Remove => Remove(injection.Remove),
                Messages.Injection.ChangeOneofCase.Move => Move(injection.Move),
                Messages.Injection.ChangeOneofCase.Signal => Show(injection.Signal),
                Messages.Injection.ChangeOneofCase.Environment => "the conditions of a scenario are fixed when it is loaded",
                _ => "the injection is empty",
            };
        }
        catch (InputException e)
        {
            return e.Message;
        }
    }

    public void Dispose()
    {
    }

    private string Spawn(Messages.SpawnActor spawn)
    {
        string id = Field.Id(Field.Needed(spawn.Info, "spawn", "info").Id, "spawn", "info.id");
        var state = ActorFrames.State(Field.Needed(spawn.State, "spawn", "state"), "spawn.state", 0);
        return Problem(id, there: false, out int index) ?? Put(index, state);
    }

    private string Remove(string id)
    {
        if (Problem(Field.Id(id, "", "remove"), there: true, out int index) is { } problem)
        {
            return problem;
        }

        _due[index] = new Change(null, true);
        return "";
    }

    private string Move(ActorFrame frame)
    {
        var state = ActorFrames.State(frame, "move", 0);
        string id = frame.Id.Length > 0 ? frame.Id : frame.Index < (uint)_world!.Count ? _world.Actor((int)frame.Index).Id : "";
        return Problem(Field.Id(id, "move", "id"), there: true, out int index) ?? Put(index, state);
    }

    private string Show(SignalFrame signal)
    {
        int light = _world!.LightOf(Field.Id(signal.Id, "signal", "id"));
        if (light < 0)
        {
            return $"the map has no light '{PeerFault.Clean(signal.Id)}'";
        }

        var state = Enums.SignalState.From(signal.State, "signal", "state");
        _world.Show(light, state == Maps.SignalState.Unknown ? null : state);
        return "";
    }

    private string Put(int index, in ActorState state)
    {
        _due[index] = new Change(state, true);
        return "";
    }

    // Whoever is spawned is there for a move in the same request.
    private string? Problem(string id, bool there, out int index)
    {
        var world = _world!;
        for (index = 0; index < world.Count && world.Actor(index).Id != id; index++)
        {
        }

        if (index == world.Count || !world.IsMovedOutside(index))
        {
            return $"'{PeerFault.Clean(id)}' was not announced as an actor that the client moves";
        }

        bool isThere = _due.TryGetValue(index, out var change) ? change.State is not null : world.IsPresent(index);
        return isThere == there ? null : there ? $"'{id}' is not there" : $"'{id}' is there already";
    }

    // Without a state it leaves.
    private readonly record struct Change(ActorState? State, bool Jumps);
}
