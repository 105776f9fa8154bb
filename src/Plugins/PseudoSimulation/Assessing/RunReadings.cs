using System.Globalization;
using System.Numerics;
using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Stages;

namespace Sim.Plugins.PseudoSimulation.Assessing;

/// <summary>The metrics of one test: values with worst instants, actors and inputs. Pure.</summary>
internal sealed class RunReadings
{
    private readonly PseudoSimulationTest _test;
    private readonly TestRun _run;
    private readonly Recording _recording;
    private readonly string _ego;
    private readonly Dictionary<string, Reading> _readings = new(StringComparer.Ordinal);

    private RunReadings(PseudoSimulationTest test, TestRun run, Recording recording)
    {
        (_test, _run, _recording, _ego) = (test, run, recording, recording.EgoId ?? "");
    }

    /// <summary>Every metric not applicable or failed for one reason.</summary>
    public static Dictionary<string, Reading> Without(Measured<double> why) => MetricNames.All.ToDictionary(n => n, _ => new Reading(why, []), StringComparer.Ordinal);

    /// <summary>The metrics of a run.</summary>
    public static Dictionary<string, Reading> Of(PseudoSimulationTest test, TestRun run, Recording recording)
    {
        var self = new RunReadings(test, run, recording);
        self.Read();
        return self._readings;
    }

    private void Read()
    {
        Add(MetricNames.DriverCalls, Measured.Of((double)_run.DriverCalls));
        if (_run.StageOneFailure.Length > 0)
        {
            var failed = Measured.Failed<double>(_run.StageOneFailure);
            foreach (string name in MetricNames.All.Where(n => !_readings.ContainsKey(n)))
            {
                Add(name, failed);
            }

            return;
        }

        bool noRoad = _test.NoRoad.Length > 0;
        var score = _run.Score(views: []);
        Parts(noRoad);
        if (noRoad)
        {
            var unknown = Measured.NotApplicable<double>(_test.NoRoad);
            foreach (string name in (string[])[MetricNames.Epdms, MetricNames.StageOne, MetricNames.Pdms])
            {
                Add(name, unknown);
            }
        }
        else
        {
            Add(MetricNames.StageOne, Measured.Of(score.StageOne.Epdms, WorstOfAll(), [_ego]));
            Add(MetricNames.Pdms, Measured.Of(_run.StageOne.Now.Pdms!.Value.Pdms, null, [_ego]));
        }

        StageTwo(noRoad);
    }

    private void StageTwo(bool noRoad)
    {
        bool two = _test.Options.Stages == 2;
        string[] names = [MetricNames.StageTwo, MetricNames.Views, .. MetricNames.Parts.Select(p => $"{MetricNames.StageTwo}.{p}")];
        if (_run.StageTwo.Count == 0)
        {
            var none = Measured.NotApplicable<double>(_test.NoStageTwo);
            foreach (string name in names)
            {
                Add(name, none);
            }

            if (!noRoad)
            {
                // A scene with too few starts is dropped, as the paper does: half a score would not compare with whole ones.
                Add(MetricNames.Epdms, two ? none : _readings[MetricNames.StageOne].Value);
            }

            return;
        }

        Add(MetricNames.Views, Measured.Of((double)_run.StageTwo.Count));
        if (_run.Failure.Length > 0)
        {
            var failed = Measured.Failed<double>(_run.Failure);
            foreach (string name in names.Append(MetricNames.Epdms).Where(n => n != MetricNames.Views))
            {
                Add(name, failed);
            }

            return;
        }

        var score = _run.Score();
        var columns = score.StageTwo!.Value;
        Add(MetricNames.Epdms, Measured.Of(score.Combined.Epdms, WorstOfAll(), [_ego]));
        Add(MetricNames.StageTwo, Measured.Of(columns.Epdms));
        for (int c = 0; c < MetricNames.Parts.Length; c++)
        {
            string part = MetricNames.Parts[c];
            Add($"{MetricNames.StageTwo}.{part}", part == "ec" && !score.HasExtendedComfort ? NoNeighbour
                : part == "tlc" && _recording.Signals.Count == 0 ? NoLights
                : Measured.Of(columns[c]));
        }
    }

