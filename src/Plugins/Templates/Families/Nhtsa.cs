using Sim.Plugins.Templates.Roads;
using static Sim.Plugins.Templates.TemplateParameter;

namespace Sim.Plugins.Templates.Families;

/// <summary>NHTSA's pre-crash types by name, with their share of crashes as exposure (specs §7.1).</summary>
internal static class Nhtsa
{
    private static readonly IReadOnlyDictionary<string, string> Road = Ordered.Copy([new("road", "rural"), new("light", "day")]);
    private static readonly IReadOnlyDictionary<string, string> Street = Ordered.Copy([new("road", "urban"), new("light", "day")]);
    private static readonly IReadOnlyDictionary<string, string> Motorway = Ordered.Copy([new("road", "motorway"), new("light", "day")]);

    public static IEnumerable<ScenarioTemplate> All() => [.. RearEnd(), .. LaneChange(), .. Opposite(), .. CrossingPaths(), .. Vulnerable(), .. Others()];

    private static IEnumerable<ScenarioTemplate> RearEnd() =>
    [
        Lead("lead-stopped", "lead vehicle stopped", LeadMotion.Stands, 0.1641, []),
        Lead("lead-decelerating", "lead vehicle decelerating", LeadMotion.Brakes, 0.0720,
        [
            Of("time_gap", "1.5 | 2.5 s", "0.3 s", "10 s", "between ego and target"),
            Of("decel", "3 | 6 m/s^2", "0.5 m/s^2", "12 m/s^2", "of the target"),
            Of("brake_after", "3 s", "0 s", "30 s", "from the start to braking"),
        ]),
        Lead("lead-slower", "lead vehicle at lower constant speed", LeadMotion.Keeps, 0.0353, [Speed("target_speed", "15 | 25 km/h", "target, below the ego's")]),
        Lead("lead-accelerating", "lead vehicle accelerating", LeadMotion.Accelerates, 0.0032,
        [
            Speed("target_speed", "5 km/h", "target at the start"),
            Of("accel", "0.3 | 0.5 m/s^2", "0.1 m/s^2", "4 m/s^2", "of the target"),
            Of("time_gap", "2 s", "0.3 s", "10 s", "between ego and target"),
        ]),
        new CutOutTemplate
        {
            Name = "nhtsa/following-maneuver",
            Summary = "a lane is left in front of a slower vehicle",
            Exposure = 0.0144,
            Odd = Motorway,
            Tags = ["rear-end"],
            Parameters = [Speed("speed", "60 | 80 km/h", "ego"), Speed("blocked_speed", "30 km/h", "slower vehicle"), TimeGap("1.5 s"), Ttc("3 s"), EuroNcapCars.Duration("3 s"), Word("to", "left", "side to which the lead leaves", "left", "right")],
            Assumptions = ["The manoeuvre is the lead's, which uncovers the slower vehicle: a driver under test cannot be made to change lanes."],
        },
    ];

    private static IEnumerable<ScenarioTemplate> LaneChange() =>
    [
        new CutInTemplate
        {
            Name = "nhtsa/changing-lanes-same-direction",
            Summary = "a vehicle changes into the ego's lane",
            Exposure = 0.0569,
            Odd = Motorway,
            Tags = ["lane-change"],
            Parameters = [Speed("speed", "60 | 90 km/h", "ego"), Speed("target_speed", "45 km/h", "target, below the ego's"), Ttc("2 | 3 s"), EuroNcapCars.Duration("2.5 s"), From("left | right")],
            Assumptions = [Chosen],
        },
        new CutInTemplate
        {
            Name = "nhtsa/drifting-same-direction",
            Summary = "a vehicle drifts out of its lane towards the ego",
            Exposure = 0.0165,
            Odd = Motorway,
            Tags = ["lane-change"],
            Parameters =
            [
                Speed("speed", "60 | 90 km/h", "ego"), Speed("target_speed", "50 km/h", "target, below the ego's"), Ttc("3 s"), EuroNcapCars.Duration("3 s"),
                Of("shift", "2.4 m", "0.5 m", "3.5 m", "of the drift; lanes are 3.5 m wide"), From("left | right"),
            ],
            Assumptions = [Chosen],
        },
        new JunctionPathTemplate
        {
            Name = "nhtsa/turning-same-direction",
            Summary = "a vehicle ahead slows down and turns off",
            Exposure = 0.0373,
            Turn = Turn.Right,
            Odd = Street,
            Tags = ["lane-change"],
            Parameters = [Speed("speed", "40 | 60 km/h", "ego"), Speed("target_speed", "10 km/h", "target in its turn")],
            Assumptions = [Chosen, "It brakes at 3 m/s² and is caught up at the crossing."],
        },
        new PullOutTemplate
        {
            Name = "nhtsa/parking-same-direction",
            Summary = "a parked vehicle pulls out",
            Exposure = 0.0081,
            Odd = Street,
            Tags = ["lane-change"],
            Parameters = [Speed("speed", "30 | 50 km/h", "ego"), Speed("target_speed", "20 km/h", "target")],
            Assumptions = [Chosen, "It pulls out 2.5 s before the ego arrives, at 2 m/s²."],
        },
    ];

