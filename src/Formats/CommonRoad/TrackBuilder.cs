using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Formats.CommonRoad;

/// <summary>
/// Turns the states of an obstacle as read into states at every step: what the file states is kept bit for bit, what it leaves out is derived
/// from neighbouring states by differences.
/// </summary>
internal sealed class TrackBuilder(double dtSeconds, Notes notes)
{
    private const double MoveM = 0.01;

    // Steps that no state names are filled in. The files' own size bounds everything else; these it does not.
    private const int MaxFilled = 1_000_000;

    private int _filled;

    public ActorState[] Build(List<RawState> raw, XmlCursor cursor)
    {
        var heading = Headings(raw);
        var speed = Column(raw, static s => s.Speed);
        for (int i = 0; i < raw.Count; i++)
        {
            if (double.IsNaN(speed[i]))
            {
                notes.Add("speeds that the file leaves out are derived from positions");
                speed[i] = SpeedAt(raw, heading, i);
            }
        }

        var accel = Column(raw, static s => s.Accel);
        Derive(raw, accel, speed, angle: false, "accelerations that the file leaves out are differences of speeds");
        var yawRate = Column(raw, static s => s.YawRate);
        Derive(raw, yawRate, heading, angle: true, "yaw rates that the file leaves out are differences of headings");

        int first = raw[0].Step;
        int count = raw[^1].Step - first + 1;
        _filled += count - raw.Count;
        if (_filled > MaxFilled)
        {
            throw cursor.Error($"the states leave out more than {MaxFilled} time steps between them", raw[^1].Place);
        }

        if (count > raw.Count)
        {
            notes.Add("time steps without a state, between two that have one, are interpolated linearly");
        }

        var states = new ActorState[count];
        for (int i = 0; i < raw.Count; i++)
        {
            var r = raw[i];
            int at = r.Step - first;
            states[at] = new ActorState(r.Position.X, r.Position.Y, heading[i], speed[i], OrZero(r.Lateral), accel[i], yawRate[i], OrZero(r.Steer));
            if (i > 0)
            {
                Fill(states, raw[i - 1].Step - first, at);
            }
        }

        return states;
    }

    /// <summary>Difference of two angles, the short way round.</summary>
    public static double Turn(double from, double to)
    {
        double d = to - from;
        return d - Math.Round(d / (2 * Math.PI)) * (2 * Math.PI);
    }

    public static void Fill(ActorState[] states, int from, int to)
    {
        var a = states[from];
        var b = states[to];
        double turn = Turn(a.HeadingRad, b.HeadingRad);
        for (int k = from + 1; k < to; k++)
        {
            double f = (double)(k - from) / (to - from);
            states[k] = new ActorState(
                a.X + (b.X - a.X) * f,
                a.Y + (b.Y - a.Y) * f,
                a.HeadingRad + turn * f,
                a.SpeedMps + (b.SpeedMps - a.SpeedMps) * f,
                a.LateralMps + (b.LateralMps - a.LateralMps) * f,
                a.AccelMps2 + (b.AccelMps2 - a.AccelMps2) * f,
                a.YawRateRps + (b.YawRateRps - a.YawRateRps) * f,
                a.SteerRad + (b.SteerRad - a.SteerRad) * f);
        }
    }

    private static double OrZero(double value) => double.IsNaN(value) ? 0 : value;

    private static double[] Column(List<RawState> raw, Func<RawState, double> pick)
    {
        var column = new double[raw.Count];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = pick(raw[i]);
        }

        return column;
    }

    private double[] Headings(List<RawState> raw)
    {
        var heading = Column(raw, static s => s.Heading);
        double last = double.NaN;
        for (int i = 0; i < raw.Count; i++)
        {
            if (double.IsNaN(heading[i]))
            {
                notes.Add("orientations that the file leaves out follow the motion");
                var move = i + 1 < raw.Count ? raw[i + 1].Position - raw[i].Position : Vector2d.Zero;
                heading[i] = move.Length > MoveM ? Pinned.Atan2(move.Y, move.X) : last;
            }

            last = heading[i];
        }

        // Before the first motion: the first heading that is known; without any, along x.
        double next = 0;
        for (int i = raw.Count - 1; i >= 0; i--)
        {
            heading[i] = double.IsNaN(heading[i]) ? next : heading[i];
            next = heading[i];
        }

        return heading;
    }

    private double SpeedAt(List<RawState> raw, double[] heading, int i)
    {
        int a = Math.Max(0, i - 1);
        int b = Math.Min(raw.Count - 1, i + 1);
        if (a == b)
        {
            return 0;
        }

        var move = raw[b].Position - raw[a].Position;
        return (Pinned.Cos(heading[i]) * move.X + Pinned.Sin(heading[i]) * move.Y) / ((raw[b].Step - raw[a].Step) * dtSeconds);
    }

    private void Derive(List<RawState> raw, double[] column, double[] of, bool angle, string note)
    {
        if (raw.Count == 1)
        {
            column[0] = OrZero(column[0]);
            return;
        }

        for (int i = 0; i < column.Length; i++)
        {
            if (double.IsNaN(column[i]))
            {
                notes.Add(note);
                int a = Math.Max(0, i - 1);
                int b = Math.Min(raw.Count - 1, i + 1);
                column[i] = (angle ? Turn(of[a], of[b]) : of[b] - of[a]) / ((raw[b].Step - raw[a].Step) * dtSeconds);
            }
        }
    }
}
