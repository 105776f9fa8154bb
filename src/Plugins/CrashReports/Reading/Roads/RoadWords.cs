using System.Collections.Frozen;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Words for roads and what belongs to them.</summary>
internal static class RoadWords
{
    public static readonly FrozenSet<string> Roads = Set("road", "roads", "roadway", "roadways", "street", "streets", "highway", "highways", "trafficway", "trafficways", "freeway", "interstate", "avenue", "boulevard", "expressway", "parkway", "turnpike", "bridge", "route", "lane", "lanes", "thoroughfare", "arterial", "motorway", "carriageway", "way", "approach", "approaches", "drive", "thruway");

    public static readonly FrozenSet<string> SideRoads = Set("driveway", "driveways", "alley", "alleyway", "lot", "entrance", "exit", "station", "sidestreet");

    /// <summary>Ways that join a road without being one.</summary>
    public static readonly FrozenSet<string> Driveways = Set("driveway", "driveways", "alley", "alleyway", "carwash", "garage");

    /// <summary>Verbs of motion with which a direction is one of travel.</summary>
    public static readonly FrozenSet<string> Motion = Set("travel", "head", "drive", "go", "proceed", "move", "continue", "approach", "come", "ride", "walk", "run", "operate", "cross", "be", "stop", "face", "stand", "slow", "decelerate", "accelerate", "negotiate", "cruise", "jog", "wait", "follow", "exit", "leave", "pass", "sit", "position", "point", "park", "overtake", "attempt", "intend", "direct", "roll", "descend", "ascend", "climb", "navigate", "launch", "speed", "pedal", "trail", "aim", "merge", "back", "reverse", "enter", "occupy", "brake", "pull", "make", "turn", "disable", "start", "race", "return", "skid");

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
