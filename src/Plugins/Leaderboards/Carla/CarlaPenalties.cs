namespace Sim.Plugins.Leaderboards;

/// <summary>
/// What an infraction costs, by its name in CARLA's result files, and how costs add up. Data: two tables are known by name, and options override
/// single values.
/// </summary>
public sealed record CarlaPenalties
{
    /// <summary>Names of all that has a coefficient.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "collisions_pedestrian", "collisions_vehicle", "collisions_layout", "red_light", "stop_infraction", "scenario_timeouts",
        "yield_emergency_vehicle_infractions", "min_speed_infractions",
    ];

    /// <summary>
    /// Leaderboard 2.0: each infraction multiplies the score by its coefficient; too slow multiplies by 1 less (1 − coefficient) of what is missing.
    /// </summary>
    public static CarlaPenalties Version20 { get; } = new()
    {
        Additive = false,
        Coefficients = Table(0.5, 0.6, 0.65, 0.7, 0.8, 0.7, 0.7, 0.7),
    };

    /// <summary>Leaderboard 2.1: the score is divided by 1 plus the sum of the coefficients; too slow adds its coefficient times what is missing.</summary>
    public static CarlaPenalties Version21 { get; } = new()
    {
        Additive = true,
        Coefficients = Table(1.0, 0.7, 0.6, 0.4, 0.25, 0.4, 0.4, 0.4),
    };

    /// <summary>True for the form of 2.1.</summary>
    public required bool Additive { get; init; }

    /// <summary>Coefficients by name.</summary>
    public required IReadOnlyDictionary<string, double> Coefficients { get; init; }

    /// <summary>The factor that remains of a score, 0 to 1.</summary>
    /// <param name="counts">Infractions by name, but for the speed.</param>
    /// <param name="missingSpeeds">For each checkpoint that was reached too slowly, the share of the traffic's speed that was missing, 0 to 1.</param>
    /// <param name="outside">Share of the route driven so far that was outside its lanes, 0 to 1: it counts as not driven.</param>
    public double Factor(IReadOnlyDictionary<string, int> counts, IReadOnlyList<double> missingSpeeds, double outside)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(missingSpeeds);
        const string speed = "min_speed_infractions";
        double factor = 1 - outside, sum = 0;
        foreach (string name in Names)
        {
            int count = name != speed && counts.TryGetValue(name, out int found) ? found : 0;
            for (int i = 0; i < count; i++)
            {
                sum += Coefficients[name];
                factor *= Additive ? 1 : Coefficients[name];
            }
        }

        foreach (double missing in missingSpeeds)
        {
            sum += Coefficients[speed] * missing;
            factor *= Additive ? 1 : 1 - ((1 - Coefficients[speed]) * missing);
        }

        return Additive ? factor / (1 + sum) : factor;
    }

    private static SortedDictionary<string, double> Table(params double[] values)
    {
        var table = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < values.Length; i++)
        {
            table[Names[i]] = values[i];
        }

        return table;
    }
}
