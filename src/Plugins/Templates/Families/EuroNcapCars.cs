using static Sim.Plugins.Templates.TemplateParameter;

namespace Sim.Plugins.Templates.Families;

/// <summary>Euro NCAP 2023, car and motorcyclist targets (specs §7.2).</summary>
internal static class EuroNcapCars
{
    internal const string Reference = "A target's reference point is its box's centre across the ego's path; impact locations count over the ego's width.";

    private static readonly IReadOnlyDictionary<string, string> Rural = Ordered.Copy([new("road", "rural"), new("light", "day")]);

    public static IEnumerable<ScenarioTemplate> All() => [.. RearEnd()];

    private static IEnumerable<ScenarioTemplate> RearEnd() =>
    [
        new LeadTemplate
        {
            Name = "euro-ncap/ccrs",
            Summary = "car to car rear, stationary target",
            Motion = LeadMotion.Stands,
            Odd = Rural,
            Tags = ["rear-end", "car-to-car"],
            Parameters = [Speed("speed", "10..50 km/h step 5 km/h", "ego"), Overlap()],
            Assumptions = ["The ego starts 4 s before the target."],
        },
        new LeadTemplate
        {
            Name = "euro-ncap/ccrm",
            Summary = "car to car rear, slower target",
            Motion = LeadMotion.Keeps,
            Odd = Rural,
            Tags = ["rear-end", "car-to-car"],
            Parameters = [Speed("speed", "30..80 km/h step 5 km/h", "ego, above the target's"), Speed("target_speed", "20 km/h", "target"), Overlap()],
            Assumptions = ["The ego starts with a time gap of 4 s."],
        },
        new LeadTemplate
        {
            Name = "euro-ncap/ccrb",
            Summary = "car to car rear, braking target",
            Motion = LeadMotion.Brakes,
            Odd = Rural,
            Tags = ["rear-end", "car-to-car"],
            Parameters =
            [
                Speed("speed", "50 km/h", "ego and target"),
                Of("headway", "12 | 40 m", "3 m", "200 m", "between ego and target"),
                Of("decel", "2 | 6 m/s^2", "0.5 m/s^2", "12 m/s^2", "of the target"),
                Of("final_speed", "2 km/h", "0 km/h", "50 km/h", "of the target"),
                Of("brake_after", "3 s", "0 s", "30 s", "from the start to braking"),
                Overlap("100 %"),
            ],
            Assumptions = ["The gap holds for 3 s before the target brakes (2026's rule)."],
        },
    ];

    internal static TemplateParameter Overlap(string defaults = "-75 | -50 | 100 | 75 | 50 %") =>
        Of("overlap", defaults, "-100 %", "100 %", "overlapped share of the ego's width; positive: target to the ego's right");
}
