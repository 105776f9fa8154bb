using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Llm.Questions;

/// <summary>The closed schema of what is asked: four groups after the record of specification §10. Immutable.</summary>
internal static class FieldGroups
{
    /// <summary>Words of compass directions, clockwise from north by 45°.</summary>
    public static IReadOnlyList<string> Compass { get; } = ["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"];

    /// <summary>Weather, light, surface.</summary>
    public static FieldGroup Environment { get; } = new("environment", Shape.Of("",
        Reasoning,
        ("weather", Set<Weather>("Weather when it happened; several when the text names several.")),
        ("lighting", One<Lighting>("Light when it happened. dark_lighted needs street lights that burn, dark_unlighted the lack of them.")),
        ("surface", One<Surface>("State of the road surface."))),
        "The time of day alone says nothing about street lights. Weather before or after the crash is not the weather of the crash.");

    /// <summary>The place.</summary>
    public static FieldGroup Road { get; } = new("road", Shape.Of("",
        Reasoning,
        ("topology", One<Topology>("Shape of the place where it happened. straight or curve only when no junction plays a part.")),
        ("junction", One<JunctionKind>("Kind of junction that plays a part; none when it happened away from junctions.")),
        ("max_lanes", Number("Largest number of travel lanes given for any road: both directions on an undivided road, one direction on a divided one.")),
        ("speed_limits", Shape.List("Every speed limit in the text.", Number("The limit as written."), 8)),
        ("legs", Shape.List("One item for each direction from which traffic comes to the place and of which something is said.", Shape.Of("",
            ("id", Shape.Text("Direction of travel as one word such as northbound or southeastbound; leg1, leg2 when it is not said.")),
            ("heading", One("Compass direction of travel towards the place.", Compass)),
            ("lanes", Number("Travel lanes of this leg as a number in the text.")),
            ("lanes_count", Shape.Word("What the number of lanes counts.", "this_direction", "both_directions")),
            ("one_way", Truth("yes when traffic runs in one direction only.")),
            ("divided", Truth("yes when a median or barrier parts the directions, no when the text says undivided.")),
            ("driveway", Truth("yes when this leg is a driveway, an alley or the exit of a parking area.")),
            ("speed_limit", Number("Speed limit of this leg as written.")),
            ("control", Set<Control>("What controls traffic that comes in by this leg.")),
            ("grade_percent", Number("Grade in percent as written, negative downhill.")),
            ("alignment", One<Alignment>("Course of this leg in the direction of travel.")),
            ("radius", Number("Radius of its curve as written."))), 12))),
        "A leg belongs to traffic of one direction: a straight road with traffic both ways has two legs. A stop sign for one leg does not control the others.");

    /// <summary>Road users.</summary>
    public static FieldGroup Actors { get; } = new("actors", Shape.Of("",
        Reasoning,
        ("actors", Shape.List("Every road user of the story, in order of their numbers.", Shape.Of("",
            ("id", Shape.Text("V1, V2 for vehicles by the text's own numbers, else by order of mention; P1 for people on foot, C1 cyclists, A1 animals.")),
            ("mention", Shape.Text("Words of the text that name this road user.")),
            ("type", One<ActorType>("Kind of road user. A pickup, van, minivan or sport utility vehicle is not a car.")),
            ("description", Shape.Text("Words of the text with year, make and model; empty when there are none.")),
            ("leg", Shape.Of("The leg it comes in by.", ("value", Shape.Text("An id of the legs given below; empty when unknown.")), Quote)),
            ("lane_from_right", Number("Its lane, 1 is the rightmost.")),
            ("heading", One("Compass direction of travel before its first manoeuvre.", Compass)),
            ("speed", Number("Its travel speed as written, not the limit.")),
            ("speed_relation", One<SpeedRelation>("Its speed in words, only when the text says so.")),
            ("movement", One<Movement>("What it was doing before the critical event.")),
            ("actions", Shape.List("What it did or meant to do, in order of time, up to the first impact and right behind it.", Shape.Of("",
                ("kind", Shape.Word("What.", Words.Known<ActionKind>())),
                ("target_lane", Shape.Number("Lane it goes to as a number in the quote, else null.")),
                ("before_impact", Shape.Truth("true when it came before the first impact.")),
                ("executed", Shape.Truth("false when it was only meant, tried or denied.")),
                Quote), 12)),
            ("right_of_way", One<RightOfWay>("Whether it had the right of way; not_applicable for following traffic or loss of control.")),
            ("avoidance", Set<Avoidance>("What it did to avoid the crash; none only when the text says so.")),
            ("emerges_from", Shape.Of("What it comes out from behind.", ("value", Shape.Text("Id of a road user, or the word for an object; empty when nothing is told.")), Quote)),
            ("final_position", Shape.Text("Words of the text that say where it came to rest; empty when there are none."))), 20))),
        "\"Intended to turn\" is an action with executed false. \"The driver of Vehicle 2\", \"she\" and \"the Honda\" may all be V2: look who was named. Stop reading motion at the first impact.");

    /// <summary>Contacts.</summary>
    public static FieldGroup Impacts { get; } = new("impacts", Shape.Of("",
        Reasoning,
        ("impacts", Shape.List("Every contact in order of time.", Shape.Of("",
            Quote,
            ("a_actor", Shape.Text("Id of a road user given below.")),
            ("a_plane", One<ContactPlane>("Side of a that was hit.")),
            ("a_corner", One<ContactCorner>("Part of that side.")),
            ("b_actor", Shape.Text("Id of the other road user; empty when b is an object.")),
            ("b_object", Shape.Text("The word of the text for the object; empty when b is a road user.")),
            ("b_plane", One<ContactPlane>("Side of b that was hit.")),
            ("b_corner", One<ContactCorner>("Part of that side.")),
            ("striking", Shape.Of("Which of them struck the other with its front; empty when both or neither did.", ("value", Shape.Text("Id of a road user, or empty.")), Quote))), 12)),
        ("crash_class", One<CrashClass>("rear_end: same direction, front into back. head_on: opposite directions, front into front. sideswipe: side along side. turn_across_path: one turns across the path of oncoming traffic of the same road. turn_into_path: one turns onto the road of another. straight_paths: both go straight on crossing ways.")),
        ("severity", Shape.Text("Words of the text about injuries or damage; empty when there are none."))),
        "Left and right are those of the vehicle, seen by its driver. The first harmful event comes first, whoever is told of first.");

    /// <summary>All, in the order of the passes.</summary>
    public static IReadOnlyList<FieldGroup> All { get; } = [Environment, Road, Actors, Impacts];

    private static (string, Shape) Reasoning => ("reasoning", Shape.Text("At most three short sentences: what the text says that decides."));

    private static (string, Shape) Quote => ("quote", Shape.Text("The shortest words of the report that say so, copied letter by letter."));

    private static Shape One<T>(string meaning)
        where T : struct, Enum => Shape.Of(meaning, ("value", Shape.Word("", Words.All<T>())), Quote);

    private static Shape One(string meaning, IReadOnlyList<string> words) => Shape.Of(meaning, ("value", Shape.Word("", ["unknown", .. words])), Quote);

    private static Shape Set<T>(string meaning)
        where T : struct, Enum => Shape.Of(meaning, ("values", Shape.List("", Shape.Word("", Words.Known<T>()), 6)), Quote);

    private static Shape Truth(string meaning) => Shape.Of(meaning, ("value", Shape.Word("", "unknown", "yes", "no")), Quote);

    private static Shape Number(string meaning) => Shape.Of(meaning, ("value", Shape.Number("")), Quote);
}
