using Sim.Geometry;

namespace Sim.Simulation.Contacts;

/// <summary>
/// First contact of moving boxes. Within a step the boxes are swept, not sampled: nothing passes through anything, however fast. Touching counts.
/// Pure, no allocation in <see cref="TryFind"/>, any thread. Definitions: docs/models.md.
/// </summary>
public static partial class ContactFinder
{
    /// <summary>Resolution in time where boxes rotate, s: ten times finer than promised.</summary>
    public const double ResolutionS = 1e-4;

    // Rotation within a leaf moves no corner further than this, m, unless the leaf is already as short as the resolution.
    private const double LeafReachM = 1e-5;

    /// <summary>The first instant of a step at which two boxes touch.</summary>
    /// <param name="a">Motion of one box.</param>
    /// <param name="b">Motion of the other over the same step.</param>
    /// <param name="stepSeconds">Length of the step, s, positive.</param>
    /// <param name="fraction">First contact as a fraction of the step, 0 to 1; exact where neither box turns, else within 1 ms.</param>
    /// <returns>True when they touch within the step.</returns>
    public static bool TryFind(in BoxMotion a, in BoxMotion b, double stepSeconds, out double fraction)
    {
        var apart = b.From.Position - a.From.Position;
        var way = b.Way - a.Way;
        double reach = a.RadiusM + b.RadiusM;
        double length = way.LengthSquared;
        double nearest = length > 0.0 ? Math.Clamp(-apart.Dot(way) / length, 0.0, 1.0) : 0.0;
        // The comparison keeps a grain of rounding on the safe side.
        if ((apart + way * nearest).LengthSquared > reach * reach * (1.0 + 1e-9))
        {
            fraction = 0.0;
            return false;
        }

        return Search(in a, in b, 0.0, 1.0, ResolutionS / stepSeconds, out fraction);
    }

    private static bool Search(in BoxMotion a, in BoxMotion b, double from, double to, double shortest, out double fraction)
    {
        double width = to - from;
        double reachA = a.RadiusM * Math.Abs(a.TurnRad) * width * 0.5;
        double reachB = b.RadiusM * Math.Abs(b.TurnRad) * width * 0.5;
        bool leaf = reachA + reachB <= LeafReachM || width <= shortest;
        double middle = from + 0.5 * width;
        var boxA = a.BoxAt(middle);
        var boxB = b.BoxAt(middle);
        // At a leaf the boxes count as they stand in its middle; above, they are grown by all that their rotation can reach.
        double grown = leaf ? 0.0 : reachA + reachB;
        if (!Sweep(in boxA, in boxB, b.From.Position - a.From.Position, b.Way - a.Way, grown, from, to, out fraction))
            return false;
        if (leaf)
            return true;
        return Search(in a, in b, from, middle, shortest, out fraction) || Search(in a, in b, middle, to, shortest, out fraction);
    }

    // Separating axes over time: with fixed headings and straight relative motion each axis overlaps during one interval; the boxes touch in their intersection.
    private static bool Sweep(in OrientedBox a, in OrientedBox b, Vector2d apart, Vector2d way, double grown, double from, double to, out double fraction)
    {
        double cos = Math.Abs(a.Axis.Dot(b.Axis)), sin = Math.Abs(a.Axis.Cross(b.Axis));
        double enter = from, leave = to;
        bool touch = Narrow(apart.Dot(a.Axis), way.Dot(a.Axis), a.HalfLengthM + b.HalfLengthM * cos + b.HalfWidthM * sin + grown, ref enter, ref leave)
            && Narrow(a.Axis.Cross(apart), a.Axis.Cross(way), a.HalfWidthM + b.HalfLengthM * sin + b.HalfWidthM * cos + grown, ref enter, ref leave)
            && Narrow(apart.Dot(b.Axis), way.Dot(b.Axis), b.HalfLengthM + a.HalfLengthM * cos + a.HalfWidthM * sin + grown, ref enter, ref leave)
            && Narrow(b.Axis.Cross(apart), b.Axis.Cross(way), b.HalfWidthM + a.HalfLengthM * sin + a.HalfWidthM * cos + grown, ref enter, ref leave);
        fraction = enter;
        return touch;
    }

    private static bool Narrow(double offset, double way, double extent, ref double enter, ref double leave)
    {
        if (way == 0.0)
            return Math.Abs(offset) <= extent;
        double one = (-extent - offset) / way, two = (extent - offset) / way;
        enter = Math.Max(enter, Math.Min(one, two));
        leave = Math.Min(leave, Math.Max(one, two));
        return enter <= leave;
    }
}
