using System.Collections.Frozen;

namespace Sim.Plugins.CrashReports.Llm.Questions;

/// <summary>Worked examples of different classes of crashes, invented; short forms for <see cref="AnswerFiller"/>.</summary>
internal static class PromptExamples
{
    private const string LeftTurn = "This crash took place at dusk at a four-leg intersection with traffic signals. A light rain fell and the asphalt was wet. Vehicle #1, a 2001 Ford Taurus, was northbound in the left turn lane of a five-lane undivided road with a limit of 35 mph (56 km/h) and meant to turn left. Vehicle #2, a 1998 Dodge Ram pickup, was southbound in lane two going straight at about 40 mph. Vehicle #1 turned left in front of Vehicle #2. The driver of Vehicle #2 braked, but its front struck the right side of Vehicle #1. Both came to rest in the intersection.";

    private const string Crossing = "On a sunny afternoon a delivery van stood parked at the right curb of a one-way street. A ten-year-old girl ran into the street from behind the van. A blue hatchback that came along eastbound hit her with its right front corner. The driver of the hatchback said that he never saw the girl. The posted limit is 25 miles per hour.";

    private const string Queue = "V1 was a 2003 Mack dump truck and V2 a 1999 Saturn sedan, both westbound on a divided highway with three lanes in this direction. It was dark and there were no street lights. V2 had stopped in the second lane behind a queue. The driver of V1 thought about changing to the right lane but stayed in his lane and ran into the back of V2.";

