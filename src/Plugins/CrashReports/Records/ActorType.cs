namespace Sim.Plugins.CrashReports.Records;

/// <summary>Kind of road user.</summary>
public enum ActorType
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>Passenger car.</summary>
    Car,
    /// <summary>Sport utility vehicle.</summary>
    Suv,
    /// <summary>Pickup truck.</summary>
    Pickup,
    /// <summary>Van or minivan.</summary>
    Van,
    /// <summary>Heavy or medium truck, with or without trailer.</summary>
    Truck,
    /// <summary>Bus.</summary>
    Bus,
    /// <summary>Motorcycle or moped.</summary>
    Motorcycle,
    /// <summary>Cyclist.</summary>
    Bicycle,
    /// <summary>Person on foot.</summary>
    Pedestrian,
    /// <summary>Animal.</summary>
    Animal,
    /// <summary>Train or tram.</summary>
    Train,
    /// <summary>Another vehicle: tractor, construction machine.</summary>
    OtherVehicle,
}
