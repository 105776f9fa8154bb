using Sim.Numerics;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>
/// SUMO's frame and ours: SUMO gives the middle of the front bumper and the angle clockwise from north in degrees, we the middle of the box and the heading
/// counter-clockwise from east (specs/bridges §4). Pure.
/// </summary>
internal static class SumoFrames
{
    private const double Degree = Math.PI / 180;

    /// <summary>Heading of an angle, rad, in (-pi, pi].</summary>
    public static double Heading(double angleDeg)
    {
        double turned = (90 - angleDeg) % 360;
        return (turned > 180 ? turned - 360 : turned <= -180 ? turned + 360 : turned) * Degree;
    }

    /// <summary>Angle of a heading, degrees, in [0, 360).</summary>
    public static double Angle(double headingRad)
    {
        double turned = (90 - headingRad / Degree) % 360;
        turned = turned < 0 ? turned + 360 : turned;
        return turned >= 360 ? 0 : turned;
    }

    /// <summary>Middle of the box.</summary>
    public static (double X, double Y) Centre(double frontX, double frontY, double headingRad, double lengthM)
    {
        var (sin, cos) = Pinned.SinCos(headingRad);
        return (frontX - lengthM / 2 * cos, frontY - lengthM / 2 * sin);
    }

    /// <summary>Middle of the front bumper.</summary>
    public static (double X, double Y) Front(double x, double y, double headingRad, double lengthM)
    {
        var (sin, cos) = Pinned.SinCos(headingRad);
        return (x + lengthM / 2 * cos, y + lengthM / 2 * sin);
    }
}
