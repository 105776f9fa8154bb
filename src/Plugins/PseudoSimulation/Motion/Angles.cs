namespace Sim.Plugins.PseudoSimulation.Motion;

/// <summary>Angles in the reference's range, which includes -pi and not pi.</summary>
internal static class Angles
{
    private const double Turn = 2 * Math.PI;

    /// <summary>The angle in [-pi, pi); unchanged where it lies there already.</summary>
    public static double Principal(double angleRad)
    {
        if (angleRad >= -Math.PI && angleRad < Math.PI)
            return angleRad;
        double shifted = angleRad + Math.PI;
        shifted -= Math.Floor(shifted / Turn) * Turn;
        if (shifted >= Turn)
            shifted -= Turn;
        return Math.Max(shifted, 0) - Math.PI;
    }
}
