using static Sim.Plugins.Templates.TemplateParameter;

namespace Sim.Plugins.Templates.Families;

/// <summary>Euro NCAP 2023, pedestrian and cyclist targets (specs §7.2).</summary>
internal static class EuroNcapVulnerable
{
    private static readonly IReadOnlyDictionary<string, string> Urban = Ordered.Copy([new("road", "urban")]);

    public static IEnumerable<ScenarioTemplate> All() => [.. Pedestrians(), .. Cyclists(), .. Along()];

    private static IEnumerable<ScenarioTemplate> Pedestrians() =>
    [
        new CrossingTemplate
        {
            Name = "euro-ncap/cpna",
            Summary = "adult from the near side, walking",
            Target = Target.Adult,
            StartM = 4,
            WithinM = 1,
            Odd = Urban,
            Tags = ["vru", "pedestrian"],
            Parameters = [Vut(), Speed("target_speed", "5 km/h", "pedestrian"), Impact("25 | 75 %"), Light()],
            Assumptions = [EuroNcapCars.Reference, "The 4 m count from the ego's centre line."],
        },
        new CrossingTemplate
        {
            Name = "euro-ncap/cpfa",
            Summary = "adult from the far side, running",
            Target = Target.Adult,
            From = "far",
            StartM = 6,
            WithinM = 1.5,
            Odd = Urban,
            Tags = ["vru", "pedestrian"],
            Parameters = [Vut(), Speed("target_speed", "8 km/h", "pedestrian"), Impact("50 %"), Light()],
            Assumptions = [EuroNcapCars.Reference, "The 6 m count from the ego's centre line."],
        },
        new CrossingTemplate
        {
            Name = "euro-ncap/cpnco",
            Summary = "child from the near side, hidden by two parked cars",
            Target = Target.Child,
            StartM = 4,
            WithinM = 1,
            Obstructed = true,
            Odd = Urban,
            Tags = ["vru", "pedestrian"],
            Parameters = [Vut(), Speed("target_speed", "5 km/h", "child"), Impact("50 %"), Light()],
            Assumptions = [EuroNcapCars.Reference, "The larger car stands nearer to the child's way; cars of 4.5 m by 1.85 m and 4.25 m by 1.75 m."],
        },
        new TurnCrosserTemplate
        {
            Name = "euro-ncap/cpta",
            Summary = "adult crosses the road that the ego turns into",
            StartM = 4,
            Odd = Urban,
            Tags = ["vru", "pedestrian", "turning"],
            Parameters =
            [
                Vut("10 | 15 | 20 km/h"),
                Speed("target_speed", "5 km/h", "pedestrian"),
                Impact("50 %"),
                Word("turn", "left | right", "the ego's turn", "left", "right"),
                Word("from", "near | far", "side of the ego, after its turn, that the pedestrian comes from", "near", "far"),
                Light(),
            ],
            Table =
            [
                Ordered.Copy([new("speed", "10 | 15 | 20 km/h"), new("turn", "left")]),
                Ordered.Copy([new("speed", "10 km/h"), new("turn", "right")]),
            ],
            Assumptions = [EuroNcapCars.Reference, "The pedestrian's way lies one metre behind the end of the turn; left turns are the protocol's clothoids, right turns an arc."],
        },
        new CrossingTemplate
        {
            Name = "euro-ncap/cpra",
            Summary = "adult crosses behind the reversing ego",
            Target = Target.Adult,
            StartM = 4,
            WithinM = 1,
            Reverse = true,
            Odd = Urban,
            Tags = ["vru", "pedestrian"],
            Parameters = [Vut("4 | 8 km/h"), Speed("target_speed", "5 km/h", "pedestrian"), Impact("50 %"), Word("from", "near", "side that it comes from, in the direction of motion", "near", "far")],
            Assumptions = [EuroNcapCars.Reference, "The ego starts at its reversing speed; the task cannot ask a driver to reverse."],
        },
    ];