    private static IEnumerable<ScenarioTemplate> Opposite() =>
    [
        HeadOn("opposite-direction-none", "an oncoming vehicle drifts into the ego's lane", 0.0208, overtakes: false, "3 s"),
        HeadOn("opposite-direction-maneuver", "an oncoming vehicle overtakes another", 0.0026, overtakes: true, "2.5 s"),
    ];

    private static IEnumerable<ScenarioTemplate> CrossingPaths() =>
    [
        Ltap("ltap-od-signalised", CrossingControl.Lights, 0.0371),
        Ltap("ltap-od-non-signalised", CrossingControl.None, 0.0319),
        Straight("straight-crossing-paths", "straight crossing paths without lights", CrossingControl.None, 0.0444),
        Straight("running-red-light", "a vehicle runs a red light", CrossingControl.Lights, null),
        Straight("running-stop-sign", "a vehicle runs a stop sign", CrossingControl.StopSigns, null),
        Turning("turning-non-signalised", "a vehicle from the right turns left across the ego's way", 1, Turn.Left, CrossingControl.None, 0.0731),
        Turning("right-turn-signalised", "a vehicle from the right turns right into the ego's way", 1, Turn.Right, CrossingControl.Lights, 0.0059),
    ];

    private static IEnumerable<ScenarioTemplate> Vulnerable() =>
    [
        Crosser("pedestrian-no-maneuver", "a pedestrian crosses", Target.Adult, 4, "5 km/h", 0.0066, "pedestrian"),
        Crosser("pedalcyclist-no-maneuver", "a cyclist crosses", Target.Cyclist, 0, "15 km/h", 0.0041, "cyclist"),
        Crosser("animal-no-maneuver", "a deer crosses", Target.Deer, 6, "20 km/h", 0.0513, "animal"),
        TurnCrosser("pedestrian-maneuver", "a pedestrian crosses the road that the ego turns into", Target.Adult, 4, "5 km/h", 0.0029, "pedestrian"),
        TurnCrosser("pedalcyclist-maneuver", "a cyclist crosses the road that the ego turns into", Target.Cyclist, 0, "15 km/h", 0.0031, "cyclist"),
    ];

    private static IEnumerable<ScenarioTemplate> Others() =>
    [
        new PullOutTemplate
        {
            Name = "nhtsa/backing-into-vehicle",
            Summary = "a vehicle backs out of a driveway",
            Exposure = 0.0220,
            Backing = true,
            Odd = Street,
            Tags = ["backing"],
            Parameters = [Speed("speed", "20 | 40 km/h", "ego"), Speed("target_speed", "5 km/h", "target"), Of("impact", "50 %", "0 %", "100 %", "share of the ego's width that the target's rear has crossed, from the right")],
            Assumptions = [Chosen, "The target backs; the ego drives forward."],
        },
        new LeadTemplate
        {
            Name = "nhtsa/object-no-maneuver",
            Summary = "an object lies in the lane",
            Exposure = 0.0092,
            Target = Target.Debris,
            Motion = LeadMotion.Stands,
            Odd = Road,
            Tags = ["object"],
            Parameters = [Speed("speed", "40 | 60 | 80 km/h", "ego"), EuroNcapCars.LongitudinalImpact("50 %")],
            Assumptions = [Chosen, "The object is 0.8 m by 1.2 m and 0.6 m high."],
        },
        new CutOutTemplate
        {
            Name = "nhtsa/evasive-no-maneuver",
            Summary = "the lead swerves around an object",
            Exposure = 0.0095,
            Motorway = false,
            Blocker = Target.Debris,
            Odd = Road,
            Tags = ["object"],
            Parameters = [Speed("speed", "50 | 70 km/h", "ego and leading vehicle"), TimeGap("1.5 | 2.5 s"), Ttc("2 s"), EuroNcapCars.Duration("2 s")],
            Assumptions = [Chosen, "The evasion is the lead's."],
        },
        Curve("road-edge-departure-no-maneuver", "the road bends and a tree stands straight on", []),
        Curve("control-loss-no-action", "a slippery bend", [Of("friction", "0.3 | 0.5", "0.05", "1", "of the road; also caps the ego's acceleration")]),
    ];

    private const string Chosen = "The typology gives no figures: speeds and distances are chosen around everyday values.";

    private static LeadTemplate Lead(string name, string summary, LeadMotion motion, double exposure, TemplateParameter[] more) => new()
    {
        Name = "nhtsa/" + name,
        Summary = summary,
        Motion = motion,
        Exposure = exposure,
        Odd = Road,
        Tags = ["rear-end"],
        Parameters = [Speed("speed", "30 | 50 | 70 km/h", motion == LeadMotion.Brakes ? "ego and target" : "ego"), .. more],
        Assumptions = [Chosen],
    };

