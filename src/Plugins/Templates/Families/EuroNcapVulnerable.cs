using static Sim.Plugins.Templates.TemplateParameter;

namespace Sim.Plugins.Templates.Families;

/// <summary>Euro NCAP 2023, pedestrian and cyclist targets (specs §7.2).</summary>
internal static class EuroNcapVulnerable
{
    private static readonly IReadOnlyDictionary<string, string> Urban = Ordered.Copy([new("road", "urban")]);

    public static IEnumerable<ScenarioTemplate> All() => [.. Crossing()];

    private static IEnumerable<ScenarioTemplate> Crossing() =>
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
    ];

    private static TemplateParameter Vut(string defaults = "10..60 km/h step 5 km/h") => Speed("speed", defaults, "ego");

    private static TemplateParameter Impact(string defaults) =>
        Of("impact", defaults, "0 %", "100 %", "share of the ego's width that the target has crossed, from the side it comes from");

    private static TemplateParameter Light() => Word("light", "day", "light", "day", "night");
}
