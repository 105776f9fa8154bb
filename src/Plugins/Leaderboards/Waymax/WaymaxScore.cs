using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// Waymax's metrics of the ego over a whole recording: the worst over its samples, the progression at the end (waymo-research/waymax, waymax/metrics).
/// Immutable.
/// </summary>
public sealed record WaymaxScore
{
    /// <summary>1 when the ego's box overlapped another at a sample.</summary>
    public required Measured<double> Overlap { get; init; }

    /// <summary>1 when a corner of the ego was off drivable ground at a sample.</summary>
    public required Measured<double> Offroad { get; init; }

    /// <summary>Largest distance to every way that the ego could have taken from its start, m; 0 while below the threshold.</summary>
    public required Measured<double> WrongWay { get; init; }

    /// <summary>Largest distance to the route while off it, m; 0 when never.</summary>
    public required Measured<double> OffRoute { get; init; }

    /// <summary>Progress along the route from the log's start to the log's end, as a share; above 1 beyond it.</summary>
    public required Measured<double> Progression { get; init; }

    /// <summary>Largest distance to where the ego's log was at the same time, m.</summary>
    public required Measured<double> LogDivergence { get; init; }

    /// <summary>1 when a step needed more acceleration or curvature than a vehicle has.</summary>
    public required Measured<double> Infeasible { get; init; }

    /// <summary>Scores a recording. Pure; safe to call from several threads.</summary>
    /// <param name="recording">What happened, with an ego.</param>
    /// <param name="scenario">Where it came from, with the ego's log.</param>
    /// <param name="options">Constants; null for Waymax's.</param>
    public static WaymaxScore Of(Recording recording, Scenario? scenario = null, WaymaxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        options ??= new();
        if (EgoSamples.Of(recording, options.SampleUs) is not { } ego)
        {
            return Nothing(Measured.NotApplicable<double>("the recording has no ego that is ever present"));
        }

        if (recording.End is RecordingEnd.DriverFailed or RecordingEnd.SimulatorFailed or RecordingEnd.Interrupted)
        {
            return Nothing(Measured.Failed<double>($"the recording is not whole, it ended because of: {recording.End}"));
        }

        bool hasMap = recording.Map.Lanes.Any(l => l.CarriesTraffic());
        var index = recording.Map.Index();
        var log = new LogOfEgo(scenario);
        var expert = Expert.Of(scenario, recording, new NuPlanOptions { SampleUs = options.SampleUs });
        var paths = hasMap ? WayPaths.Of(index, ego, expert) : null;
        var noWays = Measured.NotApplicable<double>(hasMap ? "the ego does not start in a lane of its direction" : "the recording's map has no lanes");
        return new WaymaxScore
        {
            Overlap = OverlapOf(ego),
            Offroad = hasMap ? OffroadOf(index, ego) : noWays,
            WrongWay = paths is null ? noWays : Farthest(ego, i => Beyond(paths.DistanceTo(ego.Position(i), null), options.WrongWayM)),
            OffRoute = paths is null ? noWays : paths.Route.Count == 0 ? Measured.NotApplicable<double>("there is neither a route nor a log that could stand in for one")
                : Farthest(ego, i => OffRouteOf(paths, ego.Position(i), options)),
            Progression = hasMap ? ProgressionOf(index, ego, expert) : noWays,
            LogDivergence = log.DivergenceOf(ego),
            Infeasible = InfeasibleOf(ego, options),
        };
    }

    /// <summary>The metrics with their names in suites, in a stable order.</summary>
    internal IEnumerable<(string Name, string Unit, WorseDirection Worse, Measured<double> Value)> Parts()
    {
        yield return ("waymax.overlap", "", WorseDirection.Higher, Overlap);
        yield return ("waymax.offroad", "", WorseDirection.Higher, Offroad);
        yield return ("waymax.wrong_way", "m", WorseDirection.Higher, WrongWay);
        yield return ("waymax.off_route", "m", WorseDirection.Higher, OffRoute);
        yield return ("waymax.progression", "", WorseDirection.Lower, Progression);
        yield return ("waymax.log_divergence", "m", WorseDirection.Higher, LogDivergence);
        yield return ("waymax.kinematic_infeasibility", "", WorseDirection.Higher, Infeasible);
    }

    private static Measured<double> OverlapOf(EgoSamples ego)
    {
        for (int i = 0; i < ego.Count; i++)
        {
            var box = ego.Box(i);
            foreach (var other in ego.Recording.Tracks)
            {
                if (!ReferenceEquals(other, ego.Ego) && TrackSampling.TryAt(other, ego.Recording.StepUs, ego.TimeUs(i), out var state) && box.Overlaps(new OrientedBox(in state, other.Body)))
                {
                    return Measured.Of(1.0, ego.TimeUs(i), [ego.Ego.Id, other.Id]);
                }
            }
        }

        return Measured.Of(0.0, reason: ego.Partly);
    }

