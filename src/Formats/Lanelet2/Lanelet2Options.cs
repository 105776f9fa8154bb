namespace Sim.Formats.Lanelet2;

/// <summary>How the degrees of a Lanelet2 map become local metres.</summary>
public sealed record Lanelet2Options
{
    /// <summary>Latitude of the local origin, degrees; null for the middle of the map.</summary>
    public double? OriginLatitudeDeg { get; init; }

    /// <summary>Longitude of the local origin, degrees; null for the middle of the map.</summary>
    public double? OriginLongitudeDeg { get; init; }

    /// <summary>
    /// True for UTM coordinates relative to the origin's (as Lanelet2's UtmProjector and data made with it); false for transverse Mercator about the
    /// origin, true to scale there.
    /// </summary>
    public bool Utm { get; init; }
}
