namespace Sim.Maps;

/// <summary>Sign or light.</summary>
public enum MapSignalKind
{
    /// <summary>A fixed sign.</summary>
    Sign,
    /// <summary>A traffic light.</summary>
    Light,
}
