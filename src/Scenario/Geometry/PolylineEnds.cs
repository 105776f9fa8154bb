namespace Sim.Geometry;

/// <summary>What lies beyond the ends of a polyline.</summary>
public enum PolylineEnds
{
    /// <summary>Nothing: arc lengths are held within 0 and the length.</summary>
    Clamp,
    /// <summary>The first and the last segment go on straight: arc lengths may be negative or exceed the length.</summary>
    Extend,
}
