using static Sim.Plugins.Templates.TemplateParameter;

namespace Sim.Plugins.Templates.Families;

/// <summary>Euro NCAP 2023, car and motorcyclist targets (specs §7.2).</summary>
internal static class EuroNcapCars
{
    internal const string Reference = "A target's reference point is its box's centre across the ego's path; impact locations count over the ego's width.";

    private static readonly IReadOnlyDictionary<string, string> Rural = Ordered.Copy([new("road", "rural"), new("light", "day")]);

    private static readonly IReadOnlyDictionary<string, string> Urban = Ordered.Copy([new("road", "urban"), new("light", "day"), new("junction", "crossing")]);

    public static IEnumerable<ScenarioTemplate> All() => [.. RearEnd(), .. Crossings(), .. HeadOn(), .. Motorcyclists()];

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

    private static IEnumerable<ScenarioTemplate> Crossings() =>
    [
        new TurnAcrossTemplate
        {
            Name = "euro-ncap/ccftap",
            Summary = "ego turns left across the path of an oncoming car",
            Odd = Urban,
            Tags = ["crossing-paths", "car-to-car"],
            Parameters = [Speed("speed", "10 | 15 | 20 km/h", "ego; chooses the protocol's turn"), Speed("target_speed", "30 | 45 | 60 km/h", "target")],
            Assumptions = [TurnGeometry, "The ego starts 6 s before the impact."],
        },
        new CrossingVehicleTemplate
        {
            Name = "euro-ncap/cccscp",
            Summary = "straight crossing paths with a car",
            Odd = Urban,
            Tags = ["crossing-paths", "car-to-car"],
            Parameters =
            [
                Speed("speed", "10..60 km/h step 10 km/h", "ego"),
                Speed("target_speed", "20..60 km/h step 10 km/h", "target"),
                Of("impact", "50 %", "0 %", "100 %", "share of the ego's width that the target's centre has crossed, from the side it comes from"),
                Word("from", "near", "side it comes from", "near", "far"),
            ],
            Assumptions = [Reference, "The protocol's starts from standstill are left out; the near side stands for both unless asked."],
        },
    ];

    private static IEnumerable<ScenarioTemplate> HeadOn() =>
    [
        new HeadOnTemplate
        {
            Name = "euro-ncap/ccfhos",
            Summary = "head-on, oncoming car in the ego's lane",
            Odd = Rural,
            Tags = ["opposite-direction", "car-to-car"],
            Parameters = [Speed("speed", "50 | 70 km/h", "ego and target"), HeadOnImpact()],
            Assumptions = [Reference, "Both drive at the same speed; the impact location is 2026's 100 %, half an overlap."],
        },
        new HeadOnTemplate
        {
            Name = "euro-ncap/ccfhol",
            Summary = "head-on, oncoming car changes into the ego's lane",
            ChangesLane = true,
            Odd = Rural,
            Tags = ["opposite-direction", "car-to-car"],
            Parameters = [Speed("speed", "50 | 70 km/h", "ego and target"), HeadOnImpact(), Duration("2.5 s")],
            Assumptions = [Reference, "The target changes lanes, within 2.5 s, and is in the ego's lane half a second before the impact."],
        },
    ];

    private static IEnumerable<ScenarioTemplate> Motorcyclists() =>
    [
        new LeadTemplate
        {
            Name = "euro-ncap/cmrs",
            Summary = "car to motorcyclist rear, stationary",
            Target = Target.Motorcyclist,
            Motion = LeadMotion.Stands,
            Odd = Rural,
            Tags = ["rear-end", "motorcyclist"],
            Parameters = [Speed("speed", "10..60 km/h step 5 km/h", "ego"), LongitudinalImpact("50 %")],
            Assumptions = [Reference, Motorcycle],
        },
        new LeadTemplate
        {
            Name = "euro-ncap/cmrb",
            Summary = "car to motorcyclist rear, braking",
            Target = Target.Motorcyclist,
            Motion = LeadMotion.Brakes,
            Odd = Rural,
            Tags = ["rear-end", "motorcyclist"],
            Parameters =
            [
                Speed("speed", "50 km/h", "ego and target"),
                Of("headway", "12 | 40 m", "3 m", "200 m", "between ego and target"),
                Of("decel", "4 m/s^2", "0.5 m/s^2", "12 m/s^2", "of the target"),
                Of("final_speed", "2 km/h", "0 km/h", "50 km/h", "of the target"),
                Of("brake_after", "3 s", "0 s", "30 s", "from the start to braking"),
                LongitudinalImpact("50 %"),
            ],
            Assumptions = [Reference, Motorcycle, "Headways and final speed are those of the braking car."],
        },
        new TurnAcrossTemplate
        {
            Name = "euro-ncap/cmftap",
            Summary = "ego turns left across the path of an oncoming motorcyclist",
            Target = Target.Motorcyclist,
            Odd = Urban,
            Tags = ["crossing-paths", "motorcyclist"],
            Parameters = [Speed("speed", "10 | 15 | 20 km/h", "ego; chooses the protocol's turn"), Speed("target_speed", "30 | 45 | 60 km/h", "target")],
            Assumptions = [TurnGeometry, Motorcycle, "Speeds are those of the car target."],
        },
        new CrossingVehicleTemplate
        {
            Name = "euro-ncap/cmcscp",
            Summary = "straight crossing paths with a motorcyclist",
            Target = Target.Motorcyclist,
            Odd = Urban,
            Tags = ["crossing-paths", "motorcyclist"],
            Parameters =
            [
                Speed("speed", "10..60 km/h step 10 km/h", "ego"),
                Speed("target_speed", "20..60 km/h step 10 km/h", "target"),
                Of("impact", "50 %", "0 %", "100 %", "share of the ego's width that the target's centre has crossed, from the side it comes from"),
                Word("from", "near", "side it comes from", "near", "far"),
            ],
            Assumptions = [Reference, Motorcycle, "Speeds are those of the car target."],
        },
    ];

    private const string Motorcycle = "The motorcyclist's box is 2.1 m by 0.8 m.";

    private const string TurnGeometry = "The ego's box centre is taken to follow the turn's centre line; the middles of both fronts meet.";

    internal static TemplateParameter Duration(string defaults) => Of("duration", defaults, "0.5 s", "20 s", "of the lane change");

    internal static TemplateParameter LongitudinalImpact(string defaults) =>
        Of("impact", defaults, "0 %", "100 %", "share of the ego's width at which the target's centre is, from the ego's near side (right)");

    private static TemplateParameter HeadOnImpact() => LongitudinalImpact("100 %");

    internal static TemplateParameter Overlap(string defaults = "-75 | -50 | 100 | 75 | 50 %") =>
        Of("overlap", defaults, "-100 %", "100 %", "overlapped share of the ego's width; positive: target to the ego's right");
}
