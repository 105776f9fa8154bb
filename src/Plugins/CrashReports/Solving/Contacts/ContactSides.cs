using Sim.Geometry;
using Sim.Plugins.CrashReports.Records;
using Sim.Simulation.Contacts;

namespace Sim.Plugins.CrashReports.Solving.Contacts;

/// <summary>
/// Which sides of two boxes touch first (docs/crash-reports/solving.md). The box whose side line parts the two is hit on that side. The other touches
/// with a corner or a whole side: the side that faces the first box most, half of how it faces the approach added. A side beside a corner counts as touched too
/// when the contact lies within <see cref="CornerM"/> of it and it faces the other or the approach. Plain value.
/// </summary>
/// <param name="A">Side of the first box.</param>
/// <param name="B">Side of the second box.</param>
/// <param name="TouchedA">Bit set of <see cref="ContactPlane"/> for the first box.</param>
/// <param name="TouchedB">Bit set for the second box.</param>
/// <param name="Point">Where they touch, world, m.</param>
internal readonly record struct ContactSides(ContactPlane A, ContactPlane B, int TouchedA, int TouchedB, Vector2d Point)
{
    /// <summary>A contact this near to a corner touches both of its sides, m.</summary>
    public const double CornerM = 0.35;

    private const double FacesCos = 0.5;
    private const double ApproachWeight = 0.5;

    private static readonly ContactPlane[] Planes = [ContactPlane.Front, ContactPlane.Left, ContactPlane.Back, ContactPlane.Right];

    /// <summary>True when a side of the first box is touched; an unknown side always is.</summary>
    public bool HasA(ContactPlane plane) => Has(TouchedA, plane);

    /// <summary>True when a side of the second box is touched; an unknown side always is.</summary>
    public bool HasB(ContactPlane plane) => Has(TouchedB, plane);

    /// <summary>The same seen from the other box.</summary>
    public ContactSides Swapped() => new(B, A, TouchedB, TouchedA, Point);

    /// <summary>The sides of two boxes that just touch.</summary>
    /// <param name="a">First box.</param>
    /// <param name="b">Second box.</param>
    /// <param name="velocityA">Velocity of the first, world, m/s.</param>
    /// <param name="velocityB">Velocity of the second, world, m/s.</param>
    public static ContactSides Of(in OrientedBox a, in OrientedBox b, Vector2d velocityA, Vector2d velocityB)
    {
        var normal = ContactClassifier.Normal(in a, in b);
        var point = ContactClassifier.ImpactPoint(in a, in b);
        var approach = (velocityA - velocityB).UnitOr(Vector2d.Zero);
        bool ownerA = Math.Max(Math.Abs(normal.Dot(a.Axis)), Math.Abs(normal.Dot(a.Axis.Left))) > 1 - 1e-9;
        bool ownerB = Math.Max(Math.Abs(normal.Dot(b.Axis)), Math.Abs(normal.Dot(b.Axis.Left))) > 1 - 1e-9;
        var (planeA, touchedA) = Side(in a, normal, approach, point, ownerA);
        var (planeB, touchedB) = Side(in b, -normal, -approach, point, ownerB);
        return new(planeA, planeB, touchedA, touchedB, point);
    }

    private static bool Has(int touched, ContactPlane plane) =>
        plane is ContactPlane.Unknown or ContactPlane.Top or ContactPlane.Undercarriage || (touched & (1 << (int)plane)) != 0;

    private static (ContactPlane Plane, int Touched) Side(in OrientedBox box, Vector2d towards, Vector2d approach, Vector2d point, bool owner)
    {
        var body = box.ToBody(point);
        ReadOnlySpan<Vector2d> outward = [box.Axis, box.Axis.Left, -box.Axis, -box.Axis.Left];
        ReadOnlySpan<double> inset =
        [
            box.HalfLengthM - body.X, box.HalfWidthM - body.Y, box.HalfLengthM + body.X, box.HalfWidthM + body.Y,
        ];
        int best = 0;
        double score = double.NegativeInfinity;
        int touched = 0;
        for (int i = 0; i < 4; i++)
        {
            double faces = outward[i].Dot(towards), meets = outward[i].Dot(approach);
            if (faces < -0.02)
            {
                continue;
            }

            if (inset[i] <= CornerM && (faces >= FacesCos || meets >= FacesCos))
            {
                touched |= 1 << (int)Planes[i];
            }

            double here = owner ? faces : faces + ApproachWeight * meets;
            if (here > score)
            {
                (best, score) = (i, here);
            }
        }

        return (Planes[best], touched | (1 << (int)Planes[best]));
    }
}