    private static Measured<double> OffroadOf(RoadMapIndex index, EgoSamples ego)
    {
        for (int i = 0; i < ego.Count; i++)
        {
            if (!index.IsDrivable(ego.Box(i)))
            {
                return Measured.Of(1.0, ego.TimeUs(i), [ego.Ego.Id]);
            }
        }

        return Measured.Of(0.0, reason: ego.Partly);
    }

    private static double Beyond(double distance, double limit) => distance < limit ? 0 : distance;

    private static double OffRouteOf(WayPaths paths, Vector2d here, WaymaxOptions options)
    {
        double on = paths.DistanceTo(here, true), off = paths.DistanceTo(here, false);
        return on > options.OffRouteM || on - off > options.OffRouteRelativeM ? on : 0;
    }

    private static Measured<double> Farthest(EgoSamples ego, Func<int, double> distance)
    {
        double most = 0;
        int at = -1;
        for (int i = 0; i < ego.Count; i++)
        {
            double here = distance(i);
            if (here > most)
            {
                (most, at) = (here, i);
            }
        }

        return at < 0 ? Measured.Of(0.0, reason: ego.Partly) : Measured.Of(most, ego.TimeUs(at), [ego.Ego.Id]);
    }

    private static Measured<double> ProgressionOf(RoadMapIndex index, EgoSamples ego, Expert expert)
    {
        if (RouteLine.Of(index, ego, expert, out string why) is not { } route)
        {
            return Measured.NotApplicable<double>(why);
        }

        double On(Vector2d point) => route.Line.Project(point).S;
        bool hasLog = expert.Positions.Count > 0;
        double from = On(hasLog ? expert.Positions[0] : ego.Position(0)), to = hasLog ? On(expert.Positions[^1]) : route.LengthM, here = On(ego.Position(ego.Count - 1));
        string reason = string.Join("; ", new[] { hasLog ? "" : "no log: progress to the route's end", route.Note, ego.Partly }.Where(t => t.Length > 0));
        // A log that goes nowhere asks for nothing.
        return Measured.Of(
            Math.Abs(to - from) < 1e-6 ? 1 : (here - from) / (to - from), ego.TimeUs(ego.Count - 1), [ego.Ego.Id], [new("progress", here - from, "m"), new("of", to - from, "m")], reason);
    }

    private static Measured<double> InfeasibleOf(EgoSamples ego, WaymaxOptions options)
    {
        const double Margin = 1e-3, Slow = 0.6;
        if (ego.Count < 2)
        {
            return Measured.NotApplicable<double>("the ego is in the scene for a single instant");
        }

        int steps = 0, first = -1;
        double accel = 0, curvature = 0;
        for (int i = 0; i + 1 < ego.Count; i++)
        {
            ActorState from = ego.States[i], to = ego.States[i + 1];
            double speed = Speed(in from), next = Speed(in to), a = (next - speed) / ego.SampleS;
            double k = speed < Slow || next < Slow ? 0
                : Numerics.Pinned.AngleDifference(Course(in to), from.HeadingRad) / ((speed * ego.SampleS) + (0.5 * a * ego.SampleS * ego.SampleS));
            accel = Math.Abs(a) > Math.Abs(accel) ? a : accel;
            curvature = Math.Abs(k) > Math.Abs(curvature) ? k : curvature;
            if (Math.Abs(a) > options.MaxAccelMps2 + Margin || Math.Abs(k) > options.MaxCurvature + Margin)
            {
                steps++;
                first = first < 0 ? i + 1 : first;
            }
        }

        return Measured.Of(
            steps > 0 ? 1.0 : 0.0,
            first < 0 ? null : ego.TimeUs(first),
            [ego.Ego.Id],
            [new("steps", steps, ""), new("acceleration", accel, "m/s²"), new("curvature", curvature, "1/m")],
            ego.Partly);

        static double Speed(in ActorState s) => Math.Sqrt((s.SpeedMps * s.SpeedMps) + (s.LateralMps * s.LateralMps));

        // Backwards the course points behind, which is no turn.
        static double Course(in ActorState s) => s.HeadingRad + Numerics.Pinned.Atan2(s.SpeedMps < 0 ? -s.LateralMps : s.LateralMps, Math.Abs(s.SpeedMps));
    }

    private static WaymaxScore Nothing(Measured<double> state) => new()
    {
        Overlap = state,
        Offroad = state,
        WrongWay = state,
        OffRoute = state,
        Progression = state,
        LogDivergence = state,
        Infeasible = state,
    };
}
