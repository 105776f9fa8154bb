using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.Criticality.Collision;

/// <summary>
/// Time to collision of two boxes that keep their present velocity vectors and headings: the exact first instant at which the moving boxes touch,
/// by separating axes. 0 when they overlap already; none when they never touch.
/// </summary>
public static class TimeToCollision
{
    /// <summary>Time until the boxes touch, s, or <see cref="double.PositiveInfinity"/> when they never do.</summary>
    /// <param name="a">One box.</param>
    /// <param name="velocityA">Its velocity, m/s, world frame.</param>
    /// <param name="b">The other box.</param>
    /// <param name="velocityB">Its velocity, m/s, world frame.</param>
    public static double Between(in OrientedBox a, Vector2d velocityA, in OrientedBox b, Vector2d velocityB)
    {
        var offset = b.Centre - a.Centre;
        var velocity = velocityB - velocityA;
        double enter = 0;
        double exit = double.PositiveInfinity;
        return Narrow(a.Axis, a, b, offset, velocity, ref enter, ref exit)
            && Narrow(a.Axis.Left, a, b, offset, velocity, ref enter, ref exit)
            && Narrow(b.Axis, a, b, offset, velocity, ref enter, ref exit)
            && Narrow(b.Axis.Left, a, b, offset, velocity, ref enter, ref exit)
            ? enter
            : double.PositiveInfinity;
    }

    /// <summary>Velocity vector of a state, m/s, world frame.</summary>
    public static Vector2d Velocity(in ActorState state)
    {
        var (sin, cos) = Pinned.SinCos(state.HeadingRad);
        return new Vector2d(state.SpeedMps * cos - state.LateralMps * sin, state.SpeedMps * sin + state.LateralMps * cos);
    }

    // The times at which the projections on one axis overlap, intersected with those of the axes before.
    private static bool Narrow(Vector2d axis, in OrientedBox a, in OrientedBox b, Vector2d offset, Vector2d velocity, ref double enter, ref double exit)
    {
        double reach = Reach(a, axis) + Reach(b, axis);
        double distance = offset.Dot(axis);
        double speed = velocity.Dot(axis);
        if (speed == 0)
        {
            return Math.Abs(distance) <= reach;
        }

        double first = (-reach - distance) / speed;
        double last = (reach - distance) / speed;
        if (first > last)
        {
            (first, last) = (last, first);
        }

        enter = Math.Max(enter, first);
        exit = Math.Min(exit, last);
        return enter <= exit;
    }

    private static double Reach(in OrientedBox box, Vector2d axis) =>
        box.HalfLengthM * Math.Abs(box.Axis.Dot(axis)) + box.HalfWidthM * Math.Abs(box.Axis.Cross(axis));
}
