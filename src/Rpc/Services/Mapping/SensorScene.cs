using Sim.Formats.Mcap;
using Sim.Formats.Messages;
using Sim.Maps;

namespace Sim.Rpc.Services;

/// <summary>
/// What a sensor is told once about the recording that it looks at, and the frames that it is shown, both ways. What a sensor has no use for (events,
/// contacts, answers, provenance) is not sent. Immutable.
/// </summary>
internal sealed class SensorScene
{
    private const int MaxFrames = 10_000;
    private readonly string _name;
    private readonly RoadMap _map;
    private readonly long _stepUs;
    private readonly string? _egoId;
    private readonly WorldEnvironment _environment;
    private readonly IReadOnlyList<(string Id, ActorClass Class, BodyBox Body)> _actors;

    private SensorScene(string name, RoadMap map, long stepUs, string? egoId, WorldEnvironment environment, IReadOnlyList<(string, ActorClass, BodyBox)> actors)
    {
        (_name, _map, _stepUs, _egoId, _environment, _actors) = (name, map, stepUs, egoId, environment, actors);
    }

    /// <summary>Length of a step, µs.</summary>
    public long StepUs => _stepUs;

    public static SensorScene Of(Recording recording) => new(
        recording.Name, recording.Map, recording.StepUs, recording.EgoId, recording.Environment, [.. recording.Tracks.Select(t => (t.Id, t.Class, t.Body))]);

    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static SensorScene From(Messages.DriverTask? message)
    {
        const string at = "task";
        var m = Field.Needed(message, at, "");
        Field.Count(m.Actors.Count, ContractLimits.Actors, at, "actors");
        if (m.StepUs <= 0)
        {
            throw Field.Error(at, "step_us", $"is {m.StepUs}, but must be positive");
        }

        var actors = m.Actors.Select((a, i) => (
            Field.Id(a.Id, Field.Item(at, "actors", i), "id"),
            Enums.ActorClass.From(a.Class, Field.Item(at, "actors", i), "class"),
            VehicleMessages.From(a.Body, Field.Path(Field.Item(at, "actors", i), "body")))).ToList();
        return new(
            Field.Text(m.Scenario, at, "scenario"),
            RoadMapMessages.From(m.Map, "task.map"),
            m.StepUs,
            m.EgoIndex < (uint)actors.Count ? actors[(int)m.EgoIndex].Item1 : null,
            DriverTaskMessages.From(m.Environment, "task.environment"),
            actors);
    }

    /// <summary>True when a recording shows the same scene, so that a session can serve both.</summary>
    public bool Fits(Recording recording) =>
        ReferenceEquals(_map, recording.Map) && _stepUs == recording.StepUs && _egoId == recording.EgoId && Equals(_environment, recording.Environment)
        && _actors.SequenceEqual(recording.Tracks.Select(t => (t.Id, t.Class, t.Body)));

    public Messages.DriverTask ToMessage()
    {
        int ego = _actors.ToList().FindIndex(a => a.Id == _egoId);
        var message = new Messages.DriverTask
        {
            Scenario = _name,
            Map = RoadMapMessages.Of(_map),
            StepUs = _stepUs,
            EgoIndex = (uint)(ego >= 0 ? ego : _actors.Count),
            Environment = DriverTaskMessages.Of(_environment),
        };
        foreach (var (id, actorClass, body) in _actors)
        {
            message.Actors.Add(new Messages.ActorInfo { Id = id, Class = Enums.ActorClass.To(actorClass), Body = VehicleMessages.Of(body) });
        }

        return message;
    }

    public static IEnumerable<WorldFrame> Frames(Recording recording) => Enumerable.Range(0, recording.StepCount).Select(step => WorldFrames.At(recording, step));

    /// <summary>Frames as a recording whose step 0 is the first frame.</summary>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public Recording Recording(IReadOnlyList<WorldFrame> frames)
    {
        Field.Count(frames.Count, MaxFrames, "", "world");
        if (frames.Count == 0)
        {
            throw Field.Error("", "world", "is empty");
        }

        var first = new int[_actors.Count];
        var last = new int[_actors.Count];
        Array.Fill(first, -1);
        var signals = new SortedDictionary<string, List<SignalChange>>(StringComparer.Ordinal);
        var order = new List<string>();
        for (int step = 0; step < frames.Count; step++)
        {
            string at = Field.Item("", "world", step);
            if (frames[step].Step != frames[0].Step + step || frames[step].TimeUs != frames[step].Step * _stepUs)
            {
                throw Field.Error(at, "step", "does not follow the one before it, or its time is another");
            }

            foreach (var actor in frames[step].Actors)
            {
                if (actor.Index >= (uint)_actors.Count)
                {
                    throw Field.Error(at, "actors.index", $"is {actor.Index}, but there are {_actors.Count} actors");
                }

                first[actor.Index] = first[actor.Index] < 0 ? step : first[actor.Index];
                last[actor.Index] = step;
            }

            foreach (var signal in frames[step].Signals)
            {
                if (!signals.TryGetValue(Field.Id(signal.Id, at, "signals.id"), out var changes))
                {
                    signals.Add(signal.Id, changes = []);
                    order.Add(signal.Id);
                }

                var state = Enums.SignalState.From(signal.State, at, "signals.state");
                if (changes.Count == 0 || changes[^1].State != state)
                {
                    changes.Add(new SignalChange(step, state));
                }
            }
        }

        return new Recording
        {
            Name = _name,
            StepUs = _stepUs,
            StepCount = frames.Count,
            Map = _map,
            EgoId = _egoId,
            Tracks = [.. Enumerable.Range(0, _actors.Count).Where(i => first[i] >= 0).Select(i => TrackOf(i, first[i], last[i], frames))],
            Signals = [.. order.Select(id => new SignalTrack(id, signals[id]))],
            Environment = _environment,
            Provenance = new Provenance { Generator = "sensor-session" },
        };
    }

    private Track TrackOf(int index, int first, int last, IReadOnlyList<WorldFrame> frames)
    {
        var states = new ActorState[last - first + 1];
        bool[] present = new bool[states.Length];
        for (int i = 0; i < states.Length; i++)
        {
            var actors = frames[first + i].Actors;
            for (int a = 0; a < actors.Count; a++)
            {
                if (actors[a].Index == (uint)index)
                {
                    (states[i], present[i]) = (ActorFrames.State(actors[a], Field.Path(Field.Item("", "world", first + i), "actors"), a), true);
                    break;
                }
            }
        }

        var (id, actorClass, body) = _actors[index];
        return Track.FromStates(id, actorClass, body, first, states) with { Presence = Array.TrueForAll(present, p => p) ? default : present };
    }
}
