namespace Sim.Formats.OpenDrive;

/// <summary>
/// A cubic v(u) over the local axis (deprecated since OpenDRIVE 1.6). s is true arc length, so u is found from the arc length integral.
/// </summary>
internal sealed class Poly3Geometry : PlanGeometry
{
    private readonly Cubic _v;
    private readonly double _panel;
    private readonly double[] _arcLength;

    public Poly3Geometry(double s, double x, double y, double headingRad, double length, Cubic v)
        : base(s, x, y, headingRad, length)
    {
        _v = v;
        int panels = Math.Clamp((int)length + 4, 4, 4096);
        _panel = length / panels;
        _arcLength = new double[panels + 1];
        for (int i = 1; i <= panels; i++)
        {
            _arcLength[i] = _arcLength[i - 1] + ArcLength((i - 1) * _panel, i * _panel);
        }
    }

    public override PlanFrame At(double ds)
    {
        double u = Solve(ds);
        return FromLocal(u, _v.A + (u * (_v.B + (u * (_v.C + (u * _v.D))))), 1, Slope(u));
    }

    private double Slope(double u) => _v.B + (u * ((2 * _v.C) + (3 * u * _v.D)));

    private double Solve(double ds)
    {
        int low = 0, high = _arcLength.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = _arcLength[middle] <= ds ? (middle, high) : (low, middle);
        }

        double start = low * _panel, u = start, rest = ds - _arcLength[low];
        for (int i = 0; i < 30; i++)
        {
            double slope = Slope(u);
            double step = (rest - ArcLength(start, u)) / Math.Sqrt(1 + (slope * slope));
            u += step;
            if (Math.Abs(step) <= 1e-13 * (1 + Math.Abs(u)))
            {
                break;
            }
        }

        return u;
    }

    private double ArcLength(double from, double to)
    {
        double half = 0.5 * (to - from), middle = 0.5 * (to + from), sum = 0;
        var nodes = GaussLegendre.Nodes;
        var weights = GaussLegendre.Weights;
        for (int i = 0; i < nodes.Length; i++)
        {
            double slope = Slope(middle + (half * nodes[i]));
            sum += weights[i] * Math.Sqrt(1 + (slope * slope));
        }

        return sum * half;
    }
}