    private static Measured<double> NoLights => Measured.NotApplicable<double>("the recording has no traffic lights; EPDMS counts it as 1");

    private static Measured<double> NoNeighbour => Measured.NotApplicable<double>("there is no frame half a second before t0");

    private void Parts(bool noRoad)
    {
        var frame = _run.StageOne.Now;
        var score = frame.Score!;
        var (final, raw) = (score.Final, score.Raw);
        var unknown = Measured.NotApplicable<double>(_test.NoRoad);
        Add("epdms.nc", Judged(final.NoAtFaultCollisions, score, SubScoreSet.NoAtFaultCollisions, raw.AtFaultCollisionSample, raw.AtFaultCollisionToken, "contact at fault"));
        Add("epdms.ttc", Judged(final.TimeToCollision, score, SubScoreSet.TimeToCollision, raw.TtcInfractionSample, raw.TtcInfractionToken, "less than a second to a collision"));
        var scene = frame.Frame.Scene(_run.Compatibility);
        bool alone = scene.History.Count == 0;

        // The reference calls every plan comfortable that has no history; here the plan is judged all the same, and the score says which it counts.
        var c = alone ? Scoring.Comfort.TestAlone([.. score.States], scene.Shape, _run.Compatibility) : raw.Comfort;
        Add("epdms.hc", Excused(score, SubScoreSet.HistoryComfort, Measured.Of(alone ? c.All ? 1.0 : 0 : final.HistoryComfort, null, [_ego],
        [
            Flag("longitudinal acceleration", c.LongitudinalAccel), Flag("lateral acceleration", c.LateralAccel), Flag("jerk", c.Jerk),
            Flag("longitudinal jerk", c.LongitudinalJerk), Flag("yaw acceleration", c.YawAccel), Flag("yaw rate", c.YawRate),
        ], Reasons.HistoryComfort(in c, alone, final.HistoryComfort))));
        if (noRoad)
        {
            foreach (string name in (string[])["epdms.dac", "epdms.ddc", "epdms.tlc", "epdms.ep", "epdms.lk"])
            {
                Add(name, unknown);
            }
        }
        else
        {
            Road(final, score);
        }

        Add("epdms.ec", _run.StageOne.Previous is { } previous ? Comfort(_run.ExtendedComfortOf(frame, previous)) : NoNeighbour);
    }

    private void Road(in SubScores final, SceneScore score)
    {
        var raw = score.Raw;
        var scene = _run.StageOne.Now.Frame.Scene(_run.Compatibility);
        Add("epdms.dac", Judged(final.DrivableAreaCompliance, score, SubScoreSet.DrivableAreaCompliance, First(raw.NonDrivable), null, "a corner off the drivable area"), Flags(~raw.NonDrivable));
        Add("epdms.ddc", Judged(final.DrivingDirectionCompliance, score, SubScoreSet.DrivingDirectionCompliance, First(raw.Oncoming), null, "the centre outside the lanes of the route"), Flags(~raw.Oncoming));
        Add("epdms.tlc", _recording.Signals.Count == 0
            ? NoLights
            : Judged(final.TrafficLightCompliance, score, SubScoreSet.TrafficLightCompliance, LaneGeometry.FirstOnRed(scene, score.States), null, "on a connector with a red light"));
        Add("epdms.ep", Excused(score, SubScoreSet.EgoProgress, Measured.Of(final.EgoProgress, null, [_ego],
        [
            new("progress", raw.ProgressM, "m"), new("progress of the reference", score.Reference.ProgressM, "m"),
        ], Reasons.EgoProgress(final.EgoProgress, raw.ProgressM, score.Reference.ProgressM))));
        var (sample, deviation) = LaneGeometry.FarthestFromCentreline(scene, score.States);
        Add("epdms.lk", Excused(score, SubScoreSet.LaneKeeping, Measured.Of(final.LaneKeeping, raw.Scores.LaneKeeping < 1 ? TimeOf(sample) : null, [_ego],
        [
            new("largest distance from the centre line", deviation, "m"),
        ], Reasons.LaneKeeping(raw.Scores.LaneKeeping, deviation))), Flags(~raw.MultipleLanes));
    }

