namespace Sim.Formats.OpenDrive;

/// <summary>Cubics u(p), v(p) over a parameter that runs over [0, length] ("arcLength") or [0, 1] ("normalized") in proportion to s.</summary>
internal sealed class ParamPoly3Geometry(
    double s, double x, double y, double headingRad, double length, Cubic u, Cubic v, bool normalized)
    : PlanGeometry(s, x, y, headingRad, length)
{
    private readonly double _scale = normalized ? 1 / length : 1;

    public override PlanFrame At(double ds)
    {
        double p = ds * _scale;
        return FromLocal(Value(u, p), Value(v, p), Slope(u, p), Slope(v, p));
    }

    private static double Value(Cubic q, double p) => q.A + (p * (q.B + (p * (q.C + (p * q.D)))));

    private static double Slope(Cubic q, double p) => q.B + (p * ((2 * q.C) + (3 * p * q.D)));
}
