using System.Globalization;
using System.Runtime.InteropServices;
using Sim.Formats.Messages;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Rpc.Services;

/// <summary>
/// Reads what a simulator answers, instant by instant, into a <see cref="RunRecorder"/>: nothing gets in whose step, time, actors or digest are not as
/// they must be. Not thread-safe.
/// </summary>
internal sealed class WorldReader
{
    private readonly WorldDigester _digester;
    private readonly byte[] _digest = new byte[StateDigest.Size];
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<int> _present = [];
    private readonly bool _reportsContacts;
    private readonly bool _decidesEnd;
    private IReadOnlyList<Frame> _frames = [];

    /// <summary>Reads the answer to a scenario.</summary>
    /// <exception cref="InputException">It is wrong.</exception>
    public WorldReader(Scenario scenario, ulong seed, Messages.LoadReply reply, SimulatorInfo info, bool stopAtContact)
    {
        Field.Count(reply.Unsupported.Count, ContractLimits.ListItems, "", "unsupported");
        var task = TaskOf(scenario, seed, reply.Task);
        _reportsContacts = info.Capabilities.Contains(SimulatorWords.Contacts);
        _decidesEnd = info.Capabilities.Contains(SimulatorWords.Endings);
        GivesSteps = info.Capabilities.Contains(SimulatorWords.Steps);
        for (int i = 0; i < task.Actors.Count; i++)
        {
            if (!_indices.TryAdd(task.Actors[i].Id, i))
            {
                throw Field.Error(Field.Item("task", "actors", i), "id", $"is '{task.Actors[i].Id}', which another actor has");
            }
        }

        _digester = new WorldDigester([.. task.Actors.Select(a => a.Id)]);
        Run = new RunRecorder(scenario, task, new RunRules
        {
            Simulator = info.Name,
            Version = info.Version,
            Seed = seed,
            Traffic = reply.Traffic.Length > 0 ? PeerFault.Clean(Field.Text(reply.Traffic, "", "traffic", 100)) : null,
            LeftOut = [.. reply.Unsupported.Select(u => PeerFault.Clean(Field.Text(u, "", "unsupported")))],
            FindsContacts = !_reportsContacts,
            DecidesEnd = !_decidesEnd,
            StopAtContact = stopAtContact,
        });
    }

    /// <summary>The run.</summary>
    public RunRecorder Run { get; }

    /// <summary>True when many steps can be asked for at once.</summary>
    public bool GivesSteps { get; }

    /// <summary>The world as it was read last.</summary>
    public Observation Observe() => Run.Observe(_frames);

    /// <summary>Takes the next instant.</summary>
    /// <exception cref="InputException">It is malformed.</exception>
    /// <exception cref="ModuleFailedException">The simulator is not where it should be, or something is missing.</exception>
    public void Take(Messages.StepReply reply)
    {
        var world = Field.Needed(reply.World, "world", "");
        int step = Run.Step + 1;
        Require(world.Step == step, $"it answered step {world.Step} where step {step} is due");
        Require(world.TimeUs == step * Run.Task.StepUs, $"it says that step {step} is at {world.TimeUs} µs, but it is at {step * Run.Task.StepUs} µs");
        if (reply.MissingSensors.Count > 0)
        {
            Field.Count(reply.MissingSensors.Count, ContractLimits.ListItems, "", "missing_sensors");
            throw new ModuleFailedException(string.Create(CultureInfo.InvariantCulture, $"step {step} lacks frames of {string.Join(", ", reply.MissingSensors.Take(10).Select(s => $"'{PeerFault.Clean(s)}'"))}"));
        }

        Place(world);
        Digest(reply, world);
        Field.Count(reply.Events.Count, ContractLimits.ListItems, "", "events");
        Field.Count(reply.Contacts.Count, ContractLimits.ListItems, "", "contacts");
        foreach (var message in reply.Events)
        {
            var happened = HappeningMessages.From(message, "events");
            Require(happened.TimeUs <= world.TimeUs, $"it reports an event at {happened.TimeUs} µs, but stands at {world.TimeUs} µs");
            Run.Note(happened);
        }

        if (_reportsContacts)
        {
            foreach (var message in reply.Contacts)
            {
                Touch(message, world.TimeUs);
            }
        }

        _frames = Frames(reply, step);
        var end = Ending(reply, step);
        Run.Take(end);
        if (_decidesEnd && end is null)
        {
            Require(step < Run.StepCount, $"it goes on beyond the horizon, which is step {Run.StepCount}");
        }
    }

