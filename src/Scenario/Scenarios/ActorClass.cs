namespace Sim;

/// <summary>What kind of road user or object an actor is.</summary>
public enum ActorClass
{
    /// <summary>Passenger car.</summary>
    Car,
    /// <summary>Van or pickup.</summary>
    Van,
    /// <summary>Truck or lorry.</summary>
    Truck,
    /// <summary>Trailer on its own.</summary>
    Trailer,
    /// <summary>Bus.</summary>
    Bus,
    /// <summary>Emergency vehicle with priority.</summary>
    Emergency,
    /// <summary>Motorcycle or moped.</summary>
    Motorcycle,
    /// <summary>Bicycle.</summary>
    Bicycle,
    /// <summary>Pedestrian.</summary>
    Pedestrian,
    /// <summary>Animal.</summary>
    Animal,
    /// <summary>Train or tram.</summary>
    Train,
    /// <summary>Parked vehicle: static for the whole scenario.</summary>
    ParkedVehicle,
    /// <summary>Static object: building, construction zone, boundary, pillar, debris.</summary>
    StaticObject,
    /// <summary>Moving object of unknown kind.</summary>
    Unknown,
}