    private static HeadOnTemplate HeadOn(string name, string summary, double exposure, bool overtakes, string duration) => new()
    {
        Name = "nhtsa/" + name,
        Summary = summary,
        Exposure = exposure,
        ChangesLane = true,
        Overtakes = overtakes,
        Odd = Road,
        Tags = ["opposite-direction"],
        Parameters = [Speed("speed", "50 | 70 km/h", "ego"), Speed("target_speed", "50 | 70 km/h", "target"), EuroNcapCars.LongitudinalImpact("50 | 100 %"), EuroNcapCars.Duration(duration)],
        Assumptions = [Chosen, EuroNcapCars.Reference],
    };

    private static TurnAcrossTemplate Ltap(string name, CrossingControl control, double exposure) => new()
    {
        Name = "nhtsa/" + name,
        Summary = "ego turns left across the path of an oncoming vehicle",
        Exposure = exposure,
        Control = control,
        Odd = Street,
        Tags = ["crossing-paths"],
        Parameters = [Speed("speed", "15 | 20 km/h", "ego"), Speed("target_speed", "30 | 50 km/h", "target")],
        Assumptions = [Chosen],
    };

    private static CrossingVehicleTemplate Straight(string name, string summary, CrossingControl control, double? exposure) => new()
    {
        Name = "nhtsa/" + name,
        Summary = summary,
        Exposure = exposure,
        Control = control,
        Odd = Street,
        Tags = ["crossing-paths"],
        Parameters =
        [
            Speed("speed", "30 | 50 km/h", "ego"), Speed("target_speed", "30 | 50 km/h", "target"),
            Of("impact", "50 %", "0 %", "100 %", "share of the ego's width that the target's centre has crossed, from the side it comes from"),
            Word("from", "near | far", "side it comes from", "near", "far"),
        ],
        Assumptions = [Chosen, EuroNcapCars.Reference],
    };

    private static JunctionPathTemplate Turning(string name, string summary, int arm, Turn turn, CrossingControl control, double exposure) => new()
    {
        Name = "nhtsa/" + name,
        Summary = summary,
        Exposure = exposure,
        Arm = arm,
        Turn = turn,
        Control = control,
        Odd = Street,
        Tags = ["crossing-paths"],
        Parameters = [Speed("speed", "30 | 50 km/h", "ego"), Speed("target_speed", "15 | 25 km/h", "target")],
        Assumptions = [Chosen, "Both would reach the point where their ways meet together."],
    };

    private static CrossingTemplate Crosser(string name, string summary, Target target, double startM, string speed, double exposure, string tag) => new()
    {
        Name = "nhtsa/" + name,
        Summary = summary,
        Exposure = exposure,
        Target = target,
        StartM = startM,
        Odd = tag == "animal" ? Road : Street,
        Tags = [tag == "animal" ? "animal" : "vru", tag],
        Parameters =
        [
            Speed("speed", "30 | 50 km/h", "ego"), Speed("target_speed", speed, tag),
            Of("impact", "25 | 75 %", "0 %", "100 %", "share of the ego's width that the target's centre has crossed, from the side it comes from"),
            Word("from", "near | far", "side it comes from", "near", "far"),
        ],
        Assumptions = [Chosen, EuroNcapCars.Reference],
    };

    private static TurnCrosserTemplate TurnCrosser(string name, string summary, Target target, double startM, string speed, double exposure, string tag) => new()
    {
        Name = "nhtsa/" + name,
        Summary = summary,
        Exposure = exposure,
        Target = target,
        StartM = startM,
        Odd = Street,
        Tags = ["vru", tag],
        Parameters =
        [
            Speed("speed", "10 | 20 km/h", "ego"), Speed("target_speed", speed, tag),
            Of("impact", "50 %", "0 %", "100 %", "share of the ego's width that the target's centre has crossed, from the side it comes from"),
            Word("turn", "left | right", "the ego's turn", "left", "right"),
            Word("from", "near | far", "side of the ego, after its turn, that it comes from", "near", "far"),
        ],
        Assumptions = [Chosen, EuroNcapCars.Reference],
    };

    private static CurveTemplate Curve(string name, string summary, TemplateParameter[] more) => new()
    {
        Name = "nhtsa/" + name,
        Summary = summary,
        Odd = Road,
        Tags = ["road-departure"],
        Parameters = [Speed("speed", "40 | 60 km/h", "ego"), Of("radius", "60 | 120 m", "20 m", "1000 m", "of the bend's centre line"), .. more],
        Assumptions = [Chosen, "The tree stands 6 m from the lane's centre line, straight on."],
    };

    private static TemplateParameter TimeGap(string defaults) => Of("time_gap", defaults, "0.3 s", "10 s", "between ego and leading vehicle");

    private static TemplateParameter Ttc(string defaults) => Of("ttc", defaults, "0.5 s", "20 s", "time to collision when the lane change begins");

    private static TemplateParameter From(string defaults) => Word("from", defaults, "side it comes from", "left", "right");
}
