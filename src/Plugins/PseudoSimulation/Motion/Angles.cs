namespace Sim.Plugins.PseudoSimulation.Motion;

/// <summary>Angles as the reference wraps them.</summary>
internal static class Angles
{
    private const double Turn = 2 * Math.PI;

    /// <summary>The angle in [-pi, pi) by a floored remainder, with the reference's rounding.</summary>
    public static double Principal(double angleRad)
    {
        double shifted = angleRad + Math.PI;
        if (!(shifted >= 0 && shifted < Turn))
        {
            shifted -= Math.Floor(shifted / Turn) * Turn;
            if (shifted >= Turn)
                shifted -= Turn;
            if (shifted < 0)
                shifted = 0;
        }

        return shifted - Math.PI;
    }
}