    /// <summary>Takes one of the steps in which nothing happened.</summary>
    /// <param name="quiet">The steps.</param>
    /// <param name="at">Which of them, from 0.</param>
    /// <exception cref="InputException">They are malformed.</exception>
    /// <exception cref="ModuleFailedException">The simulator is not where it should be.</exception>
    public void Take(Messages.QuietSteps quiet, int at)
    {
        int step = Run.Step + 1;
        int size = _present.Count * QuietMessages.StateBytes;
        if (at == 0)
        {
            Check(quiet, step, size);
        }

        var bytes = quiet.States.Span.Slice(at * size, size);
        for (int i = 0; i < _present.Count; i++)
        {
            Run.Place(_present[i], QuietMessages.Read(bytes[(i * QuietMessages.StateBytes)..]));
        }

        _frames = [];
        Run.Take();
    }

    // Before the first of them is believed.
    private void Check(Messages.QuietSteps quiet, int step, int size)
    {
        if (quiet.States.Length != size * (long)quiet.Count || (quiet.Digests.Length != 0 && quiet.Digests.Length != quiet.Count * (long)StateDigest.Size))
        {
            throw Field.Error("quiet", "states", FormattableString.Invariant($"holds {quiet.States.Length} bytes, and {quiet.Digests.Length} of digests, for {quiet.Count} steps of {_present.Count} actors"));
        }

        Require(quiet.FirstStep == step, $"it answered step {quiet.FirstStep} where step {step} is due");
        Require(quiet.Count <= Run.StepCount - step, $"it goes on beyond the horizon, which is step {Run.StepCount}");
        int count = (int)quiet.Count;
        var present = CollectionsMarshal.AsSpan(_present);
        for (int at = 0; at < count && quiet.Digests.Length > 0; at++)
        {
            _digester.Write(step + at, 1, Run.Task.StepUs, present, quiet.States.Span.Slice(at * size, size), _digest);
            Require(quiet.Digests.Span.Slice(at * StateDigest.Size, StateDigest.Size).SequenceEqual(_digest), $"the digest of step {step + at} is not that of the world that it sent");
        }

        if (quiet.Digest.Length > 0)
        {
            _digester.Write(step, count, Run.Task.StepUs, present, quiet.States.Span, _digest);
            Require(quiet.Digest.Span.SequenceEqual(_digest), $"the digest of steps {step} to {step + count - 1} is not that of the worlds that it sent");
        }
    }

    private static DriverTask TaskOf(Scenario scenario, ulong seed, Messages.DriverTask? message)
    {
        const string at = "task";
        var task = ScenarioTask.Of(scenario, seed);
        if (message is null)
        {
            return task;
        }

        if ((message.StepUs != 0 && message.StepUs != task.StepUs) || (message.HorizonUs != 0 && message.HorizonUs != task.HorizonUs))
        {
            throw Field.Error(at, "step_us", string.Create(
                CultureInfo.InvariantCulture, $"is {message.StepUs} and horizon_us {message.HorizonUs}, but {task.StepUs} and {task.HorizonUs} were asked for"));
        }

        if (message.Vehicle is not null)
        {
            task = task with { Vehicle = VehicleMessages.From(message.Vehicle, Field.Path(at, "vehicle")) };
        }

        if (message.Actors.Count == 0)
        {
            return task;
        }

        Field.Count(message.Actors.Count, ContractLimits.Actors, at, "actors");
        var actors = message.Actors.Select((a, i) => DriverTaskMessages.From(a, Field.Item(at, "actors", i))).ToList();
        return message.EgoIndex < (uint)actors.Count && actors[(int)message.EgoIndex].Id == scenario.EgoId
            ? task with { Actors = actors, EgoIndex = (int)message.EgoIndex }
            : throw Field.Error(at, "ego_index", $"is {message.EgoIndex}, which is not '{PeerFault.Clean(scenario.EgoId)}' among {actors.Count} actors");
    }

