using Sim.Plugins.CrashReports.Solving.Ways;

namespace Sim.Plugins.CrashReports.Solving.Motions;

/// <summary>
/// The speed at which a road user goes along its way when nothing happens: its cruising speed, slower in bends, from rest where it starts from a
/// stop. Speed by arc length, so that it can be followed forwards and backwards in time. Immutable.
/// </summary>
internal sealed class SpeedPlan
{
    private const double SlowDownMps2 = 1.5;
    private const double BendOverM = 4;
    private readonly double[] _squares;

    /// <summary>Plans.</summary>
    /// <param name="path">The way.</param>
    /// <param name="cruiseMps">Cruising speed, m/s, positive.</param>
    /// <param name="accelMps2">Acceleration out of bends and from rest, m/s².</param>
    /// <param name="lateralMps2">Lateral acceleration in bends, m/s².</param>
    /// <param name="startM">Arc length where it starts from rest, or null.</param>
    public SpeedPlan(DrivePath path, double cruiseMps, double accelMps2, double lateralMps2, double? startM)
    {
        StartM = startM;
        AccelMps2 = accelMps2;
        CruiseMps = cruiseMps;
        int count = path.Count;
        _squares = new double[count];
        int over = (int)(BendOverM / DrivePath.StepM);
        for (int i = 0; i < count; i++)
        {
            double turned = path.PoseAt(Math.Min(i + over, count - 1) * DrivePath.StepM).HeadingRad - path.PoseAt(Math.Max(i - over, 0) * DrivePath.StepM).HeadingRad;
            double bend = Math.Abs(turned) / (2 * over * DrivePath.StepM);
            _squares[i] = Math.Min(cruiseMps * cruiseMps, bend > 1e-6 ? Math.Max(lateralMps2 / bend, 4) : double.PositiveInfinity);
            if (startM is { } start)
            {
                double from = i * DrivePath.StepM - start;
                _squares[i] = Math.Min(_squares[i], from <= 0 ? 0 : 2 * accelMps2 * from);
            }
        }

        int first = startM is { } s ? Math.Clamp((int)Math.Ceiling(s / DrivePath.StepM), 0, count) : 0;
        for (int i = count - 2; i >= first; i--)
        {
            _squares[i] = Math.Min(_squares[i], _squares[i + 1] + 2 * SlowDownMps2 * DrivePath.StepM);
        }

        for (int i = 1; i < count; i++)
        {
            _squares[i] = Math.Min(_squares[i], _squares[i - 1] + 2 * accelMps2 * DrivePath.StepM);
        }
    }

    /// <summary>Where it starts from rest, or null.</summary>
    public double? StartM { get; }

    /// <summary>Acceleration from rest, m/s².</summary>
    public double AccelMps2 { get; }

    /// <summary>Cruising speed, m/s.</summary>
    public double CruiseMps { get; }

    /// <summary>Planned speed at an arc length, m/s.</summary>
    public double SpeedAt(double s)
    {
        double at = Math.Clamp(s / DrivePath.StepM, 0, _squares.Length - 1);
        int i = Math.Min((int)at, _squares.Length - 2);
        return Math.Sqrt(Math.Max(0, _squares[i] + (_squares[i + 1] - _squares[i]) * (at - i)));
    }

    /// <summary>Planned acceleration at an arc length, m/s².</summary>
    public double AccelAt(double s)
    {
        double at = s / DrivePath.StepM;
        if (at < 0 || at >= _squares.Length - 1)
        {
            return 0;
        }

        int i = (int)at;
        return (_squares[i + 1] - _squares[i]) / (2 * DrivePath.StepM);
    }
}
