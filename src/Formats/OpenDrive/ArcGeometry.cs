using Sim.Numerics;

namespace Sim.Formats.OpenDrive;

/// <summary>A circular arc of curvature k, 1/m, positive to the left.</summary>
internal sealed class ArcGeometry(double s, double x, double y, double headingRad, double length, double curvature)
    : PlanGeometry(s, x, y, headingRad, length)
{
    public override double MaxTurnRad => Math.Abs(curvature) * Length;

    public override PlanFrame At(double ds)
    {
        double half = 0.5 * curvature * ds;

        // The chord form keeps full accuracy for any curvature, also near zero where the difference of sines would cancel.
        double chord = Math.Abs(half) < 1e-4 ? ds * (1 - (half * half / 6)) : ds * Pinned.Sin(half) / half;
        var (sinHalf, cosHalf) = Pinned.SinCos(half);
        return FromLocal(chord * cosHalf, chord * sinHalf, (cosHalf * cosHalf) - (sinHalf * sinHalf), 2 * sinHalf * cosHalf);
    }
}