    private static IEnumerable<ScenarioTemplate> Cyclists() =>
    [
        new CrossingTemplate
        {
            Name = "euro-ncap/cbna",
            Summary = "cyclist from the near side",
            Target = Target.Cyclist,
            Odd = Urban,
            Tags = ["vru", "cyclist"],
            Parameters = [Vut(), Speed("target_speed", "15 km/h", "cyclist"), Impact("50 %"), Light()],
            Assumptions = [EuroNcapCars.Reference, "The cyclist rides at its speed from the start."],
        },
        new CrossingTemplate
        {
            Name = "euro-ncap/cbnao",
            Summary = "cyclist from the near side, hidden by two parked cars",
            Target = Target.Cyclist,
            Obstructed = true,
            Odd = Urban,
            Tags = ["vru", "cyclist"],
            Parameters = [Vut(), Speed("target_speed", "10 km/h", "cyclist"), Impact("50 %"), Light()],
            Assumptions = [EuroNcapCars.Reference, "The cyclist rides at its speed from the start; the parked cars stand as for the child."],
        },
        new CrossingTemplate
        {
            Name = "euro-ncap/cbfa",
            Summary = "cyclist from the far side",
            Target = Target.Cyclist,
            From = "far",
            Odd = Urban,
            Tags = ["vru", "cyclist"],
            Parameters = [Vut(), Speed("target_speed", "20 km/h", "cyclist"), Impact("50 %"), Light()],
            Assumptions = [EuroNcapCars.Reference, "The cyclist rides at its speed from the start."],
        },
    ];

    private static IEnumerable<ScenarioTemplate> Along() =>
    [
        new LeadTemplate
        {
            Name = "euro-ncap/cpla",
            Summary = "adult walks ahead in the ego's direction",
            Target = Target.Adult,
            Motion = LeadMotion.Keeps,
            Pavement = true,
            Odd = Urban,
            Tags = ["vru", "pedestrian"],
            Parameters = [Vut("20..60 km/h step 5 km/h"), Speed("target_speed", "5 km/h", "pedestrian"), EuroNcapCars.LongitudinalImpact("25 | 50 %"), Light()],
            Table =
            [
                Ordered.Copy([new("speed", "20..60 km/h step 5 km/h"), new("impact", "50 %")]),
                Ordered.Copy([new("speed", "50..80 km/h step 5 km/h"), new("impact", "25 %")]),
            ],
            Assumptions = [EuroNcapCars.Reference, "The pedestrian walks at its speed from the start, 4 s ahead of the ego."],
        },
        new LeadTemplate
        {
            Name = "euro-ncap/cbla",
            Summary = "cyclist rides ahead in the ego's direction",
            Target = Target.Cyclist,
            Motion = LeadMotion.Keeps,
            Pavement = true,
            Odd = Urban,
            Tags = ["vru", "cyclist"],
            Parameters = [Vut("25..60 km/h step 5 km/h"), Speed("target_speed", "15 km/h", "cyclist"), EuroNcapCars.LongitudinalImpact("50 %"), Light()],
            Table =
            [
                Ordered.Copy([new("speed", "25..60 km/h step 5 km/h"), new("impact", "50 %")]),
                Ordered.Copy([new("speed", "50..80 km/h step 5 km/h"), new("target_speed", "20 km/h"), new("impact", "25 %")]),
            ],
            Assumptions = [EuroNcapCars.Reference, "The cyclist rides at its speed from the start, 4 s ahead of the ego, instead of gathering speed within 3.5 m."],
        },
    ];

    private static TemplateParameter Vut(string defaults = "10..60 km/h step 5 km/h") => Speed("speed", defaults, "ego");

    private static TemplateParameter Impact(string defaults) =>
        Of("impact", defaults, "0 %", "100 %", "share of the ego's width that the target has crossed, from the side it comes from");

    private static TemplateParameter Light() => Word("light", "day", "light", "day", "night");
}
