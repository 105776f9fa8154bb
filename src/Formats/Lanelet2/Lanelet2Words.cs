using System.Globalization;
using Sim.Formats.CommonRoad;
using Sim.Maps;

namespace Sim.Formats.Lanelet2;

/// <summary>What the words of Lanelet2's tags mean.</summary>
internal static class Lanelet2Words
{
    private static readonly ActorClass[] Motor = [ActorClass.Car, ActorClass.Van, ActorClass.Truck, ActorClass.Bus, ActorClass.Emergency, ActorClass.Motorcycle];

    public static LaneType Type(string subtype, Notes notes)
    {
        switch (subtype)
        {
            case "" or "lane" or "road" or "highway" or "play_street":
                return LaneType.Driving;
            case "emergency_lane":
                return LaneType.Stop;
            case "bus_lane":
                return LaneType.Bus;
            case "bicycle_lane":
                return LaneType.Biking;
            case "exit":
                return LaneType.Driveway;
            case "walkway" or "shared_walkway" or "stairs" or "pedestrian_lane":
                return LaneType.Sidewalk;
            case "crosswalk":
                return LaneType.Crosswalk;
            case "road_shoulder":
                return LaneType.Shoulder;
            case "rail" or "railway":
                return LaneType.Rail;
            default:
                notes.Add($"lanelets of the subtype '{XmlCursor.Cut(subtype)}' are kept as lanes of another kind");
                return LaneType.Other;
        }
    }

    /// <summary>Who may use a lanelet by its participant tags; empty when it has none: then its type says.</summary>
    public static IReadOnlyList<ActorClass> Users(OsmRelation lanelet)
    {
        var users = new SortedSet<ActorClass>();
        foreach (var (key, value) in lanelet.Tags)
        {
            if (value != "yes" || !key.StartsWith("participant:", StringComparison.Ordinal))
            {
                continue;
            }

            ActorClass[] named = key["participant:".Length..] switch
            {
                "vehicle" => Motor,
                "vehicle:bus" => [ActorClass.Bus],
                "vehicle:truck" => [ActorClass.Truck],
                "vehicle:motorcycle" => [ActorClass.Motorcycle],
                "vehicle:emergency" => [ActorClass.Emergency],
                "pedestrian" => [ActorClass.Pedestrian],
                "bicycle" => [ActorClass.Bicycle],
                var word when word.StartsWith("vehicle:car", StringComparison.Ordinal) => [ActorClass.Car, ActorClass.Van],
                "vehicle:taxi" => [ActorClass.Car],
                _ => [],
            };
            users.UnionWith(named);
        }

        return [.. users];
    }

    /// <summary>Marking of a bound, seen from the inside of a lane that lies on the left (or right) of the drawn line.</summary>
    public static LaneMarking Marking(OsmWay way, bool laneOnLeft)
    {
        string subtype = way.Tag("subtype");
        return way.Tag("type") switch
        {
            "line_thin" or "line_thick" => subtype switch
            {
                "solid" => LaneMarking.Solid,
                "dashed" => LaneMarking.Broken,
                "solid_solid" => LaneMarking.SolidSolid,
                "dashed_dashed" => LaneMarking.BrokenBroken,
                "solid_dashed" => laneOnLeft ? LaneMarking.SolidBroken : LaneMarking.BrokenSolid,
                "dashed_solid" => laneOnLeft ? LaneMarking.BrokenSolid : LaneMarking.SolidBroken,
                _ => LaneMarking.Unknown,
            },
            "virtual" => LaneMarking.None,
            "curbstone" => LaneMarking.Curb,
            "road_border" or "guard_rail" or "wall" or "fence" or "jersey_barrier" or "gate" => LaneMarking.Edge,
            _ => LaneMarking.Unknown,
        };
    }

    /// <summary>A speed such as "50", "50 km/h", "30 mph", "13.9 m/s"; m/s, or null when it is none.</summary>
    public static double? Speed(string text)
    {
        text = text.Trim();
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        double? factor = text[end..].Trim() switch
        {
            "" or "km/h" or "kmh" or "kph" or "kmph" => 1 / 3.6,
            "mph" => 0.44704,
            "m/s" or "mps" => 1,
            _ => null,
        };
        return factor is { } f && double.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 1000 ? value * f : null;
    }

    /// <summary>Country, code and subtype of a sign: "de274-60" → DE, 274, 60.</summary>
    public static (string Country, string Code, string Subtype) Sign(string text)
    {
        bool national = text.Length > 2 && char.IsAsciiLetterLower(text[0]) && char.IsAsciiLetterLower(text[1]) && !char.IsAsciiLetterLower(text[2]);
        string code = national ? text[2..] : text;
        int dash = national && char.IsAsciiDigit(code[0]) ? code.IndexOf('-', StringComparison.Ordinal) : -1;
        return (national ? text[..2].ToUpperInvariant() : "", Cut(dash > 0 ? code[..dash] : code), Cut(dash > 0 ? code[(dash + 1)..] : ""));
    }

    private static string Cut(string text) => text.Length <= 64 ? text : text[..64];
}
