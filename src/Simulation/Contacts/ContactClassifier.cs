using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Simulation.Contacts;

/// <summary>
/// Where a contact happens, what kind it is after nuPlan, whose fault, and whether only the replay is to blame. Pure, any thread. The rules with a
/// drawing: docs/models.md.
/// </summary>
public static class ContactClassifier
{
    /// <summary>At or below this speed an actor stands, m/s (nuPlan).</summary>
    public const double StandingSpeedMps = 0.05;

    /// <summary>Beyond this angle from the heading, seen from the rear axle, the other is behind, rad (nuPlan: 150 degrees).</summary>
    public const double BehindRad = 150.0 / 180.0 * Math.PI;

    /// <summary>An actor approaches another when its contact point nears it faster than this, m/s.</summary>
    public const double ApproachMps = 0.1;

    // Boxes that just touch share no area; grown by this they do, m.
    private const double TouchM = 1e-3;

    /// <summary>Describes a contact from A's side.</summary>
    /// <param name="a">One side, the ego when it is involved, at the instant of contact.</param>
    /// <param name="b">The other side at that instant.</param>
    /// <param name="timeUs">When, µs.</param>
    /// <param name="stepUs">Step length of the ego's log, µs.</param>
    /// <param name="map">The road network, for lateral fault; null for open ground.</param>
    /// <param name="replay">What is known about replay; null for nothing. Applies when A is the ego.</param>
    public static Contact Describe(in ContactParty a, in ContactParty b, long timeUs, long stepUs, RoadMap? map = null, ReplayContext? replay = null)
    {
        OrientedBox boxA = a.Box, boxB = b.Box;
        var point = ImpactPoint(in boxA, in boxB);
        var kind = Classify(in a, in b);
        bool atFault = kind is CollisionClass.StoppedTrack or CollisionClass.ActiveFront
            || (kind == CollisionClass.ActiveLateral && map is not null && IsBetweenLanes(in boxA, map));
        var relative = a.VelocityAt(boxA.Centre) - b.VelocityAt(boxB.Centre);
        return new Contact
        {
            TimeUs = timeUs,
            A = a.Id,
            B = b.Id,
            X = point.X,
            Y = point.Y,
            ZoneA = Zone(in boxA, point),
            ZoneB = Zone(in boxB, point),
            RelativeSpeedMps = relative.Length,
            HeadingDifferenceRad = Pinned.AngleDifference(b.State.HeadingRad, a.State.HeadingRad),
            SpeedAMps = a.GroundSpeedMps,
            SpeedBMps = b.GroundSpeedMps,
            Class = kind,
            AtFault = atFault,
            ReplayArtefact = replay is not null && IsReplayArtefact(in a, in b, point, timeUs, stepUs, replay),
        };
    }

    /// <summary>
    /// nuPlan's class, tested in this order: A stands; B stands; B's centre lies behind A; A's front edge touches B; else lateral.
    /// </summary>
    /// <param name="a">The actor judged.</param>
    /// <param name="b">The other.</param>
    public static CollisionClass Classify(in ContactParty a, in ContactParty b)
    {
        if (a.GroundSpeedMps <= StandingSpeedMps)
            return CollisionClass.StoppedEgo;
        if (b.IsStatic || b.GroundSpeedMps <= StandingSpeedMps)
            return CollisionClass.StoppedTrack;
        OrientedBox boxA = a.Box, boxB = b.Box;
        var rearAxle = boxA.Centre - a.Body.RearAxleToCentreM * boxA.Axis;
        var towards = boxB.Centre - rearAxle;
        double angle = Math.Abs(Pinned.Atan2(boxA.Axis.Cross(towards), boxA.Axis.Dot(towards)));
        if (angle > BehindRad)
            return CollisionClass.ActiveRear;
        Span<Vector2d> corners = stackalloc Vector2d[4];
        boxA.Corners(corners);
        return boxB.Grown(TouchM).Intersects(new Segment(corners[0], corners[3])) ? CollisionClass.ActiveFront : CollisionClass.ActiveLateral;
    }

    /// <summary>Centroid of what two boxes share when each is grown by 1 mm; halfway between their nearest points when they are further apart.</summary>
    /// <param name="a">One box.</param>
    /// <param name="b">The other.</param>
    public static Vector2d ImpactPoint(in OrientedBox a, in OrientedBox b)
    {
        Span<Vector2d> ringA = stackalloc Vector2d[4], ringB = stackalloc Vector2d[4];
        a.Grown(TouchM).Corners(ringA);
        b.Grown(TouchM).Corners(ringB);
        var centroid = ConvexClip.Centroid(ringA, ringB, out double area);
        if (area > 0.0)
            return centroid;
        a.NearestPoints(in b, out var here, out var there);
        return here.Lerp(there, 0.5);
    }

    /// <summary>
    /// The zone of a box that a point lies in: thirds of its length and of its width make a grid of nine; the four corner fields are the corner zones, the
    /// four edge fields the sides; a point in the middle field (boxes that overlap deeply) belongs to the nearest side in shares of its extent.
    /// </summary>
    /// <param name="box">The box.</param>
    /// <param name="point">A point in or at the box, world, m.</param>
    public static ImpactZone Zone(in OrientedBox box, Vector2d point)
    {
        var body = box.ToBody(point);
        double along = body.X / box.HalfLengthM, across = body.Y / box.HalfWidthM;
        const double Third = 1.0 / 3.0;
        if (Math.Abs(along) <= Third && Math.Abs(across) <= Third)
        {
            return Math.Abs(along) >= Math.Abs(across)
                ? along >= 0.0 ? ImpactZone.Front : ImpactZone.Rear
                : across >= 0.0 ? ImpactZone.Left : ImpactZone.Right;
        }

        int row = along > Third ? 0 : along < -Third ? 2 : 1;
        int column = across > Third ? 0 : across < -Third ? 2 : 1;
        return (row, column) switch
        {
            (0, 0) => ImpactZone.FrontLeft,
            (0, 1) => ImpactZone.Front,
            (0, 2) => ImpactZone.FrontRight,
            (1, 0) => ImpactZone.Left,
            (1, _) => ImpactZone.Right,
            (_, 0) => ImpactZone.RearLeft,
            (_, 1) => ImpactZone.Rear,
            _ => ImpactZone.RearRight,
        };
    }

