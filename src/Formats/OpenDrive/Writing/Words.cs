using Sim.Maps;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>Our words in OpenDRIVE's. Pure.</summary>
internal static class Words
{
    /// <summary>Code of user data with a lane's id.</summary>
    public const string LaneCode = "sim.lane";

    /// <summary>Code of user data with a lane's type where OpenDRIVE has no word for it.</summary>
    public const string TypeCode = "sim.type";

    /// <summary>Code of user data with the programme of a light: "offset_us;state:duration_us;...".</summary>
    public const string CycleCode = "sim.cycle";

    /// <summary>Code of user data with the licence of the map.</summary>
    public const string LicenceCode = "sim.licence";

    /// <summary>A country's code as OpenDRIVE 1.6 has it: two or three capitals (ISO 3166); other words stay; empty where none is told.</summary>
    public static string Country(string? word)
    {
        string trimmed = word?.Trim() ?? "";
        return trimmed.Length is 2 or 3 && trimmed.All(char.IsAsciiLetter) ? trimmed.ToUpperInvariant() : trimmed;
    }

    /// <summary>The word of a lane type; the nearest one where OpenDRIVE has none.</summary>
    public static string Of(LaneType type) => type switch
    {
        LaneType.Driving or LaneType.Driveway => "driving",
        LaneType.Entry => "entry",
        LaneType.Exit => "exit",
        LaneType.OnRamp => "onRamp",
        LaneType.OffRamp => "offRamp",
        LaneType.ConnectingRamp => "connectingRamp",
        LaneType.Bus => "bus",
        LaneType.Hov => "HOV",
        LaneType.Biking => "biking",
        LaneType.Sidewalk or LaneType.Crosswalk => "sidewalk",
        LaneType.Parking => "parking",
        LaneType.Stop => "stop",
        LaneType.Shoulder => "shoulder",
        LaneType.Border => "border",
        LaneType.Curb => "curb",
        LaneType.Median => "median",
        LaneType.Rail => "rail",
        LaneType.Tram => "tram",
        LaneType.Restricted => "restricted",
        LaneType.RoadWorks => "roadWorks",
        LaneType.BidirectionalDriving => "bidirectional",
        _ => "none",
    };

    /// <summary>The word of a mark seen from the inner side of its border.</summary>
    public static string? Of(LaneMarking marking) => marking switch
    {
        LaneMarking.None => "none",
        LaneMarking.Solid => "solid",
        LaneMarking.Broken => "broken",
        LaneMarking.SolidSolid => "solid solid",
        LaneMarking.SolidBroken => "solid broken",
        LaneMarking.BrokenSolid => "broken solid",
        LaneMarking.BrokenBroken => "broken broken",
        LaneMarking.BottsDots => "botts dots",
        LaneMarking.Curb => "curb",
        LaneMarking.Edge => "grass",
        _ => null,
    };

    /// <summary>The restriction word of a road user; null where OpenDRIVE has none.</summary>
    public static string? Of(ActorClass user) => user switch
    {
        ActorClass.Car => "passengerCar",
        ActorClass.Van => "delivery",
        ActorClass.Truck => "trucks",
        ActorClass.Bus => "bus",
        ActorClass.Emergency => "emergency",
        ActorClass.Motorcycle => "motorcycle",
        ActorClass.Bicycle => "bicycle",
        ActorClass.Pedestrian => "pedestrian",
        _ => null,
    };
}