    private Measured<double> Comfort(ExtendedComfortResult result) => Measured.Of(result.Score, null, [_ego],
    [
        new("acceleration difference", result.AccelRms, "m/s²"), new("jerk difference", result.JerkRms, "m/s³"),
        new("yaw rate difference", result.YawRateRms, "rad/s"), new("yaw acceleration difference", result.YawAccelRms, "rad/s²"),
    ], Reasons.ExtendedComfort(in result));

    // The value after the filter, with the instant, the partner and the speed of the infraction before it.
    private Measured<double> Judged(double value, SceneScore score, SubScoreSet which, int? sample, string? token, string what)
    {
        bool infraction = sample is not null && RawOf(score.Raw.Scores, which) < 1;
        if (!infraction)
        {
            return Excused(score, which, Measured.Of(value, null, [_ego]));
        }

        var state = score.States[sample!.Value];
        string reason = string.Create(CultureInfo.InvariantCulture, $"{what}{(token is null ? "" : $" with {token}")} {sample.Value * Horizon.StepSeconds:0.0} s after t0");
        return Excused(score, which, Measured.Of(value, TimeOf(sample.Value), token is null ? [_ego] : [_ego, token], [new("speed", state.Vx, "m/s")], reason));
    }

    private static Measured<double> Excused(SceneScore score, SubScoreSet which, Measured<double> value) => (score.Excused & which) == 0
        ? value
        : value with { Reason = $"{(value.Reason.Length > 0 ? value.Reason + "; " : "")}the human filter set it to 1: the recorded human has the same infraction" };

    private static double RawOf(in SubScores s, SubScoreSet which) => which switch
    {
        SubScoreSet.NoAtFaultCollisions => s.NoAtFaultCollisions,
        SubScoreSet.DrivableAreaCompliance => s.DrivableAreaCompliance,
        SubScoreSet.DrivingDirectionCompliance => s.DrivingDirectionCompliance,
        SubScoreSet.TrafficLightCompliance => s.TrafficLightCompliance,
        _ => s.TimeToCollision,
    };

    // Of the terms that cost most, the earliest infraction.
    private long? WorstOfAll() => _readings
        .Where(r => r.Value.Value.WorstTimeUs is not null && MetricNames.Parts.Any(p => r.Key == $"epdms.{p}"))
        .OrderBy(r => r.Value.Value.Value ?? 1).ThenBy(r => r.Value.Value.WorstTimeUs)
        .Select(r => r.Value.Value.WorstTimeUs)
        .FirstOrDefault();

    private long TimeOf(int sample) => _run.TimeUs + (sample * Horizon.StepUs);

    private static int? First(ulong samples) => samples == 0 ? null : BitOperations.TrailingZeroCount(samples);

    private static MetricInput Flag(string name, bool passed) => new(name + " within bounds", passed ? 1 : 0, "");

    // Samples that lie on a step of the recording.
    private List<MetricSample> Flags(ulong samples)
    {
        var series = new List<MetricSample>();
        for (int i = 0; i < Horizon.Samples; i++)
        {
            long t = TimeOf(i);
            if (t % _recording.StepUs == 0)
            {
                series.Add(new MetricSample((int)(t / _recording.StepUs), (samples >> i) & 1));
            }
        }

        return series;
    }

    private void Add(string name, Measured<double> value, IReadOnlyList<MetricSample>? series = null) => _readings[name] = new Reading(value, series ?? []);
}
