namespace Sim.Plugins.Templates.Families;

/// <summary>UN R157 (automated lane keeping) examples with the numbers of specs §7.3.</summary>
internal static class R157
{
    private static readonly IReadOnlyDictionary<string, string> Motorway = Ordered.Copy([new("road", "motorway"), new("light", "day")]);

    public static IEnumerable<ScenarioTemplate> All() =>
    [
        new CutInTemplate
        {
            Name = "r157/cut-in",
            Summary = "a slower car changes into the ego's lane",
            Odd = Motorway,
            Tags = ["lane-change"],
            Parameters =
            [
                TemplateParameter.Speed("speed", "20 m/s", "ego"),
                TemplateParameter.Speed("target_speed", "17 m/s", "target, below the ego's"),
                TemplateParameter.Of("ttc", "2.85 s", "0.3 s", "20 s", "time to collision when the lane change begins"),
                TemplateParameter.Of("duration", "3 s", "0.5 s", "20 s", "of the lane change"),
                TemplateParameter.Word("from", "left", "side it comes from", "left", "right"),
            ],
            Assumptions = ["The lane change is a fifth-order polynomial of 3 s where nothing else is given, lanes are 3.5 m wide."],
        },
        new CutInTemplate
        {
            Name = "r157/cut-in-quick-brake",
            Summary = "a slower car changes into the ego's lane and brakes",
            Odd = Motorway,
            Tags = ["lane-change"],
            Parameters =
            [
                TemplateParameter.Speed("speed", "20 m/s", "ego"),
                TemplateParameter.Speed("target_speed", "15 m/s", "target, below the ego's"),
                TemplateParameter.Of("ttc", "2.85 s", "0.3 s", "20 s", "time to collision when the lane change begins"),
                TemplateParameter.Of("duration", "3 s", "0.5 s", "20 s", "of the lane change"),
                TemplateParameter.Of("brake_after", "2 s", "0 s", "20 s", "from the begin of the lane change to braking"),
                TemplateParameter.Of("decel", "5.2 m/s^2", "0.5 m/s^2", "12 m/s^2", "of the target"),
                TemplateParameter.Word("from", "left", "side it comes from", "left", "right"),
            ],
            Assumptions = ["The source gives no time to collision for this one: that of the plain cut-in is used, and the 2 s count from the begin of the lane change."],
        },
        new LeadTemplate
        {
            Name = "r157/deceleration",
            Summary = "the car ahead brakes to standstill",
            Motion = LeadMotion.Brakes,
            Motorway = true,
            Odd = Motorway,
            Tags = ["rear-end"],
            Parameters =
            [
                TemplateParameter.Speed("speed", "20 m/s", "ego and target"),
                TemplateParameter.Of("time_gap", "2 s", "0.3 s", "10 s", "between ego and target"),
                TemplateParameter.Of("decel", "6 m/s^2", "0.5 m/s^2", "12 m/s^2", "of the target"),
                TemplateParameter.Of("brake_after", "3 s", "0 s", "30 s", "from the start to braking"),
            ],
            Assumptions = ["The source names the scenario without numbers: time gap 2 s and 6 m/s² stand for a driver who follows by the rule and a hard stop."],
        },
        new CutOutTemplate
        {
            Name = "r157/cut-out",
            Summary = "the car ahead leaves the lane in front of a standing one",
            Odd = Motorway,
            Tags = ["lane-change"],
            Parameters =
            [
                TemplateParameter.Speed("speed", "20 m/s", "ego and leading car"),
                TemplateParameter.Of("time_gap", "2 s", "0.3 s", "10 s", "between ego and leading car"),
                TemplateParameter.Of("ttc", "3 s", "0.5 s", "20 s", "of the leading car to the standing one when it begins to leave"),
                TemplateParameter.Of("duration", "3 s", "0.5 s", "20 s", "of the lane change"),
                TemplateParameter.Word("to", "left", "side to which it leaves", "left", "right"),
            ],
            Assumptions = ["The source gives the ego's speed only: time gap, time to collision and duration are chosen so that the leading car just gets past."],
        },
        new CrossingTemplate
        {
            Name = "r157/pedestrian",
            Summary = "a pedestrian crosses",
            Target = Target.Adult,
            StartM = 4,
            WithinM = 0.5,
            Odd = Motorway,
            Tags = ["vru", "pedestrian"],
            Parameters =
            [
                TemplateParameter.Speed("speed", "16 m/s", "ego"),
                TemplateParameter.Of("target_speed", "1.0 m/s", "0.2 m/s", "10 m/s", "pedestrian"),
                TemplateParameter.Of("impact", "50 %", "0 %", "100 %", "share of the ego's width that the pedestrian has crossed, from the side it comes from"),
                TemplateParameter.Word("from", "near", "side it comes from", "near", "far"),
            ],
            Assumptions = ["The pedestrian starts 4 m from the ego's centre line and walks at its speed after half a metre."],
        },
    ];
}