    /// <summary>Report and short answers by group.</summary>
    public static IReadOnlyList<(string Report, IReadOnlyDictionary<string, string> Answers)> All { get; } =
    [
        Whole(LeftTurn,
            """
            {"reasoning":"Dusk is said. Rain falls and the asphalt is wet.","weather":[["rain"],"A light rain fell"],"lighting":["dusk","at dusk"],"surface":["wet","the asphalt was wet"]}
            """,
            """
            {"reasoning":"Four legs meet under signals. Five lanes count both directions. Nothing is said of the crossing road's lanes.","topology":["four_way","a four-leg intersection"],"junction":["intersection","intersection"],"max_lanes":[5,"five-lane undivided road"],"speed_limits":[[35,"a limit of 35 mph (56 km/h)"]],
            "legs":[{"id":"northbound","heading":["north","northbound"],"lanes":[5,"five-lane undivided road"],"lanes_count":"both_directions","divided":["no","undivided"],"speed_limit":[35,"a limit of 35 mph (56 km/h)"],"control":[["signal"],"with traffic signals"]},{"id":"southbound","heading":["south","southbound"],"lanes":[5,"five-lane undivided road"],"lanes_count":"both_directions","divided":["no","undivided"],"control":[["signal"],"with traffic signals"]}]}
            """,
            """
            {"reasoning":"Vehicle #1 turned left before the impact, which it also meant to do. Vehicle #2 went straight and braked.",
            "actors":[{"id":"V1","mention":"Vehicle #1","type":["car","2001 Ford Taurus"],"description":"2001 Ford Taurus","leg":["northbound","was northbound"],"heading":["north","was northbound"],"movement":["turning_left","turned left in front of Vehicle #2"],"actions":[{"kind":"turn_left","before_impact":true,"executed":true,"quote":"turned left in front of Vehicle #2"}],"final_position":"came to rest in the intersection"},
            {"id":"V2","mention":"Vehicle #2","type":["pickup","1998 Dodge Ram pickup"],"description":"1998 Dodge Ram pickup","leg":["southbound","was southbound"],"lane_from_right":[2,"lane two"],"heading":["south","was southbound"],"speed":[40,"about 40 mph"],"movement":["going_straight","going straight at about 40 mph"],"actions":[{"kind":"cross_straight","before_impact":true,"executed":true,"quote":"going straight"},{"kind":"decelerate","before_impact":true,"executed":true,"quote":"The driver of Vehicle #2 braked"}],"avoidance":[["brake"],"The driver of Vehicle #2 braked"],"final_position":"came to rest in the intersection"}]}
            """,
            """
            {"reasoning":"The front of Vehicle #2 met the right side of Vehicle #1. One turned left across the path of oncoming traffic.",
            "impacts":[{"quote":"its front struck the right side of Vehicle #1","a_actor":"V2","a_plane":["front","its front struck"],"b_actor":"V1","b_plane":["right","the right side of Vehicle #1"],"striking":["V2","its front struck the right side of Vehicle #1"]}],"crash_class":["turn_across_path","Vehicle #1 turned left in front of Vehicle #2"]}
            """),
        Whole(Crossing,
            """
            {"reasoning":"Sun and afternoon are said. Nothing is said of the surface.","weather":[["clear"],"On a sunny afternoon"],"lighting":["daylight","On a sunny afternoon"]}
            """,
            """
            {"reasoning":"A one-way street without a junction. The hatchback came along eastbound.","topology":["straight","one-way street"],"speed_limits":[[25,"limit is 25 miles per hour"]],
            "legs":[{"id":"eastbound","heading":["east","eastbound"],"lanes_count":"this_direction","one_way":["yes","one-way street"],"speed_limit":[25,"limit is 25 miles per hour"]}]}
            """,
            """
            {"reasoning":"The van is named first, so it is V1, the hatchback V2. The girl is on foot and comes from behind the van.",
            "actors":[{"id":"V1","mention":"a delivery van","type":["van","a delivery van"],"description":"delivery van","movement":["parked_or_disabled","stood parked at the right curb"],"actions":[{"kind":"park","before_impact":true,"executed":true,"quote":"stood parked at the right curb"}]},
            {"id":"V2","mention":"A blue hatchback","type":["car","A blue hatchback"],"description":"blue hatchback","leg":["eastbound","came along eastbound"],"heading":["east","came along eastbound"],"movement":["going_straight","came along eastbound"],"actions":[{"kind":"follow","before_impact":true,"executed":true,"quote":"came along eastbound"}]},
            {"id":"P1","mention":"A ten-year-old girl","type":["pedestrian","A ten-year-old girl"],"actions":[{"kind":"cross","before_impact":true,"executed":true,"quote":"ran into the street"}],"emerges_from":["V1","from behind the van"]}]}
            """,
            """
            {"reasoning":"The hatchback hit the girl with its right front corner.",
            "impacts":[{"quote":"hit her with its right front corner","a_actor":"V2","a_plane":["front","right front corner"],"a_corner":["right","right front corner"],"b_actor":"P1","striking":["V2","hit her with its right front corner"]}],"crash_class":["pedestrian","A ten-year-old girl ran into the street"]}
            """),
        Whole(Queue,
            """
            {"reasoning":"Dark without street lights. Weather and surface are not said.","lighting":["dark_unlighted","It was dark and there were no street lights"]}
            """,
            """
            {"reasoning":"A divided highway; three lanes count one direction. No junction plays a part and no limit is given.","topology":["straight","a divided highway"],"junction":["none","on a divided highway"],"max_lanes":[3,"three lanes in this direction"],
            "legs":[{"id":"westbound","heading":["west","both westbound"],"lanes":[3,"three lanes in this direction"],"lanes_count":"this_direction","divided":["yes","a divided highway"]}]}
            """,
            """
            {"reasoning":"V2 stood in lane two. V1 stayed in its lane, which is the same; the lane change was only thought of.",
            "actors":[{"id":"V1","mention":"V1","type":["truck","2003 Mack dump truck"],"description":"2003 Mack dump truck","leg":["westbound","both westbound"],"heading":["west","both westbound"],"movement":["going_straight","stayed in his lane"],"actions":[{"kind":"change_lane_right","before_impact":true,"executed":false,"quote":"thought about changing to the right lane"},{"kind":"follow","before_impact":true,"executed":true,"quote":"stayed in his lane"}],"right_of_way":["not_applicable","ran into the back of V2"]},
            {"id":"V2","mention":"V2","type":["car","1999 Saturn sedan"],"description":"1999 Saturn sedan","leg":["westbound","both westbound"],"lane_from_right":[2,"the second lane"],"heading":["west","both westbound"],"speed_relation":["stopped","V2 had stopped"],"movement":["stopped","V2 had stopped in the second lane"],"actions":[{"kind":"stop","before_impact":true,"executed":true,"quote":"V2 had stopped in the second lane"}],"right_of_way":["not_applicable","ran into the back of V2"]}]}
            """,
            """
            {"reasoning":"V1 ran into the back of V2 from behind.",
            "impacts":[{"quote":"ran into the back of V2","a_actor":"V1","a_plane":["front","ran into the back of V2"],"b_actor":"V2","b_plane":["back","the back of V2"],"striking":["V1","ran into the back of V2"]}],"crash_class":["rear_end","ran into the back of V2"]}
            """),
    ];

    private static (string, IReadOnlyDictionary<string, string>) Whole(string report, params string[] answers) =>
        (report, FieldGroups.All.Select((g, i) => KeyValuePair.Create(g.Name, AnswerFiller.Fill(g.Shape, answers[i]))).ToFrozenDictionary(StringComparer.Ordinal));
}
