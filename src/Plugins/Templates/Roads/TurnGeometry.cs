using Sim.Geometry;

namespace Sim.Plugins.Templates.Roads;

/// <summary>A left turn by 90°: clothoid, arc, clothoid (Euro NCAP's CCFtap).</summary>
/// <param name="StartRadiusM">Radius at both ends of the turn, m.</param>
/// <param name="RadiusM">Radius of the arc, m.</param>
/// <param name="ClothoidDeg">Turn of each clothoid, degrees.</param>
/// <param name="ArcDeg">Turn of the arc, degrees.</param>
internal sealed record TurnGeometry(double StartRadiusM, double RadiusM, double ClothoidDeg, double ArcDeg)
{
    /// <summary>For 10 km/h.</summary>
    public static TurnGeometry Slow { get; } = new(1500, 9, 20.62, 48.76);

    /// <summary>For 15 km/h.</summary>
    public static TurnGeometry Middle { get; } = new(1500, 11.75, 20.93, 48.14);

    /// <summary>For 20 km/h and more.</summary>
    public static TurnGeometry Fast { get; } = new(1500, 14.75, 21.79, 46.42);

    /// <summary>The protocol's geometry for a test speed: its own for 10, 15 and 20 km/h, the next faster one between them.</summary>
    public static TurnGeometry For(double speedMps) => speedMps <= 10.001 / 3.6 ? Slow : speedMps <= 15.001 / 3.6 ? Middle : Fast;

    /// <summary>Drawn from the origin along +x.</summary>
    public PathDrawing Draw()
    {
        double ends = 1 / StartRadiusM, middle = 1 / RadiusM;
        double clothoid = 2 * ClothoidDeg * (Math.PI / 180) / (ends + middle);
        return new PathDrawing(new Pose2d(0, 0, 0))
            .Curve(ends, middle, clothoid)
            .Curve(middle, middle, RadiusM * ArcDeg * (Math.PI / 180))
            .Curve(middle, ends, clothoid);
    }
}
