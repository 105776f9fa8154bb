using System.Globalization;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// The CARLA leaderboard's driving score of a recording: route completion times what its infractions leave of it (carla-simulator/leaderboard,
/// statistics_manager; scenario_runner, atomic_criteria). Immutable.
/// </summary>
public sealed record CarlaScore
{
    /// <summary>What no recording tells, with the reason: never counted as passed.</summary>
    public static IReadOnlyDictionary<string, string> NotEvaluated { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["stop_infraction"] = "whether the ego obeyed stop signs is not evaluated: a recording does not bind signs to places to stop at",
        ["yield_emergency_vehicle_infractions"] = "whether the ego yielded to emergency vehicles is not evaluated: a recording does not say that one has its siren on",
        ["scenario_timeouts"] = "scenario time-outs are not evaluated: a recording has no CARLA scenarios",
        ["route_timeout"] = "the route's time-out is not evaluated: a recording ends at its horizon",
    };

    /// <summary>0 to 100.</summary>
    public required Measured<double> DrivingScore { get; init; }

    /// <summary>Share of the route that was driven, 0 to 100.</summary>
    public required Measured<double> RouteCompletion { get; init; }

    /// <summary>What infractions leave of it, 0 to 1.</summary>
    public required Measured<double> Penalty { get; init; }

    /// <summary>Number of each kind, by CARLA's name; of <c>outside_route_lanes</c> the metres.</summary>
    public required IReadOnlyDictionary<string, Measured<double>> Counts { get; init; }

    /// <summary>All infractions in order of time.</summary>
    public IReadOnlyList<Infraction> Infractions { get; init; } = [];

    /// <summary>Scores a recording. Pure; safe to call from several threads.</summary>
    /// <param name="recording">What happened, with an ego.</param>
    /// <param name="scenario">Where it came from; the ego's log in it stands in for a missing route.</param>
    /// <param name="options">Constants; null for version 2.0.</param>
    public static CarlaScore Of(Recording recording, Scenario? scenario = null, CarlaOptions? options = null)
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

        if (!recording.Map.Lanes.Any(l => l.CarriesTraffic()))
        {
            return Nothing(Measured.NotApplicable<double>("the recording's map has no lanes"));
        }

        var index = recording.Map.Index();
        var expert = Expert.Of(scenario, recording, new NuPlanOptions { SampleUs = options.SampleUs });
        return RouteLine.Of(index, ego, expert, out string why) is { } route
            ? Sum(ego, route, new RouteWalk(ego, route, index, options), index, options)
            : Nothing(Measured.NotApplicable<double>(why));
    }

    private static CarlaScore Sum(EgoSamples ego, RouteLine route, RouteWalk walk, RoadMapIndex index, CarlaOptions options)
    {
        var infractions = new List<Infraction>(CarlaCollisions.Of(ego, walk.End, options));
        infractions.AddRange(RedLights.Of(ego, walk.End, index, out string noLights));
        void Add(string name, int sample, string text)
        {
            if (sample >= 0)
            {
                infractions.Add(new Infraction(name, ego.TimeUs(sample), ego.Position(sample), text, [ego.Ego.Id]));
            }
        }

        double outside = walk.PassedM > 0 ? walk.OutsideM / walk.PassedM : 0;
        Add("outside_route_lanes", walk.OutsideAt, Text($"the ego is outside the lanes for {walk.OutsideM:0.#} m, {100 * outside:0.#} % of what it drove of the route"));
        foreach (var (sample, missing) in walk.Slow)
        {
            Add("min_speed_infractions", sample, Text($"the ego had {100 * (1 - missing):0.#} % of the surrounding traffic's speed"));
        }

        Add("route_dev", walk.DeviatedAt, "the ego is too far from its route, which ends the run");
        Add("vehicle_blocked", walk.BlockedAt, "the ego stands for too long, which ends the run");
        infractions.Sort(static (a, b) => a.TimeUs != b.TimeUs ? a.TimeUs.CompareTo(b.TimeUs) : string.CompareOrdinal(a.Name, b.Name));

        var counts = new SortedDictionary<string, Measured<double>>(StringComparer.Ordinal);
        var numbers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in Kinds)
        {
            var mine = infractions.Where(f => f.Name == name).ToList();
            numbers[name] = mine.Count;
            counts[name] = NotEvaluated.TryGetValue(name, out string? reason) ? Measured.NotApplicable<double>(reason)
                : name == "red_light" && noLights.Length > 0 ? Measured.NotApplicable<double>(noLights)
                : name == "min_speed_infractions" && !walk.HasTraffic ? Measured.NotApplicable<double>("there is no traffic whose speed could be compared with")
                : Measured.Of(
                    name == "outside_route_lanes" ? walk.OutsideM : mine.Count,
                    mine.Count > 0 ? mine[0].TimeUs : null,
                    mine.Count > 0 ? mine[0].Actors : [],
                    mine.Count > 0 ? [new("x", mine[0].Place.X, "m"), new("y", mine[0].Place.Y, "m")] : []);
        }

        double completion = ego.Recording.End == RecordingEnd.GoalReached && walk.DeviatedAt < 0 ? 1 : walk.Completion;
        double factor = options.Penalties.Factor(numbers, [.. walk.Slow.Select(s => s.Missing)], outside);
        string partial = string.Join("; ", new[] { route.Note, ego.Partly }.Where(t => t.Length > 0));
        string without = "not evaluated: " + string.Join(", ", counts.Where(c => !c.Value.HasValue).Select(c => c.Key));
        long? worst = infractions.Count > 0 ? infractions[0].TimeUs : null;
        return new CarlaScore
        {
            DrivingScore = Measured.Of(100 * completion * factor, worst, worst is null ? [] : infractions[0].Actors, reason: partial.Length > 0 ? $"{partial}; {without}" : without),
            RouteCompletion = Measured.Of(
                100 * completion, inputs: [new("route", route.LengthM, "m")], reason: partial),
            Penalty = Measured.Of(factor, worst, worst is null ? [] : infractions[0].Actors, reason: without),
            Counts = counts,
            Infractions = infractions,
        };
    }

    /// <summary>Kinds of infractions, by CARLA's names.</summary>
    internal static IReadOnlyList<string> Kinds { get; } =
    [
        "collisions_pedestrian", "collisions_vehicle", "collisions_layout", "red_light", "stop_infraction", "outside_route_lanes", "min_speed_infractions",
        "yield_emergency_vehicle_infractions", "scenario_timeouts", "route_dev", "vehicle_blocked", "route_timeout",
    ];

    private static CarlaScore Nothing(Measured<double> state) => new()
    {
        DrivingScore = state,
        RouteCompletion = state,
        Penalty = state,
        Counts = new SortedDictionary<string, Measured<double>>(Kinds.ToDictionary(k => k, _ => state), StringComparer.Ordinal),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
