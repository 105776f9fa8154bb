using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>A roundabout with one circulating lane around the origin, driven counter-clockwise. Pure.</summary>
internal static class RoundaboutRoad
{
    private const double LeastRingM = 18;
    private const double GreatestRingM = 40;
    private const double RingWidthM = 4.5;
    private const double LeastRadiusM = 8;
    private const double LeastGapRad = 50 * Math.PI / 180;
    private const double RingLimitMps = 30 / 3.6;

    /// <summary>Draws it; false when the legs lie too close for a ring.</summary>
    public static bool TryDraw(RoadDraft draft)
    {
        var legs = draft.Record.Road.Legs;
        var arms = JunctionRoad.Arms(draft, legs).OrderBy(a => Compass.Normal(-LegCompletion.Heading(a.Leg))).ToList();
        double gap = Gap(arms);
        if (gap < LeastGapRad || arms.Count < 2)
        {
            draft.Unused.Clear();
            return false;
        }

        if (Fit(arms, gap) is not { } ring)
        {
            draft.Unused.Clear();
            return false;
        }

        double beside = ring.BesideRad;
        foreach (var arm in arms)
        {
            JunctionRoad.Leg(draft, arm, ring.MouthM);
        }

        for (int i = 0; i < arms.Count; i++)
        {
            double way = arms[i].HeadingRad + Math.PI, next = arms[(i + 1) % arms.Count].HeadingRad + Math.PI;
            double onward = Pinned.AngleDifference(next, way);
            onward = onward <= 0 ? onward + 2 * Math.PI : onward;
            draft.Lanes.Add(Arc(ring, $"ring:{arms[i].Leg.Id}:past", way - beside, way + beside));
            draft.Lanes.Add(Arc(ring, $"ring:{arms[i].Leg.Id}:on", way + beside, way + onward - beside));
        }

        for (int i = 0; i < arms.Count; i++)
        {
            Join(draft, arms, i, ring);
        }

        draft.Assumptions.Add(FormattableString.Invariant($"a roundabout with one circulating lane, radius {ring.RadiusM} m, 30 km/h"));
        string[] through = [.. draft.Lanes.Where(l => l.JunctionId is not null).Select(l => l.Id)];
        draft.Junctions.Add(new Junction(JunctionRoad.Id, through, [.. arms.SelectMany(a => Enumerable.Range(1, a.In).Select(n => Strip.Name(a.Leg.Id, "in", n)))]));
        draft.Area = new Polygon([.. Enumerable.Range(0, 36).Select(k => Vector2d.FromHeading(k * Math.PI / 18) * (ring.RadiusM + RingWidthM))]);
        foreach (var leg in legs)
        {
            var arm = JunctionRoad.Of(arms, leg);
            draft.Legs.Add(new RoadLeg(leg.Id, [.. Enumerable.Range(1, arm.In).Select(n => Strip.Name(arm.Leg.Id, "in", n))],
                [.. Enumerable.Range(1, arm.Out).Select(n => Strip.Name(arm.Leg.Id, "out", n))], arm.At(ring.MouthM).HeadingRad));
        }

        Furniture.AtJunction(draft, [.. arms.Select(a => new Arm(Yielding(a.Leg)))], ring.MouthM);
        return true;
    }

    private static LegRecord Yielding(LegRecord leg) =>
        leg.Control.FromText() ? leg : leg with { Control = Leaf.Assumed<IReadOnlyList<Control>>([Control.Yield], "traffic in a roundabout goes first") };

    private static double Gap(List<Arm> arms)
    {
        double least = 2 * Math.PI;
        for (int i = 0; i < arms.Count && arms.Count > 1; i++)
        {
            double gap = Pinned.AngleDifference(arms[(i + 1) % arms.Count].HeadingRad, arms[i].HeadingRad);
            least = Math.Min(least, gap <= 0 ? gap + 2 * Math.PI : gap);
        }

        return least;
    }

    private static void Join(RoadDraft draft, List<Arm> arms, int index, Ring ring)
    {
        var arm = arms[index];
        string leg = arm.Leg.Id, past = $"ring:{leg}:past", on = $"ring:{leg}:on", before = $"ring:{arms[(index + arms.Count - 1) % arms.Count].Leg.Id}:on";
        draft.Link(before, past);
        draft.Link(past, on);
        for (int lane = 1; lane <= arm.In; lane++)
        {
            string id = Strip.Name(leg, "enter", lane);
            draft.Lanes.Add(Through(Enter(arm, lane, ring).ToLane(id, arm.WidthM, RingWidthM)));
            draft.Link(Strip.Name(leg, "in", lane), id);
            draft.Link(id, on);
        }

        for (int lane = 1; lane <= arm.Out; lane++)
        {
            string id = Strip.Name(leg, "leave", lane);
            draft.Lanes.Add(Through(Leave(arm, lane, ring).ToLane(id, RingWidthM, arm.WidthM)));
            draft.Link(before, id);
            draft.Link(id, Strip.Name(leg, "out", lane));
        }
    }

    private static Lane Through(Lane lane) => lane with { JunctionId = JunctionRoad.Id, SpeedLimitMps = RingLimitMps };

    /// <summary>The least ring that all lanes can enter and leave, or null.</summary>
    private static Ring? Fit(List<Arm> arms, double gap)
    {
        for (double radius = LeastRingM; radius <= GreatestRingM; radius += 2)
        {
            for (double before = 18; before <= 30; before += 4)
            {
                var ring = new Ring(radius, radius + before, Math.Min(0.6, 0.36 * gap));
                if (arms.TrueForAll(a => Enumerable.Range(1, a.In).All(n => Fits(Enter(a, n, ring))) && Enumerable.Range(1, a.Out).All(n => Fits(Leave(a, n, ring)))))
                {
                    return ring;
                }
            }
        }

        return null;
    }

    private static bool Fits(ConnectionPath path) => path.RadiusM >= LeastRadiusM;

    private static ConnectionPath Enter(Arm arm, int lane, Ring ring) =>
        ConnectionPath.Draw(arm.At(ring.MouthM).Moved(0, arm.InY(lane)), ring.At(arm.HeadingRad + Math.PI + ring.BesideRad));

    private static ConnectionPath Leave(Arm arm, int lane, Ring ring)
    {
        var end = arm.At(ring.MouthM).Moved(0, arm.OutY(lane));
        return ConnectionPath.Draw(ring.At(arm.HeadingRad + Math.PI - ring.BesideRad), new Pose2d(end.Position, end.HeadingRad + Math.PI));
    }

    /// <summary>A ring: its radius, where legs begin, and the angle from a leg to where its lanes touch.</summary>
    private readonly record struct Ring(double RadiusM, double MouthM, double BesideRad)
    {
        public Pose2d At(double angle) => new(Vector2d.FromHeading(angle) * RadiusM, angle + Math.PI / 2);
    }

    private static Lane Arc(Ring ring, string id, double from, double to)
    {
        int pieces = Math.Max(4, (int)Math.Ceiling((to - from) / 0.04));
        Vector2d[] At(double radius) => [.. Enumerable.Range(0, pieces + 1).Select(i => Vector2d.FromHeading(from + (to - from) * i / pieces) * radius)];
        return Through(new Lane
        {
            Id = id,
            Left = new(At(ring.RadiusM - RingWidthM / 2)),
            Centre = new(At(ring.RadiusM)),
            Right = new(At(ring.RadiusM + RingWidthM / 2)),
            LeftMarking = LaneMarking.Solid,
            RightMarking = LaneMarking.None,
        });
    }
}
