namespace Sim.Maps;

/// <summary>What an area is for.</summary>
public enum MapAreaKind
{
    /// <summary>Vehicles may drive there.</summary>
    Drivable,
    /// <summary>Parking place or car park.</summary>
    Parking,
}
