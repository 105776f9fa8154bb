using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>
/// Scenes out of a recording, recorded or simulated. Other actors are taken at 10 Hz: exactly where the recording's step divides 0.1 s, linear
/// between its steps elsewhere. Immutable, safe for concurrent use.
/// </summary>
public sealed class RecordedScenes
{
    private const double OnLogM = 0.01;
    private const double OnLogRad = 0.001;
    private readonly Recording _recording;
    private readonly Compatibility _compatibility;
    private readonly RecordedEgo? _ego;
    private readonly IReadOnlyList<RecordedMotion> _others;
    private readonly IReadOnlyList<TimedState> _log;

    /// <summary>Prepares a recording.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="compatibility">Whose rules hold where the two differ.</param>
    /// <param name="egoLog">The ego's own log, when the recording is a simulation of a scenario that has one; box centre.</param>
    public RecordedScenes(Recording recording, Compatibility compatibility, IReadOnlyList<TimedState>? egoLog = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        _recording = recording;
        _compatibility = compatibility;
        var ego = recording.Ego();
        _ego = ego is null ? null : new RecordedEgo(recording, ego, compatibility);
        _others = [.. recording.Tracks.Where(t => !ReferenceEquals(t, ego)).Select(t => new RecordedMotion(t, recording.StepUs))];
        _log = egoLog ?? [];
    }

    /// <summary>The recording.</summary>
    public Recording Recording => _recording;

    /// <summary>Whose rules hold.</summary>
    public Compatibility Compatibility => _compatibility;

    /// <summary>True when nobody drove the ego.</summary>
    public bool IsLog => _ego?.IsLog ?? true;

    internal RecordedEgo? Ego => _ego;

    internal IReadOnlyList<RecordedMotion> Others => _others;

    /// <summary>The scene at an instant.</summary>
    /// <param name="timeUs">µs since the recording's start.</param>
    public SceneReading At(long timeUs)
    {
        if (_ego is null)
        {
            return new SceneReading { TimeUs = timeUs, Reason = "the recording has no ego" };
        }

        if (!_ego.TryAt(timeUs, out var ego))
        {
            return new SceneReading { TimeUs = timeUs, Reason = $"the ego is not there at t0 = {StartTime.Text(timeUs)}" };
        }

        long until = _recording.TimeUs(_recording.StepCount - 1);
        if (until - timeUs < StartTimes.StageUs)
        {
            return new SceneReading
            {
                TimeUs = timeUs,
                Reason = $"a stage needs 4 s after t0 = {StartTime.Text(timeUs)}, but the recording goes on for {StartTime.Text(until - timeUs)} only",
            };
        }

        var remarks = new List<string> { $"Ego at t0: {_ego.Source}." };
        var history = History(timeUs);
        if (history.Count == 0)
        {
            remarks.Add(_compatibility == Compatibility.Navsim22
                ? "The ego has no history before t0: EPDMS counts HC as 1, as the reference does; the metric judges the 41 samples of the plan alone."
                : "The ego has no history before t0: HC judges the 41 samples of the plan alone.");
        }
        else if (timeUs - history[0].TimeUs < StartTimes.HistoryUs)
        {
            remarks.Add($"The ego's history before t0 is {StartTime.Text(timeUs - history[0].TimeUs)} long, not 1.5 s.");
        }

        var (map, noRoad) = RecordedRoad.Of(_recording, in ego, RecordedRoad.RouteOf(this, in ego));
        if (_recording.Signals.Count == 0)
        {
            remarks.Add("There are no traffic lights: EPDMS counts TLC as 1.");
        }

        var human = HumanPlan(timeUs, in ego);
        return new SceneReading
        {
            TimeUs = timeUs,
            NoRoad = noRoad,
            Remarks = remarks,
            Scene = new PseudoScene
            {
                Name = $"{_recording.Name} at {StartTime.Text(timeUs)}",
                TimeUs = timeUs,
                Ego = ego,
                Shape = _ego.Shape,
                History = history,
                Map = map,
                Objects = Objects(timeUs),
                RedConnectors = RecordedLights.Of(_recording, map, timeUs, _compatibility),
                HumanPlan = human,
            },
        };
    }

