using Sim.Formats.Messages;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Simulation.Engine;

namespace Sim.Rpc.Services;

/// <summary>
/// One session of the embedded engine with a model of traffic beside it: the vehicles that "idm" would take enter as the scenario says, then the model moves them. Nothing gets in
/// whose time, actors or numbers are not as they must be. Not thread-safe.
/// </summary>
internal sealed class RemoteTrafficSession(RemoteTraffic traffic, string optionsJson) : IOutsideTraffic
{
    private readonly Messages.AdvanceRequest _request = new() { World = new WorldFrame() };
    private readonly SortedSet<int> _controlled = [];
    private ActorFrame[] _frames = [];
    private bool[] _told = [];
    private Scenario? _scenario;
    private ulong _seed;
    private CancellationToken _cancellation;
    private string? _id;
    private bool _isFresh;
    private bool _failed;

    public OutsidePart Load(Scenario scenario, ulong seed, CancellationToken cancellationToken)
    {
        Close();
        var moved = TrafficOverride.Movable(scenario);
        var handed = TrafficOverride.HandOver(scenario, moved);
        (_scenario, _seed, _cancellation) = (handed, seed, cancellationToken);
        _controlled.Clear();
        for (int i = 0; i < handed.Actors.Count; i++)
        {
            if (moved.Contains(handed.Actors[i].Id))
            {
                _controlled.Add(i);
            }
        }

        _frames = [.. handed.Actors.Select(static _ => new ActorFrame())];
        _told = new bool[handed.Actors.Count];
        string who = $"{traffic.Info.Name} {traffic.Info.Version}".Trim();
        string said = moved.Count switch
        {
            0 => $"The scenario has no vehicles that the traffic model '{who}' could move.",
            1 => $"One vehicle is moved by the traffic model '{who}'.",
            _ => FormattableString.Invariant($"{moved.Count} vehicles are moved by the traffic model '{who}'."),
        };
        return new OutsidePart(handed, moved, "embedded", EmbeddedSimulator.Version, moved.Count == 0 ? null : traffic.Info.Name, [said]);
    }

    public void Begin(World world)
    {
        if (_controlled.Count == 0)
        {
            return;
        }

        if (!_isFresh)
        {
            Close();
            _id = traffic.Begin(ScenarioTask.Of(_scenario!, _seed), _controlled, optionsJson, _cancellation);
            _request.SessionId = _id;
            _isFresh = true;
        }

        foreach (int i in _controlled)
        {
            Enter(world, i);
        }

        Look(world);
    }

    public void Advance(World world, CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        if (_controlled.Count == 0)
        {
            return;
        }

        if (_failed)
        {
            throw traffic.Wrong("failed at an earlier step");
        }

        bool isFirst = _isFresh;
        _isFresh = false;
        _request.UntilUs = world.TimeUs;
        _request.World.Signals.Clear();
        for (int i = 0; i < world.LightCount; i++)
        {
            _request.World.Signals.Add(new SignalFrame { Id = world.LightId(i), State = Enums.SignalState.To(world.LightState(i)) });
        }

        try
        {
            var deadlines = traffic.Options.Deadlines;
            Take(world, traffic.Ask<Messages.AdvanceRequest, Messages.AdvanceReply>(
                _id!, traffic.Client.AdvanceAsync, _request, isFirst ? deadlines.FirstStep : deadlines.Step, FormattableString.Invariant($"step {_request.World.Step}"), cancellationToken));
        }
        catch (InputException e)
        {
            // What it refuses now it has taken before: nobody's input is wrong.
            _failed = true;
            throw traffic.Wrong($"failed: {e.Detail}", e);
        }
        catch
        {
            _failed = true;
            throw;
        }

        Look(world);
    }

    public IReadOnlyList<RecordedEvent> TakeEvents() => [];

    public void Dispose() => Close();

    private void Take(World world, Messages.AdvanceReply reply)
    {
        if (reply.TimeUs != _request.UntilUs)
        {
            throw traffic.Wrong(FormattableString.Invariant($"answered time {reply.TimeUs} µs where {_request.UntilUs} µs is due"));
        }

        Array.Clear(_told);
        long last = -1;
        try
        {
            Field.Count(reply.Actors.Count, _controlled.Count, "", "actors");
            for (int k = 0; k < reply.Actors.Count; k++)
            {
                var frame = reply.Actors[k];
                string Problem() => frame.Index <= last ? "must grow from actor to actor" : "is no vehicle that was there for it to move";
                if (frame.Index <= last || frame.Index >= (uint)world.Count || !_controlled.Contains((int)frame.Index) || !world.IsPresent((int)frame.Index))
                {
                    throw Field.Error(Field.Item("", "actors", k), "index", $"is {frame.Index}, which {Problem()}");
                }

                if (frame.Id.Length > 0 && frame.Id != world.Actor((int)frame.Index).Id)
                {
                    throw Field.Error(Field.Item("", "actors", k), "id", $"is not that of actor {frame.Index}, '{world.Actor((int)frame.Index).Id}'");
                }

                last = frame.Index;
                world.PlaceOutside((int)frame.Index, ActorFrames.State(frame, "actors", k));
                _told[frame.Index] = true;
            }
        }
        catch (InputException e)
        {
            throw traffic.Wrong($"gave a malformed answer: {e.Detail}", e);
        }

        foreach (int i in _controlled)
        {
            if (!_told[i])
            {
                world.RemoveOutside(i);
                Enter(world, i);
            }
        }
    }

    private void Enter(World world, int i)
    {
        if (_scenario!.Actors[i].FirstStep == world.StepIndex)
        {
            world.PlaceOutside(i, _scenario.Actors[i].Initial);
        }
    }

    // What the model sees of this instant when it is asked for the next.
    private void Look(World world)
    {
        var frame = _request.World;
        (frame.Step, frame.TimeUs) = (world.StepIndex, world.TimeUs);
        frame.Actors.Clear();
        for (int i = 0; i < world.Count; i++)
        {
            if (world.IsPresent(i))
            {
                _frames[i].Index = (uint)i;
                ActorFrames.Set(_frames[i], world.State(i));
                frame.Actors.Add(_frames[i]);
            }
        }
    }

    private void Close()
    {
        if (_id is not null)
        {
            traffic.End(_id, _failed);
        }

        (_id, _isFresh, _failed) = (null, false, false);
    }
}
