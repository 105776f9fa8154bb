using System.Globalization;
using Sim.Maps;

namespace Sim.Formats;

/// <summary>
/// Makes a scenario of a log: a new vehicle (a planning problem) or one of the recorded ones as the ego, everybody else as logged. The scenario's time 0 is the step at which the ego starts. Pure and thread-safe.
/// </summary>
public static class RecordedScenario
{
    private const long FallbackHorizonUs = 10_000_000;

    /// <summary>Builds the scenario.</summary>
    /// <exception cref="InputException">No such actor, a time outside the log, or nothing left to simulate.</exception>
    public static Scenario Build(Recording log, RecordedScenarioOptions options)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        var recordedEgo = options.EgoId is { } id ? FindEgo(log, id) : null;
        if ((recordedEgo is null) == (options.Planned is null))
        {
            throw new ArgumentException("Exactly one of Planned and EgoId must be set.", nameof(options));
        }

        int startStep = recordedEgo is null ? options.Planned!.Step : StartStep(log, recordedEgo, options.StartUs);
        long stepUs = options.StepUs ?? log.StepUs;
        ArgumentOutOfRangeException.ThrowIfLessThan(stepUs, 1, nameof(options));
        var task = Shift(options.Planned?.Task ?? log.Task ?? new EgoTask(), log.TimeUs(startStep));
        if (recordedEgo is not null && task.Route.Count == 0)
        {
            task = task with { Route = LoggedRoute.Of(log, recordedEgo, startStep) };
        }

        var assumptions = new List<string>(log.Provenance.Assumptions);
        long horizonUs = Horizon(log, recordedEgo, startStep, task, stepUs, options.HorizonUs, assumptions);

        var actors = new List<Actor>(log.Tracks.Count + 1);
        string egoId;
        var ownTrack = options.Planned?.OwnTrack is { } own ? log.Find(own) : null;
        if (recordedEgo is null)
        {
            if (ownTrack is not null)
            {
                assumptions.Add($"actor '{ownTrack.Id}' of the log is the planned vehicle itself and is left out");
            }

            egoId = FreeId(log);
            actors.Add(new Actor
            {
                Id = egoId,
                Class = options.Vehicle.Class,
                Body = options.Vehicle.ToBody(),
                Vehicle = options.Vehicle,
                Initial = options.Planned!.Initial,
                Behaviour = new DriverBehaviour { Log = RecordedActors.OwnLog(log, ownTrack, startStep, options.Planned.Initial) },
            });
        }
        else
        {
            egoId = recordedEgo.Id;
            actors.Add(RecordedActors.Ego(log, recordedEgo, startStep, Fit(options.Vehicle, recordedEgo)));
        }

        var others = new RecordedActors(log, startStep, stepUs, horizonUs, options.Footprints);
        foreach (var track in log.Tracks)
        {
            if (track != recordedEgo && track != ownTrack && others.Create(track) is { } actor)
            {
                actors.Add(actor);
            }
        }

        return new Scenario
        {
            Name = options.Name,
            Map = startStep == 0 ? log.Map : ShiftLights(log.Map, log.TimeUs(startStep)),
            StepUs = stepUs,
            HorizonUs = horizonUs,
            Actors = actors,
            EgoId = egoId,
            Task = task,
            Environment = log.Environment,
            Parameters = Ordered.Copy(
            [
                new("ego", recordedEgo is null ? "planning-problem" : egoId),
                new("start", $"{log.TimeUs(startStep).ToString(CultureInfo.InvariantCulture)} us"),
            ]),
            Tags = options.Tags,
            Provenance = log.Provenance with { Generator = "recording", Assumptions = assumptions },
        };
    }

    /// <summary>The suite's vehicle in the size of a recorded one: wheelbase and overhang grow with the length.</summary>
    public static VehicleSpec Fit(VehicleSpec vehicle, Track recorded)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        ArgumentNullException.ThrowIfNull(recorded);
        double ratio = recorded.Body.LengthM / vehicle.LengthM;
        return vehicle with
        {
            Class = recorded.Class,
            LengthM = recorded.Body.LengthM,
            WidthM = recorded.Body.WidthM,
            HeightM = recorded.Body.HeightM,
            WheelbaseM = vehicle.WheelbaseM * ratio,
            RearOverhangM = vehicle.RearOverhangM * ratio,
        };
    }

    private static Track FindEgo(Recording log, string id)
    {
        if (log.Find(id) is not { } track)
        {
            throw new InputException($"the log '{log.Name}' has no actor '{id}'; {Nearest.Hint(id, log.Tracks.Select(t => t.Id))}");
        }

        return track.Count >= 2 && track.Class is not (ActorClass.StaticObject or ActorClass.ParkedVehicle)
            ? track
            : throw new InputException($"actor '{id}' of the log '{log.Name}' does not move in it; an ego needs at least two recorded states");
    }

    private static int StartStep(Recording log, Track ego, long startUs)
    {
        long step = Math.Max(ego.FirstStep, (startUs + log.StepUs - 1) / log.StepUs);
        return startUs >= 0 && step < ego.EndStep - 1
            ? (int)step
            : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"start is {startUs * 1e-6:0.###} s, but actor '{ego.Id}' is recorded from {log.TimeUs(ego.FirstStep) * 1e-6:0.###} s to {log.TimeUs(ego.EndStep - 1) * 1e-6:0.###} s"));
    }

    private static long Horizon(Recording log, Track? ego, int startStep, EgoTask task, long stepUs, long? limitUs, List<string> assumptions)
    {
        int last = ego is null ? log.StepCount - 1 : ego.EndStep - 1;
        long horizonUs = Math.Max(0, log.TimeUs(last - startStep));
        foreach (var goal in task.Goals)
        {
            horizonUs = Math.Max(horizonUs, goal.TimeUs is { } time ? (long)time.Max : 0);
        }

        if (horizonUs == 0)
        {
            horizonUs = limitUs ?? FallbackHorizonUs;
            assumptions.Add(string.Create(CultureInfo.InvariantCulture, $"neither log nor goal says how long the scenario lasts: {horizonUs * 1e-6:0.###} s"));
        }

        horizonUs = Math.Min(horizonUs, limitUs ?? horizonUs) / stepUs * stepUs;
        return horizonUs > 0 ? horizonUs : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the log '{log.Name}' leaves no whole step of {stepUs * 1e-6:0.######} s to simulate; choose a smaller step"));
    }

    private static string FreeId(Recording log)
    {
        string id = "ego";
        while (log.Find(id) is not null)
        {
            id += "_";
        }

        return id;
    }

    private static EgoTask Shift(EgoTask task, long byUs) => byUs == 0 ? task : task with
    {
        Goals = [.. task.Goals.Select(g => g.TimeUs is { } t ? g with { TimeUs = new Interval(t.Min - byUs, t.Max - byUs) } : g)],
    };

    private static RoadMap ShiftLights(RoadMap map, long byUs) => map with
    {
        Signals = [.. map.Signals.Select(s => s.Cycle.Count == 0 ? s : s with { CycleOffsetUs = (s.CycleOffsetUs + byUs) % s.Cycle.Sum(p => p.DurationUs) })],
    };
}