    /// <summary>
    /// True when the contact says nothing about the ego: B replays a record, the ego has left its own log, B's body nears the ego at the point of impact
    /// faster than <see cref="ApproachMps"/> and the ego's body does not near B.
    /// </summary>
    /// <param name="ego">The ego.</param>
    /// <param name="other">The other actor.</param>
    /// <param name="point">Point of impact, world, m.</param>
    /// <param name="timeUs">When, µs.</param>
    /// <param name="stepUs">Step length of the ego's log, µs.</param>
    /// <param name="replay">Who is replayed.</param>
    public static bool IsReplayArtefact(in ContactParty ego, in ContactParty other, Vector2d point, long timeUs, long stepUs, ReplayContext replay)
    {
        ArgumentNullException.ThrowIfNull(replay);
        if (!replay.ReplayedActors.Contains(other.Id) || !replay.HasLeftLog(ego.State.X, ego.State.Y, timeUs, stepUs))
            return false;
        OrientedBox boxA = ego.Box, boxB = other.Box;
        var normal = Normal(in boxA, in boxB);
        double egoNears = ego.VelocityAt(point).Dot(normal);
        double otherNears = -other.VelocityAt(point).Dot(normal);
        return otherNears > ApproachMps && egoNears <= ApproachMps;
    }

    /// <summary>Unit vector from A to B across the sides that touch: the axis of least overlap of the two boxes.</summary>
    /// <param name="a">One box.</param>
    /// <param name="b">The other.</param>
    public static Vector2d Normal(in OrientedBox a, in OrientedBox b)
    {
        var offset = b.Centre - a.Centre;
        double cos = Math.Abs(a.Axis.Dot(b.Axis)), sin = Math.Abs(a.Axis.Cross(b.Axis));
        Span<Vector2d> axes = [a.Axis, a.Axis.Left, b.Axis, b.Axis.Left];
        ReadOnlySpan<double> extents =
        [
            a.HalfLengthM + b.HalfLengthM * cos + b.HalfWidthM * sin,
            a.HalfWidthM + b.HalfLengthM * sin + b.HalfWidthM * cos,
            b.HalfLengthM + a.HalfLengthM * cos + a.HalfWidthM * sin,
            b.HalfWidthM + a.HalfLengthM * sin + a.HalfWidthM * cos,
        ];
        int best = 0;
        double gap = double.NegativeInfinity;
        for (int i = 0; i < axes.Length; i++)
        {
            double here = Math.Abs(offset.Dot(axes[i])) - extents[i];
            if (here > gap)
                (best, gap) = (i, here);
        }

        return offset.Dot(axes[best]) >= 0.0 ? axes[best] : -axes[best];
    }

    /// <summary>
    /// True when a box is in several lanes at once with none holding it whole, or has a corner off every lane and drivable area (nuPlan: a lateral
    /// contact is then the ego's fault). False on an empty map.
    /// </summary>
    /// <param name="box">The box.</param>
    /// <param name="map">The road network.</param>
    public static bool IsBetweenLanes(in OrientedBox box, RoadMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Lanes.Count == 0 && map.Areas.Count == 0)
            return false;
        Span<Vector2d> corners = stackalloc Vector2d[4];
        box.Corners(corners);
        var bounds = box.Bounds;
        int lanes = 0, covered = 0;
        bool whole = false;
        foreach (var lane in map.Lanes)
        {
            if (!CarriesTraffic(lane.Type) || !Bounds2d.Of(lane.Left.Span).Union(Bounds2d.Of(lane.Right.Span)).Overlaps(bounds))
                continue;
            int inside = Inside(lane, corners);
            covered |= inside;
            lanes += inside != 0 ? 1 : 0;
            whole |= inside == 15;
        }

        foreach (var area in map.Areas)
        {
            if (!area.Outline.Bounds.Overlaps(bounds))
                continue;
            for (int i = 0; i < 4; i++)
                covered |= area.Outline.Contains(corners[i]) ? 1 << i : 0;
        }

        return (lanes > 1 && !whole) || covered != 15;
    }

    private static int Inside(Lane lane, ReadOnlySpan<Vector2d> corners)
    {
        var ring = new Vector2d[lane.Left.Span.Length + lane.Right.Span.Length];
        lane.Left.Span.CopyTo(ring);
        var right = ring.AsSpan(lane.Left.Span.Length);
        lane.Right.Span.CopyTo(right);
        right.Reverse();
        var outline = new Polygon(ring);
        int inside = 0;
        for (int i = 0; i < corners.Length; i++)
            inside |= outline.Contains(corners[i]) ? 1 << i : 0;
        return inside;
    }

    private static bool CarriesTraffic(LaneType type) => type is LaneType.Driving or LaneType.Entry or LaneType.Exit or LaneType.OnRamp or LaneType.OffRamp
        or LaneType.ConnectingRamp or LaneType.Bus or LaneType.Hov or LaneType.BidirectionalDriving or LaneType.Driveway or LaneType.Tram;
}