    private static void Require(bool condition, FormattableString otherwise)
    {
        if (!condition)
        {
            throw new ModuleFailedException(FormattableString.Invariant(otherwise));
        }
    }

    private void Place(WorldFrame world)
    {
        var actors = Run.Task.Actors;
        Field.Count(world.Actors.Count, actors.Count, "world", "actors");
        Field.Count(world.Signals.Count, ContractLimits.Signals, "world", "signals");
        long last = -1;
        _present.Clear();
        for (int i = 0; i < world.Actors.Count; i++)
        {
            var actor = world.Actors[i];
            if (actor.Index <= last || actor.Index >= (uint)actors.Count)
            {
                throw Field.Error(Field.Item("world", "actors", i), "index", actor.Index >= (uint)actors.Count
                    ? $"is {actor.Index}, but there are {actors.Count} actors"
                    : $"is {actor.Index}, but must grow from actor to actor");
            }

            if (actor.Id.Length > 0 && actor.Id != actors[(int)actor.Index].Id)
            {
                throw Field.Error(Field.Item("world", "actors", i), "id", $"is not that of actor {actor.Index}, '{actors[(int)actor.Index].Id}'");
            }

            last = actor.Index;
            _present.Add((int)actor.Index);
            Run.Place((int)actor.Index, ActorFrames.State(actor, "world.actors", i));
        }

        foreach (var signal in world.Signals)
        {
            Run.Show(Field.Id(signal.Id, "world", "signals.id"), Enums.SignalState.From(signal.State, "world", "signals.state"));
        }
    }

    private void Digest(Messages.StepReply reply, WorldFrame world)
    {
        if (reply.Digest.IsEmpty)
        {
            return;
        }

        _digester.Write(world, _digest);
        Require(reply.Digest.Span.SequenceEqual(_digest), $"the digest of step {world.Step} is not that of the world that it sent");
    }

    private void Touch(Messages.ContactFrame message, long nowUs)
    {
        const string at = "contacts";
        int a = Index(message.A, "a"), b = Index(message.B, "b");
        Require(message.TimeUs <= nowUs, $"it reports a contact at {message.TimeUs} µs, but stands at {nowUs} µs");
        if (message.Detail is not null)
        {
            Run.Touch(HappeningMessages.From(message, at));
            return;
        }

        Field.NotNegative(message.TimeUs, at, "time_us");
        (a, b) = b == Run.Task.EgoIndex ? (b, a) : (a, b);
        if (a == b || !Run.Touch(message.TimeUs, a, b))
        {
            throw Field.Error(at, "", $"is one of '{message.A}' and '{message.B}', which are not both there");
        }

        int Index(string id, string name) => _indices.TryGetValue(Field.Id(id, at, name), out int index) ? index : throw Field.Error(at, name, $"is '{PeerFault.Clean(id)}', which is no actor");
    }

    private static Frame[] Frames(Messages.StepReply reply, int step)
    {
        if (reply.Sensors.Count == 0)
        {
            return [];
        }

        Field.Count(reply.Sensors.Count, ContractLimits.ListItems, "", "sensors");
        var frames = new Frame[reply.Sensors.Count];
        for (int i = 0; i < frames.Length; i++)
        {
            string at = Field.Item("", "sensors", i);
            Require(reply.Sensors[i].Step == step, $"a frame of sensor '{PeerFault.Clean(reply.Sensors[i].Sensor)}' belongs to step {reply.Sensors[i].Step}, but came with step {step}");
            frames[i] = FrameMessages.From(reply.Sensors[i], at);
        }

        return frames;
    }

    private RecordingEnd? Ending(Messages.StepReply reply, int step)
    {
        if (!reply.IsOver)
        {
            return null;
        }

        var end = HappeningMessages.End(reply.End);
        return end is RecordingEnd.GoalReached or RecordingEnd.Contact or RecordingEnd.LogEnd or RecordingEnd.SimulatorFailed || (end is RecordingEnd.Horizon && step == Run.StepCount)
            ? end
            : throw Field.Error("", "end", end is RecordingEnd.Horizon
                ? string.Create(CultureInfo.InvariantCulture, $"is 'horizon' at step {step}, but the horizon is step {Run.StepCount}")
                : $"is '{PeerFault.Clean(reply.End)}', which is no reason of a simulator");
    }
}
