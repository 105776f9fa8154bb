using System.Globalization;
using Sim.Maps;
using Sim.Plugins.Criticality.CarefulDrivers;
using Sim.Plugins.Criticality.Following;
using Sim.Plugins.Criticality.Rss;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Criticality.SelfTests;

/// <summary>RSS, the careful drivers of UN R157 and the times to collision: recorded figures, and whole assessments against calculations by hand.</summary>
internal sealed class CriticalitySelfTest : ISelfTest
{
    private const string RssLibrary = "recorded from ad-rss-lib 847b9c2";
    private const string FuzzyModel = "recorded from JRC-FSM 01b05c2";
    private const string Hand = "by hand";
    private const double Relative = 1e-9;
    private const int Steps = 5;

    /// <inheritdoc/>
    public string Name => "criticality";

    /// <inheritdoc/>
    public string Description => "RSS distances, careful drivers of UN R157, times to collision against recorded figures and calculations by hand.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) =>
    [
        .. RecordedFigures.Distances.SelectMany((_, i) => Distances(i)),
        .. RecordedFigures.Fuzzy.Select(Fuzzy),
        .. RecordedFigures.CutIns.Select(CutIn),
        .. RecordedFigures.Followings.Select(Following),
        .. RecordedFigures.CutOuts.Select(CutOut),
        .. PathTimes(),
        .. Closing(cancellationToken),
        .. Braking(cancellationToken),
    ];

    private static IEnumerable<SelfCheck> Distances(int index)
    {
        var c = RecordedFigures.Distances[index];
        var (a, b, like) = (RecordedFigures.Of(c.A), RecordedFigures.Of(c.B), RssTolerance.Library);
        double[] expected = [c.Same, c.Opposite, c.Lateral, c.Stop, c.StopTime];
        double[] found =
        [
            RssFormulas.SafeSameDirectionM(c.A[0], a, c.B[1], b, like),
            RssFormulas.SafeOppositeDirectionM(c.A[1], a, c.B[1], b, like),
            RssFormulas.SafeLateralM(c.A[3], a, c.B[2], b),
            RssFormulas.StopBeforeIntersectionM(c.B[1], b, like),
            RssFormulas.TimeToStopS(c.B[1], b, like),
        ];
        yield return SelfCheck.OfNumbers($"RSS distances {Text(index)}", expected, found, Relative, RssLibrary, Relative);
        var cover = RssFormulas.TimeToCover(c.B[1], b, c.Cover, like);
        yield return c.CoverTime is { } time
            ? SelfCheck.OfNumber($"RSS time to cover {Text(index)}", time, cover.Value ?? double.NaN, Relative * (1 + time), RssLibrary)
            : SelfCheck.OfText($"RSS time to cover {Text(index)}", nameof(MeasuredState.NoConflict), cover.State.ToString(), RssLibrary);
    }

    private static SelfCheck Fuzzy((double GapM, double EgoMps, double LeadMps, double AccelMps2, double Proactive, double Critical) c, int index)
    {
        var with = CarefulParameters.Of(CarefulModel.Fuzzy);
        double[] found = [FuzzySafety.Proactive(c.GapM, c.EgoMps, c.LeadMps, with), FuzzySafety.Critical(c.GapM, c.EgoMps, c.LeadMps, c.AccelMps2, with)];
        return SelfCheck.OfNumbers($"fuzzy safety {Text(index)}", [c.Proactive, c.Critical], found, Relative, FuzzyModel, Relative);
    }

    private static SelfCheck CutIn((CarefulModel Model, double EgoKmh, double OtherKmh, double LateralMps, double GapM, int UnsafeStep, int CrashStep, double AlongM) c, int index)
    {
        var found = ReferenceScenarios.CutIn(c.Model, c.EgoKmh / 3.6, c.OtherKmh / 3.6, c.LateralMps, c.GapM);
        double[] figures = [found.FirstUnsafeStep ?? -1, found.CrashStep ?? -1, found.EgoAlongM[^1]];
        return SelfCheck.OfNumbers($"cut-in {Text(index)}, {c.Model}", [c.UnsafeStep, c.CrashStep, c.AlongM], figures, Relative, FuzzyModel, Relative);
    }

    private static SelfCheck Following((CarefulModel Model, double SpeedKmh, double BrakeG, bool Crash, int LastStep, double GapM) c, int index)
    {
        var found = ReferenceScenarios.CarFollowing(c.Model, c.SpeedKmh / 3.6, 9.81 * c.BrakeG);
        return SelfCheck.OfNumbers(
            $"car following {Text(index)}, {c.Model}", [c.Crash ? 1 : 0, c.LastStep, c.GapM], [found.Crash ? 1 : 0, found.LastStep, found.LastGapM], Relative, FuzzyModel, Relative);
    }

