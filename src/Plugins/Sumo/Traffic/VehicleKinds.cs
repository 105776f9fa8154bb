namespace Sim.Plugins.Sumo.Traffic;

/// <summary>SUMO's vehicle classes and ours.</summary>
internal static class VehicleKinds
{
    /// <summary>The class that may drive everywhere: actors that we move.</summary>
    public const string Anywhere = "ignoring";

    /// <summary>SUMO's word for a class, or null for one that does not drive.</summary>
    public static string? WordOf(ActorClass kind) => kind switch
    {
        ActorClass.Car or ActorClass.Unknown => "passenger",
        ActorClass.Van => "delivery",
        ActorClass.Truck => "truck",
        ActorClass.Trailer => "trailer",
        ActorClass.Bus => "bus",
        ActorClass.Emergency => "emergency",
        ActorClass.Motorcycle => "motorcycle",
        ActorClass.Bicycle => "bicycle",
        ActorClass.Train => "rail",
        _ => null,
    };

    /// <summary>Our class for SUMO's word.</summary>
    public static ActorClass ClassOf(string word) => word switch
    {
        "passenger" or "private" or "taxi" or "hov" or "evehicle" or "vip" or "army" or "authority" or "custom1" or "custom2" => ActorClass.Car,
        "delivery" => ActorClass.Van,
        "truck" => ActorClass.Truck,
        "trailer" => ActorClass.Trailer,
        "bus" or "coach" => ActorClass.Bus,
        "emergency" => ActorClass.Emergency,
        "motorcycle" or "moped" => ActorClass.Motorcycle,
        "bicycle" => ActorClass.Bicycle,
        "pedestrian" => ActorClass.Pedestrian,
        "tram" or "rail" or "rail_urban" or "rail_electric" or "rail_fast" => ActorClass.Train,
        _ => ActorClass.Unknown,
    };

    /// <summary>Box of a class in SUMO 1.15 where the vehicle type says nothing, m.</summary>
    public static BodyBox BoxOf(string word) => word switch
    {
        "pedestrian" => new(0.215, 0.478, 1.719),
        "bicycle" => new(1.6, 0.65, 1.7),
        "moped" => new(2.1, 0.8, 1.7),
        "motorcycle" => new(2.2, 0.9, 1.5),
        "delivery" => new(6.5, 2.16, 2.86),
        "truck" => new(7.1, 2.4, 2.4),
        "trailer" => new(16.5, 2.55, 4),
        "bus" => new(12, 2.5, 3.4),
        "coach" => new(14, 2.6, 4),
        "emergency" => new(6.5, 2.16, 2.86),
        "tram" => new(22, 2.4, 3.2),
        "rail_urban" => new(109.5, 3, 3.6),
        "rail" => new(135, 2.84, 3.75),
        "rail_electric" or "rail_fast" => new(200, 2.95, 3.89),
        _ => new(5, 1.8, 1.5),
    };
}
