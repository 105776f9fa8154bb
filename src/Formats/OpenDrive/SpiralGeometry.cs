using Sim.Numerics;

namespace Sim.Formats.OpenDrive;

/// <summary>
/// A clothoid: curvature runs linearly from start to end, either of any sign. Its place is the integral of (cos θ, sin θ) with
/// θ = k₀·s + (k₁ − k₀)·s²/(2·length), summed over panels that turn at most 1 rad each, where the eight-point rule is exact to rounding.
/// </summary>
internal sealed class SpiralGeometry : PlanGeometry
{
    public const double MaxAllowedTurnRad = 1000;

    private readonly double _k0;
    private readonly double _rate;
    private readonly double _panel;
    private readonly double[] _u;
    private readonly double[] _v;

    public SpiralGeometry(double s, double x, double y, double headingRad, double length, double startCurvature, double endCurvature)
        : base(s, x, y, headingRad, length)
    {
        _k0 = startCurvature;
        _rate = (endCurvature - startCurvature) / length;
        int panels = 1 + (int)(Math.Max(Math.Abs(startCurvature), Math.Abs(endCurvature)) * length);
        _panel = length / panels;
        _u = new double[panels];
        _v = new double[panels];
        for (int i = 1; i < panels; i++)
        {
            var (du, dv) = Integrate((i - 1) * _panel, i * _panel);
            _u[i] = _u[i - 1] + du;
            _v[i] = _v[i - 1] + dv;
        }
    }

    public override double MaxTurnRad => _u.Length;

    public override PlanFrame At(double ds)
    {
        int i = Math.Clamp((int)(ds / _panel), 0, _u.Length - 1);
        var (du, dv) = Integrate(i * _panel, ds);
        var (sin, cos) = Pinned.SinCos(Turn(ds));
        return FromLocal(_u[i] + du, _v[i] + dv, cos, sin);
    }

    private double Turn(double ds) => ds * (_k0 + (0.5 * _rate * ds));

    private (double U, double V) Integrate(double from, double to)
    {
        double half = 0.5 * (to - from), middle = 0.5 * (to + from);
        double u = 0, v = 0;
        var nodes = GaussLegendre.Nodes;
        var weights = GaussLegendre.Weights;
        for (int i = 0; i < nodes.Length; i++)
        {
            var (sin, cos) = Pinned.SinCos(Turn(middle + (half * nodes[i])));
            u += weights[i] * cos;
            v += weights[i] * sin;
        }

        return (u * half, v * half);
    }
}
