namespace Sim.Plugins.Retrieval.Combining;

/// <summary>Distance over time through knots half a second apart, smooth in speed. Immutable.</summary>
internal sealed class SpeedCurve
{
    private readonly double[] _gone;
    private readonly double[] _speed;

    /// <summary>A curve.</summary>
    /// <param name="goneM">Distance at knot 0, 1, …, never falling.</param>
    /// <param name="startMps">Speed at knot 0, m/s.</param>
    public SpeedCurve(double[] goneM, double startMps)
    {
        _gone = goneM;
        _speed = new double[goneM.Length];
        for (int k = 0; k < _speed.Length; k++)
        {
            double before = k > 0 ? (goneM[k] - goneM[k - 1]) / ProfileLibrary.KnotS : startMps;
            double after = k + 1 < goneM.Length ? (goneM[k + 1] - goneM[k]) / ProfileLibrary.KnotS : before;
            // Not beyond three times the slower side, so that the curve between knots never runs backwards (Fritsch and Carlson).
            _speed[k] = k == 0 ? Math.Min(startMps, 3 * after) : Math.Min(0.5 * (before + after), 3 * Math.Min(before, after));
        }
    }

    /// <summary>Distance gone at a time, m; beyond the last knot at the last speed.</summary>
    public double At(double seconds)
    {
        int last = _gone.Length - 1;
        double u = seconds / ProfileLibrary.KnotS;
        if (u >= last)
        {
            return _gone[last] + _speed[last] * (seconds - last * ProfileLibrary.KnotS);
        }

        int k = (int)u;
        double f = u - k;
        double h = ProfileLibrary.KnotS;
        double f2 = f * f;
        double f3 = f2 * f;
        return (2 * f3 - 3 * f2 + 1) * _gone[k] + (f3 - 2 * f2 + f) * h * _speed[k] + (3 * f2 - 2 * f3) * _gone[k + 1] + (f3 - f2) * h * _speed[k + 1];
    }
}
