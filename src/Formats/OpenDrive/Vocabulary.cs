using Sim.Maps;

namespace Sim.Formats.OpenDrive;

/// <summary>OpenDRIVE's words and units in ours. Unknown words never fail.</summary>
internal static class Vocabulary
{
    private const double KmhToMps = 1 / 3.6;
    private const double MphToMps = 0.44704;

    public static LaneType LaneTypeOf(string word) => word switch
    {
        "driving" => LaneType.Driving,
        "entry" or "mwyEntry" => LaneType.Entry,
        "exit" or "mwyExit" => LaneType.Exit,
        "onRamp" => LaneType.OnRamp,
        "offRamp" => LaneType.OffRamp,
        "connectingRamp" => LaneType.ConnectingRamp,
        "slipLane" => LaneType.Driving,
        "bus" or "taxi" => LaneType.Bus,
        "HOV" => LaneType.Hov,
        "biking" => LaneType.Biking,
        "sidewalk" or "walking" => LaneType.Sidewalk,
        "parking" => LaneType.Parking,
        "stop" => LaneType.Stop,
        "shoulder" => LaneType.Shoulder,
        "border" => LaneType.Border,
        "curb" => LaneType.Curb,
        "median" => LaneType.Median,
        "rail" => LaneType.Rail,
        "tram" => LaneType.Tram,
        "restricted" => LaneType.Restricted,
        "roadWorks" => LaneType.RoadWorks,
        "bidirectional" => LaneType.BidirectionalDriving,
        "none" => LaneType.None,
        _ => LaneType.Other,
    };

    /// <summary>True for lanes that road vehicles drive on as a rule, which are the ones that a road's own speed limit and signals bind.</summary>
    public static bool IsForVehicles(LaneType type) => type is LaneType.Driving or LaneType.Entry or LaneType.Exit or LaneType.OnRamp
        or LaneType.OffRamp or LaneType.ConnectingRamp or LaneType.Bus or LaneType.Hov or LaneType.Stop or LaneType.BidirectionalDriving
        or LaneType.Driveway;

    /// <summary>A mark as seen from the inner side of the border (from the left for the centre line).</summary>
    public static LaneMarking MarkingOf(string word) => word switch
    {
        "none" => LaneMarking.None,
        "solid" => LaneMarking.Solid,
        "broken" => LaneMarking.Broken,
        "solid solid" => LaneMarking.SolidSolid,
        "solid broken" => LaneMarking.SolidBroken,
        "broken solid" => LaneMarking.BrokenSolid,
        "broken broken" => LaneMarking.BrokenBroken,
        "botts dots" => LaneMarking.BottsDots,
        "curb" => LaneMarking.Curb,
        "grass" or "edge" => LaneMarking.Edge,
        _ => LaneMarking.Unknown,
    };

    public static LaneMarking SeenFromBeyond(LaneMarking marking) => marking switch
    {
        LaneMarking.SolidBroken => LaneMarking.BrokenSolid,
        LaneMarking.BrokenSolid => LaneMarking.SolidBroken,
        _ => marking,
    };

    /// <summary>Factor of a speed unit to m/s; a missing or unknown unit is m/s, as the specification says.</summary>
    public static double SpeedFactor(string? unit) => unit switch
    {
        "km/h" or "kmh" => KmhToMps,
        "mph" => MphToMps,
        _ => 1,
    };

    /// <summary>A sign's printed value in SI; speed signs 274 without a unit are km/h.</summary>
    public static double SignValue(double value, string? unit, string type) => unit switch
    {
        "km/h" or "kmh" => value * KmhToMps,
        "mph" => value * MphToMps,
        "km" => value * 1000,
        "ft" => value * 0.3048,
        "mile" => value * 1609.344,
        "t" => value * 1000,
        "%" => value / 100,
        null or "" when type == "274" || type.StartsWith("274.", StringComparison.Ordinal) => value * KmhToMps,
        _ => value,
    };

    /// <summary>True for the codes of lights in OpenDRIVE's own catalogue: 1000001, 1000002, and 1000007 to 1000020.</summary>
    public static bool IsLightCode(string type)
    {
        string digits = type.Replace(".", "", StringComparison.Ordinal);
        return digits.Length == 7 && digits.StartsWith("10000", StringComparison.Ordinal)
            && int.TryParse(digits.AsSpan(5), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int n)
            && n is 1 or 2 or (>= 7 and <= 20);
    }

    public static void AddUsers(string restriction, List<ActorClass> users)
    {
        ReadOnlySpan<ActorClass> added = restriction switch
        {
            "bicycle" => [ActorClass.Bicycle],
            "bus" => [ActorClass.Bus],
            "emergency" => [ActorClass.Emergency],
            "motorcycle" => [ActorClass.Motorcycle],
            "passengerCar" or "taxi" => [ActorClass.Car],
            "pedestrian" => [ActorClass.Pedestrian],
            "delivery" => [ActorClass.Van],
            "truck" or "trucks" => [ActorClass.Truck],
            _ => [],
        };
        foreach (var user in added)
        {
            if (!users.Contains(user))
            {
                users.Add(user);
            }
        }
    }
}
