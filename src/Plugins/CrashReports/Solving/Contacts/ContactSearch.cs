using Sim.Geometry;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Solving.Ways;
using Sim.Simulation.Contacts;

namespace Sim.Plugins.CrashReports.Solving.Contacts;

/// <summary>
/// Finds where two boxes on two ways begin to touch: walks the plane of both arc lengths along lines of the two speeds, up to the border of the region
/// where the boxes overlap, and ranks what it finds by the sides that the record asks for. Pure, thread-safe.
/// </summary>
internal static class ContactSearch
{
    /// <summary>Costs from here on have a wrong side.</summary>
    public const double WrongSide = 100;

    private const double CellM = 0.5;
    private const double OutsideCost = 20;

    /// <summary>All beginnings of contact within the windows of two ways, cheapest first.</summary>
    /// <param name="a">Way of the first actor.</param>
    /// <param name="bodyA">Its box.</param>
    /// <param name="speedA">Its speed at an arc length, m/s.</param>
    /// <param name="b">Way of the second actor.</param>
    /// <param name="bodyB">Its box.</param>
    /// <param name="speedB">Its speed at an arc length, m/s.</param>
    /// <param name="wish">What is asked for.</param>
    public static List<ContactCandidate> Find(Way a, BodyBox bodyA, Func<double, double> speedA, Way b, BodyBox bodyB, Func<double, double> speedB, ContactWish wish)
    {
        int countA = (int)((a.ToM - a.FromM) / CellM) + 1, countB = (int)((b.ToM - b.FromM) / CellM) + 1;
        var boxesA = Boxes(a, bodyA, countA);
        var boxesB = Boxes(b, bodyB, countB);
        double reach = (Diagonal(bodyA) + Diagonal(bodyB)) / 2;
        var found = new List<ContactCandidate>();
        for (int i = 0; i < countA; i++)
        {
            for (int j = 0; j < countB; j++)
            {
                if (boxesA[i].Centre.DistanceSquaredTo(boxesB[j].Centre) > reach * reach || !boxesA[i].Overlaps(boxesB[j]))
                {
                    continue;
                }

                double sa = a.FromM + i * CellM, sb = b.FromM + j * CellM;
                double va = speedA(sa), vb = speedB(sb);
                double fastest = Math.Max(va, vb);
                if (fastest < 0.3)
                {
                    continue;
                }

                // One cell backwards in time: still in touch means that the contact began earlier.
                double da = CellM * va / fastest, db = CellM * vb / fastest;
                if (BoxAt(a, bodyA, sa - da).Overlaps(BoxAt(b, bodyB, sb - db)))
                {
                    continue;
                }

                double apart = 1, touching = 0;
                for (int k = 0; k < 14; k++)
                {
                    double middle = (apart + touching) / 2;
                    if (BoxAt(a, bodyA, sa - da * middle).Overlaps(BoxAt(b, bodyB, sb - db * middle)))
                    {
                        touching = middle;
                    }
                    else
                    {
                        apart = middle;
                    }
                }

                found.Add(Rate(a, bodyA, sa - da * touching, va, b, bodyB, sb - db * touching, vb, wish));
            }
        }

        found.Sort((x, y) => x.Cost != y.Cost ? x.Cost.CompareTo(y.Cost) : x.SA != y.SA ? x.SA.CompareTo(y.SA) : x.SB.CompareTo(y.SB));
        return found;
    }

    /// <summary>The box of an actor on its way.</summary>
    public static OrientedBox BoxAt(Way way, BodyBox body, double s) => new(way.Path.PoseAt(s), body.LengthM, body.WidthM);

    /// <summary>Rates a beginning contact.</summary>
    public static ContactCandidate Rate(Way a, BodyBox bodyA, double sa, double va, Way b, BodyBox bodyB, double sb, double vb, ContactWish wish)
    {
        var boxA = BoxAt(a, bodyA, sa);
        var boxB = BoxAt(b, bodyB, sb);
        var sides = ContactSides.Of(boxA, boxB, Velocity(a, sa, va), Velocity(b, sb, vb));
        double cost = SideCost(boxA, sides.A, sides.HasA(wish.PlaneA), wish.PlaneA, wish.PlaceA, wish.WrongA, sides.Point)
            + SideCost(boxB, sides.B, sides.HasB(wish.PlaneB), wish.PlaneB, wish.PlaceB, wish.WrongB, sides.Point);
        if (wish.Area is { } area && !area.Contains(sides.Point))
        {
            cost += OutsideCost + area.DistanceTo(sides.Point);
        }

        double offA = Outside(sa, a), offB = Outside(sb, b);
        cost += 0.02 * (Math.Abs(sa - a.AnchorM) + Math.Abs(sb - b.AnchorM)) + offA + offB;
        return new(sa, sb, sides, cost);
    }

    /// <summary>Velocity of an actor at an arc length of its way.</summary>
    public static Vector2d Velocity(Way way, double s, double speed)
    {
        var direction = way.Path.PoseAt(s).ToDirection();
        return direction * (way.Path.Backwards ? -speed : speed);
    }

    private static double Outside(double s, Way way) => Math.Max(0, Math.Max(way.FromM - s, s - way.ToM));

    private static double SideCost(in OrientedBox box, ContactPlane touched, bool reached, ContactPlane wished, double place, double wrong, Vector2d point)
    {
        if (wished is ContactPlane.Unknown or ContactPlane.Top or ContactPlane.Undercarriage)
        {
            return 0;
        }

        if (!reached)
        {
            return wrong;
        }

        var body = box.ToBody(point);
        double along = wished is ContactPlane.Front or ContactPlane.Back ? body.Y / box.HalfWidthM : body.X / box.HalfLengthM;
        double cost = (along - place) * (along - place);
        cost += touched == wished ? 0 : 2;
        return cost + (InZone(ContactClassifier.Zone(box, point), wished) ? 0 : 1.5);
    }

    private static bool InZone(ImpactZone zone, ContactPlane plane) => plane switch
    {
        ContactPlane.Front => zone is ImpactZone.Front or ImpactZone.FrontLeft or ImpactZone.FrontRight,
        ContactPlane.Back => zone is ImpactZone.Rear or ImpactZone.RearLeft or ImpactZone.RearRight,
        ContactPlane.Left => zone is ImpactZone.Left or ImpactZone.FrontLeft or ImpactZone.RearLeft,
        _ => zone is ImpactZone.Right or ImpactZone.FrontRight or ImpactZone.RearRight,
    };

    private static double Diagonal(BodyBox body) => Math.Sqrt(body.LengthM * body.LengthM + body.WidthM * body.WidthM);

    private static OrientedBox[] Boxes(Way way, BodyBox body, int count)
    {
        var boxes = new OrientedBox[Math.Max(0, count)];
        for (int i = 0; i < boxes.Length; i++)
        {
            boxes[i] = BoxAt(way, body, way.FromM + i * CellM);
        }

        return boxes;
    }
}