    private static SelfCheck CutOut((CarefulModel Model, double SpeedKmh, double FrontM, double LateralMps, bool Crash, double AlongM) c, int index)
    {
        var found = ReferenceScenarios.CutOut(c.Model, c.SpeedKmh / 3.6, c.FrontM, c.LateralMps);
        return SelfCheck.OfNumbers($"cut-out {Text(index)}, {c.Model}", [c.Crash ? 1 : 0, c.AlongM], [found.Crash ? 1 : 0, found.EgoAlongM[^1]], Relative, FuzzyModel, Relative);
    }

    private static IEnumerable<SelfCheck> PathTimes()
    {
        yield return SelfCheck.OfNumber("time to collision, steady", 2.9, PathMath.TimeToCollision(29, 20, 10), 1e-12, Hand + ": 29 m / 10 m/s");
        yield return SelfCheck.OfNumber("time to collision, closing faster", 2, PathMath.TimeToCollision(24, 20, 2, 10, 0), 1e-12, Hand + ": 10 t + t^2 = 24");
        yield return SelfCheck.OfText("time to collision, opening", "∞", PathMath.TimeToCollision(10, 10, 20) is double.PositiveInfinity ? "∞" : "a number", Hand);
        yield return SelfCheck.OfNumber("required braking behind one that stops", 225 / 70.0, PathMath.RequiredDeceleration(20, 15, 15, -7.5), 1e-12, Hand + ": 15 m/s within 35 m");
        yield return SelfCheck.OfNumber("required braking at the lead's speed", 11, PathMath.RequiredDeceleration(5, 25, 15, -1), 1e-12, Hand + ": 10 m/s within 5 m, and its own 1 m/s^2");
    }

    /// <summary>A whole assessment: 20 against 10 m/s, 29 m between the bumpers at the last step.</summary>
    private static IEnumerable<SelfCheck> Closing(CancellationToken cancellationToken)
    {
        var assessment = Assess(Straight("ego", 0, 20, 2), Straight("lead", 34, 10, 2), cancellationToken);
        double grip = 0.8 * 9.81, brake = 100 / (2 * 29.0), swerve = 4 / (2.9 * 2.9);
        (string Metric, double Expected)[] figures =
        [
            ("min_ttc_path", 2.9), ("min_ttc_ca", 2.9), ("min_ttc2d", 2.9), ("min_hw", 29), ("max_a_long_req", brake), ("max_a_lat_req", swerve),
            ("max_a_req", Math.Sqrt((brake * brake) + (swerve * swerve))), ("max_btn", brake / grip), ("max_stn", swerve / grip), ("max_dst", 3 * 100 / (2 * (29.0 - 20))),
            ("max_msd", 400 / (2 * grip)), ("min_dce", 29), ("ttce", 0.1),
        ];
        return figures.Select(f => Metric(assessment, "closing", f.Metric, f.Expected, Hand + ", definitions in docs/criticality"));
    }

    /// <summary>A whole assessment by RSS with its default parameters: too close behind a slower lead.</summary>
    private static IEnumerable<SelfCheck> Braking(CancellationToken cancellationToken)
    {
        const string Formula = Hand + ", Shalev-Shwartz et al. 2017, definition 1";
        var assessment = Assess(Straight("ego", 0, 20, Steps), Straight("lead", 34, 10, Steps), cancellationToken);

        // 21.75 m in the response time, then 23.5^2 / 8 m; the lead needs 10^2 / 16 m. The gap is smallest at the last step.
        double safe = 21.75 + (23.5 * 23.5 / 8) - (100 / 16.0);
        yield return Metric(assessment, "too close", "rss.longitudinal_margin", 30 - (Steps - 1) - safe, Formula);
        yield return Metric(assessment, "too close", "rss.dangerous", 1, Formula);
        yield return Metric(assessment, "too close", "rss.dangerous_time", Steps * 0.1, Formula);
    }

    private static Assessment Assess(Track ego, Track other, CancellationToken cancellationToken)
    {
        var recording = new Recording
        {
            Name = "self-test",
            StepUs = 100_000,
            StepCount = ego.EndStep,
            Map = RoadMap.Empty,
            EgoId = ego.Id,
            Tracks = [ego, other],
            Provenance = new() { Generator = "self-test" },
        };
        return new CriticalityAssessor().Assess(new AssessRequest { Recording = recording, Seed = 5 }, AssessPeers.None, cancellationToken);
    }

    private static Track Straight(string id, double x, double speed, int steps)
    {
        var states = new ActorState[steps];
        for (int k = 0; k < steps; k++)
        {
            states[k] = new ActorState(x + (speed * 0.1 * k), 0, 0, speed);
        }

        return Track.FromStates(id, ActorClass.Car, new(4, 2), 0, states);
    }

    private static SelfCheck Metric(Assessment assessment, string drive, string name, double expected, string source)
    {
        var value = assessment.Metrics.FirstOrDefault(m => m.Name == name)?.Value;
        return SelfCheck.OfNumber($"{drive}: {name}", expected, value?.Value ?? double.NaN, 1e-9 * Math.Max(1, Math.Abs(expected)), source);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
