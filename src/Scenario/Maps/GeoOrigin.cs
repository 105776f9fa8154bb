namespace Sim.Maps;

/// <summary>Geodetic place of a map's local origin (WGS 84).</summary>
/// <param name="LatitudeDeg">Latitude, degrees, -90 to 90.</param>
/// <param name="LongitudeDeg">Longitude, degrees, -180 to 180.</param>
/// <param name="Projection">PROJ text of the source, or empty.</param>
public sealed record GeoOrigin(double LatitudeDeg, double LongitudeDeg, string Projection = "");
