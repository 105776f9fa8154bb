namespace Sim.Plugins.Retrieval.Tags;

/// <summary>Names of what actors do, as used in suites, indexes and on the command line. docs/retrieval/tags.md defines each.</summary>
internal static class BehaviourTag
{
    /// <summary>Turns left at a junction.</summary>
    public const string TurnLeft = "turn-left";

    /// <summary>Turns right at a junction.</summary>
    public const string TurnRight = "turn-right";

    /// <summary>Turns round.</summary>
    public const string UTurn = "u-turn";

    /// <summary>Keeps lane and direction.</summary>
    public const string Straight = "straight";

    /// <summary>Changes to the lane on the left.</summary>
    public const string LaneChangeLeft = "lane-change-left";

    /// <summary>Changes to the lane on the right.</summary>
    public const string LaneChangeRight = "lane-change-right";

    /// <summary>Comes from behind another in its lane to ahead of it.</summary>
    public const string Overtaking = "overtaking";

    /// <summary>Enters another's lane close ahead of it.</summary>
    public const string CutIn = "cut-in";

    /// <summary>Its path crosses another's about the same time.</summary>
    public const string Crossing = "crossing";

    /// <summary>Drives behind another in its lane.</summary>
    public const string Following = "following";

    /// <summary>Stops and sets off again.</summary>
    public const string StopAndGo = "stop-and-go";

    /// <summary>Brakes hard.</summary>
    public const string HardBrake = "hard-brake";

    /// <summary>Leaves a lane that ends or joins another for that other.</summary>
    public const string Merge = "merge";

    /// <summary>All of them, in the order in which indexes store their strengths.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        TurnLeft, TurnRight, UTurn, Straight, LaneChangeLeft, LaneChangeRight, Overtaking, CutIn, Crossing, Following, StopAndGo, HardBrake, Merge,
    ];

    /// <summary>The tag of a name.</summary>
    /// <exception cref="InputException">There is none; names the nearest.</exception>
    public static string Parse(string name) => All.Contains(name)
        ? name
        : throw new InputException($"there is no tag '{name}'; {Nearest.Hint(name, All)}; the tags are {string.Join(", ", All)}");
}