    /// <summary>The ego's recorded motion after an instant as a plan: 8 poses, one each half second, relative to its rear axle; null when it ends earlier.</summary>
    /// <param name="timeUs">µs since the recording's start.</param>
    public IReadOnlyList<Pose2d>? RecordedPlan(long timeUs)
    {
        if (_ego is null || !_ego.TryAt(timeUs, out var now) || _ego.Motion.PresentUntilUs(timeUs) - timeUs < StartTimes.StageUs)
        {
            return null;
        }

        var plan = new Pose2d[Horizon.PlanPoses];
        for (int k = 0; k < plan.Length; k++)
        {
            if (!_ego.TryAt(timeUs + ((k + 1) * Horizon.FrameUs), out var then))
            {
                return null;
            }

            plan[k] = now.Pose.PoseToBody(then.Pose);
        }

        return plan;
    }

    private List<HistorySample> History(long timeUs)
    {
        var history = new List<HistorySample>();
        for (long t = timeUs - StartTimes.HistoryUs; t <= timeUs; t += Horizon.FrameUs)
        {
            if (_ego!.TryAt(t, out var state))
            {
                history.Add(new HistorySample(t, state));
            }
            else
            {
                history.Clear();
            }
        }

        return history.Count > 1 ? history : [];
    }

    // A log is its own human. A simulated ego has a human as long as it stands where its log does.
    private IReadOnlyList<Pose2d>? HumanPlan(long timeUs, in EgoState ego)
    {
        if (IsLog)
        {
            return RecordedPlan(timeUs);
        }

        double offset = _ego!.Shape.RearAxleToCentreM;
        if (LoggedAt(timeUs) is not { } now
            || now.CentreToRearAxle(offset).Position.DistanceTo(ego.Pose.Position) > OnLogM
            || Math.Abs(Numerics.Pinned.AngleDifference(now.HeadingRad, ego.HeadingRad)) > OnLogRad)
        {
            return null;
        }

        var plan = new Pose2d[Horizon.PlanPoses];
        for (int k = 0; k < plan.Length; k++)
        {
            if (LoggedAt(timeUs + ((k + 1) * Horizon.FrameUs)) is not { } then)
            {
                return null;
            }

            plan[k] = ego.Pose.PoseToBody(then.CentreToRearAxle(offset));
        }

        return plan;
    }

    private Pose2d? LoggedAt(long timeUs)
    {
        for (int i = 0; i < _log.Count; i++)
        {
            if (_log[i].TimeUs < timeUs)
            {
                continue;
            }

            var b = _log[i].State.Pose;
            if (_log[i].TimeUs == timeUs)
            {
                return b;
            }

            if (i == 0)
            {
                return null;
            }

            var a = _log[i - 1].State.Pose;
            double f = (double)(timeUs - _log[i - 1].TimeUs) / (_log[i].TimeUs - _log[i - 1].TimeUs);
            return new Pose2d(a.Position.Lerp(b.Position, f), a.HeadingRad + (Numerics.Pinned.AngleDifference(b.HeadingRad, a.HeadingRad) * f));
        }

        return null;
    }

    private IReadOnlyList<SceneObject> Objects(long timeUs)
    {
        // Annotations as coarse as the reference's go its way.
        if (_recording.StepUs % Horizon.FrameUs == 0)
        {
            return ObjectInterpolation.ToSamples(
                [.. Enumerable.Range(0, Horizon.Frames).Select(k => RecordedObjects.Frame(_others, timeUs + (k * Horizon.FrameUs)))], _compatibility);
        }

        var found = new List<(int First, SceneObject Object)>();
        foreach (var other in _others)
        {
            if (RecordedObjects.Sample(other, timeUs, out int first) is { } sampled)
            {
                found.Add((first, sampled));
            }
        }

        // Stable: of those that appear together, the recording's order.
        return [.. found.OrderBy(f => f.First).Select(f => f.Object)];
    }
}
