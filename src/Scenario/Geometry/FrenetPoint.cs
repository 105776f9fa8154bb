namespace Sim.Geometry;

/// <summary>A point in the frame of a polyline. Plain value.</summary>
/// <param name="S">Arc length of the nearest point, m; with <see cref="PolylineEnds.Extend"/> below 0 or above the length beyond the ends.</param>
/// <param name="D">Offset, m, positive to the left: the signed distance, but beyond an end the part across the end's tangent.</param>
/// <param name="Tangent">Unit tangent at <paramref name="S"/>.</param>
/// <param name="SegmentIndex">Index of the segment that holds <paramref name="S"/>: the hint for the next projection.</param>
/// <param name="DistanceM">Distance to the polyline itself (not to its extension), m.</param>
public readonly record struct FrenetPoint(double S, double D, Vector2d Tangent, int SegmentIndex, double DistanceM)
{
    /// <summary>Heading of the tangent, rad, in [-pi, pi].</summary>
    public double ToHeading() => Tangent.ToHeading();
}
