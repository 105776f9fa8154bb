using Sim.Maps;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.PseudoSimulation.Driving;

/// <summary>What drivers are told about a recording, and what they see of it. Immutable, thread-safe.</summary>
internal sealed class DriverDesk
{
    private readonly RecordedScenes _scenes;
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly string[] _lights;

    public DriverDesk(RecordedScenes scenes, IReadOnlyList<string> route)
    {
        _scenes = scenes;
        var recording = scenes.Recording;
        var ego = scenes.Ego ?? throw new ArgumentException("The recording has no ego.", nameof(scenes));
        var actors = new List<ActorInfo>();
        foreach (var track in recording.Tracks)
        {
            _indices[track.Id] = actors.Count;
            var body = ReferenceEquals(track, ego.Motion.Track) ? track.Body with { RearAxleToCentreM = ego.Shape.RearAxleToCentreM } : track.Body;
            actors.Add(new ActorInfo(track.Id, track.Class, body));
        }

        _lights = [.. recording.Map.Signals.Where(s => s.Kind == MapSignalKind.Light).Select(s => s.Id)];
        var task = recording.Task ?? new EgoTask();
        Task = new DriverTask
        {
            Scenario = recording.Name,
            Map = recording.Map,
            StepUs = Horizon.StepUs,
            HorizonUs = recording.TimeUs(recording.StepCount - 1) + StartTimes.StageUs,
            Actors = actors,
            EgoIndex = _indices[ego.Motion.Track.Id],
            Vehicle = recording.Vehicle ?? VehicleOf(ego),
            Task = task.Route.Count > 0 || task.Goals.Count > 0 ? task : task with { Route = route },
            Environment = recording.Environment,
            EgoLog = ego.IsLog ? Log(ego) : [],
        };
    }

    /// <summary>What the driver is told; the seed is set for each question.</summary>
    public DriverTask Task { get; }

    /// <summary>What it sees of the recording itself.</summary>
    /// <param name="timeUs">µs since the recording's start.</param>
    /// <param name="ego">The ego, rear axle.</param>
    public DriverMoment Recorded(long timeUs, in EgoState ego)
    {
        var others = new List<ObservedActor>();
        foreach (var other in _scenes.Others)
        {
            if (other.TryAt(timeUs, out var state))
            {
                others.Add(new ObservedActor(_indices[other.Track.Id], state));
            }
        }

        others.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return new DriverMoment(timeUs, ego, [.. others], Signals(timeUs), IsRecorded: true);
    }

    /// <summary>What it sees of a world that never was.</summary>
    /// <param name="timeUs">µs since the recording's start.</param>
    /// <param name="ego">The ego, rear axle.</param>
    /// <param name="objects">Everybody else.</param>
    /// <param name="sample">At which of their samples.</param>
    public DriverMoment Imagined(long timeUs, in EgoState ego, IReadOnlyList<SceneObject> objects, int sample)
    {
        var others = new List<ObservedActor>();
        foreach (var o in objects)
        {
            if (o.Present[sample] && _indices.TryGetValue(o.Token, out int index))
            {
                var pose = o.Poses[sample];
                var body = o.Velocities[sample].ToAxis(pose.ToDirection());
                others.Add(new ObservedActor(index, new ActorState(pose.X, pose.Y, pose.HeadingRad, body.X, body.Y)));
            }
        }

        others.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return new DriverMoment(timeUs, ego, [.. others], Signals(timeUs), IsRecorded: false);
    }

    /// <summary>The same world as a sensor is shown it: a slice of the recording, or of one instant that never was.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="seen">What the driver sees at it.</param>
    /// <param name="atUs">The instant in the slice's time, µs.</param>
    public Recording World(DriverMoment moment, Observation seen, out long atUs)
    {
        var recording = _scenes.Recording;
        int step = (int)(moment.TimeUs / recording.StepUs);
        atUs = moment.TimeUs - recording.TimeUs(step);
        int count = atUs == 0 ? 1 : 2;
        if (moment.IsRecorded && step + count <= recording.StepCount)
        {
            return recording.Slice(step, count);
        }

        atUs = 0;
        var tracks = new List<Track>(seen.Others.Length + 1);
        bool placed = false;
        foreach (var other in seen.Others.Span)
        {
            if (!placed && other.Index > Task.EgoIndex)
            {
                tracks.Add(Still(Task.EgoIndex, seen.Ego));
                placed = true;
            }

            tracks.Add(Still(other.Index, other.State));
        }

        if (!placed)
        {
            tracks.Add(Still(Task.EgoIndex, seen.Ego));
        }

        return new Recording
        {
            Name = recording.Name,
            StepUs = Horizon.StepUs,
            StepCount = 1,
            Map = recording.Map,
            EgoId = recording.EgoId,
            Tracks = tracks,
            Signals = [.. moment.Signals.Select(s => new SignalTrack(s.Id, [new SignalChange(0, s.State)]))],
            Task = Task.Task,
            Vehicle = Task.Vehicle,
            Environment = recording.Environment,
            Provenance = recording.Provenance,
        };
    }

    private Track Still(int index, in ActorState state)
    {
        var actor = Task.Actors[index];
        return Track.FromStates(actor.Id, actor.Class, actor.Body, 0, [state]);
    }

    // Beyond the recording's end lights keep what they showed last.
    private ObservedSignal[] Signals(long timeUs)
    {
        var recording = _scenes.Recording;
        int step = (int)Math.Min(recording.StepCount - 1, timeUs / recording.StepUs);
        return [.. _lights.Select(id => new ObservedSignal(id, recording.Signals.FirstOrDefault(s => s.SignalId == id)?.At(step) ?? SignalState.Unknown))];
    }

    private static VehicleSpec VehicleOf(RecordedEgo ego) => VehicleSpec.Sedan with
    {
        Name = "of the recording",
        Class = ego.Motion.Track.Class,
        LengthM = ego.Shape.LengthM,
        WidthM = ego.Shape.WidthM,
        HeightM = ego.Motion.Track.Body.HeightM,
        WheelbaseM = ego.Shape.WheelbaseM,
        RearOverhangM = (ego.Shape.LengthM / 2) - ego.Shape.RearAxleToCentreM,
    };

    private TimedState[] Log(RecordedEgo ego)
    {
        var track = ego.Motion.Track;
        var log = new List<TimedState>(track.Count);
        for (int step = track.FirstStep; step < track.EndStep; step++)
        {
            if (track.IsPresent(step))
            {
                log.Add(new TimedState(_scenes.Recording.TimeUs(step), track.At(step)));
            }
        }

        return [.. log];
    }
}
