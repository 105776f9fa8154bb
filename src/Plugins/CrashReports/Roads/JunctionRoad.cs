using System.Globalization;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>A place where legs meet at one area around the origin: four-way, T, Y, driveway. Pure.</summary>
internal static class JunctionRoad
{
    /// <summary>Id of the junction.</summary>
    public const string Id = "place";

    private const double RightRadiusM = 6;
    private const double LeftRadiusM = 8;
    private const double GentleRadiusM = 20;
    private const double CornerM = 2;
    private const double GreatestM = 70;

    /// <summary>Draws it.</summary>
    public static void Draw(RoadDraft draft)
    {
        var legs = draft.Record.Road.Legs;
        var arms = Arms(draft, legs);
        var ways = TurnPlan.Of(draft.Record, arms, draft.Assumptions);
        double mouth = Mouth(draft, arms, ways);
        foreach (var arm in arms)
        {
            Leg(draft, arm, mouth);
        }

        foreach (var way in ways)
        {
            Connect(draft, arms, way, mouth);
        }

        string[] through = [.. draft.Lanes.Where(l => l.JunctionId == Id).Select(l => l.Id)];
        string[] into = [.. arms.SelectMany(a => Enumerable.Range(1, a.In).Select(n => Strip.Name(a.Leg.Id, "in", n)))];
        draft.Junctions.Add(new Junction(Id, through, into));
        draft.Area = Area(arms, mouth);
        foreach (var leg in legs)
        {
            var arm = Of(arms, leg);
            draft.Legs.Add(new RoadLeg(leg.Id,
                [.. Enumerable.Range(1, arm.In).Select(n => Strip.Name(arm.Leg.Id, "in", n))],
                [.. Enumerable.Range(1, arm.Out).Select(n => Strip.Name(arm.Leg.Id, "out", n))], arm.At(mouth).HeadingRad));
        }

        Furniture.AtJunction(draft, arms, mouth);
    }

    /// <summary>The arm of a leg: legs of nearly the same direction share one.</summary>
    public static Arm Of(IReadOnlyList<Arm> arms, LegRecord leg)
    {
        var best = arms[0];
        foreach (var arm in arms)
        {
            if (arm.Leg.Id == leg.Id)
            {
                return arm;
            }

            bool nearer = Compass.Angle(LegCompletion.Heading(arm.Leg), LegCompletion.Heading(leg)) < Compass.Angle(LegCompletion.Heading(best.Leg), LegCompletion.Heading(leg));
            best = nearer ? arm : best;
        }

        return best;
    }

    /// <summary>The corners of all mouths counter-clockwise.</summary>
    public static Polygon Area(IReadOnlyList<Arm> arms, double mouthM)
    {
        var points = new List<Vector2d>();
        foreach (var arm in ByDirection(arms))
        {
            var pose = arm.At(mouthM);

            // Seen from the centre, counter-clockwise, the outgoing side of an arm comes first.
            points.Add(pose.PointToWorld(new(0, arm.HalfM)));
            points.Add(pose.PointToWorld(new(0, -arm.HalfM)));
        }

        return new Polygon(points);
    }

    /// <summary>Shapes legs; those of nearly the same direction become one.</summary>
    public static List<Arm> Arms(RoadDraft draft, IReadOnlyList<LegRecord> legs)
    {
        var kept = new List<LegRecord>();
        foreach (var leg in legs)
        {
            int same = kept.FindIndex(k => Compass.Angle(LegCompletion.Heading(k), LegCompletion.Heading(leg)) < 20);
            if (same < 0)
            {
                kept.Add(leg);
                continue;
            }

            draft.Unused.Add($"leg {leg.Id}: it lies where {kept[same].Id} does and is drawn as the same");
            kept[same] = kept[same] with
            {
                LanesIn = kept[same].LanesIn with { Value = Math.Max(kept[same].LanesIn.Value ?? 0, leg.LanesIn.Value ?? 0) },
                LanesOut = kept[same].LanesOut with { Value = Math.Max(kept[same].LanesOut.Value ?? 0, leg.LanesOut.Value ?? 0) },
            };
        }

        for (int i = 0; i < kept.Count; i++)
        {
            // Traffic that comes in must be able to leave by another leg.
            if (kept[i].LanesIn.Value is not 0 && kept.Where((_, k) => k != i).All(k => k.LanesOut.Value is 0))
            {
                int way = LegCompletion.Opposite(kept, i);
                way = way >= 0 ? way : (i + 1) % kept.Count;
                kept[way] = kept[way] with { LanesOut = kept[way].LanesOut with { Value = 1 } };
                draft.Assumptions.Add($"one lane away on {kept[way].Id}: else traffic of {kept[i].Id} could not leave the place");
            }
        }

        return kept.ConvertAll(leg =>
        {
            double room = kept.Where(k => k != leg).Select(k => Compass.Angle(LegCompletion.Heading(k), LegCompletion.Heading(leg))).DefaultIfEmpty(90).Min();
            return new Arm(leg, Math.Min(Math.PI / 4, room / 2 * (Math.PI / 180)));
        });
    }

    /// <summary>Draws the lanes of an arm outside the junction.</summary>
    public static void Leg(RoadDraft draft, Arm arm, double mouthM)
    {
        var distances = arm.Distances(mouthM);
        double grade = (arm.Leg.GradePercent.Value ?? 0) / 100;
        var lanes = Strip.Draw(arm.Strips(draft.Verge), distances.ConvertAll(arm.At), grade == 0 ? null : distances.ConvertAll(d => grade == 0 ? 0 : -grade * (d - mouthM)));
        draft.Lanes.AddRange(Paint.Usual(lanes, arm.LimitMps, LaneMarking.SolidSolid));
    }

    private static string Name(List<Arm> arms, TurnWay way) =>
        string.Create(CultureInfo.InvariantCulture, $"turn:{arms[way.From].Leg.Id}:{way.FromLane}:{arms[way.To].Leg.Id}:{way.ToLane}");

    private static void Connect(RoadDraft draft, List<Arm> arms, TurnWay way, double mouthM)
    {
        var (from, to) = (arms[way.From], arms[way.To]);
        string id = Name(arms, way);
        draft.Lanes.Add(Path(arms, way, mouthM).ToLane(id, from.WidthM, to.WidthM) with
        {
            JunctionId = Id,
            SpeedLimitMps = Math.Min(from.LimitMps, to.LimitMps),
        });
        draft.Link(Strip.Name(from.Leg.Id, "in", way.FromLane), id);
        draft.Link(id, Strip.Name(to.Leg.Id, "out", way.ToLane));
    }

    private static ConnectionPath Path(List<Arm> arms, TurnWay way, double mouthM)
    {
        var (from, to) = (arms[way.From], arms[way.To]);
        var start = from.At(mouthM).Moved(0, from.InY(way.FromLane));
        var end = to.At(mouthM).Moved(0, to.OutY(way.ToLane));
        return ConnectionPath.Draw(start, new Pose2d(end.Position, end.HeadingRad + Math.PI));
    }

    /// <summary>The least distance of the mouths from the centre at which arms lie apart and all turns can be driven.</summary>
    private static double Mouth(RoadDraft draft, List<Arm> arms, List<TurnWay> ways)
    {
        for (double mouth = 8; mouth <= GreatestM; mouth += 1)
        {
            if (Apart(draft, arms, mouth) && ways.TrueForAll(w => Drivable(arms, w, mouth)))
            {
                return mouth;
            }
        }

        int dropped = ways.RemoveAll(w => !Drivable(arms, w, GreatestM));
        draft.Unused.Add(FormattableString.Invariant($"{dropped} ways through the junction: their turns cannot be driven with a radius of {RightRadiusM} m"));
        return GreatestM;
    }

    private static bool Drivable(List<Arm> arms, TurnWay way, double mouth)
    {
        double least = Math.Abs(way.TurnRad) < 0.35 ? GentleRadiusM : way.TurnRad > 0 ? LeftRadiusM : RightRadiusM;
        return Path(arms, way, mouth).RadiusM >= least;
    }

    private static bool Apart(RoadDraft draft, List<Arm> arms, double mouth)
    {
        var ordered = ByDirection(arms);
        for (int i = 0; i < ordered.Count; i++)
        {
            var (one, next) = (ordered[i], ordered[(i + 1) % ordered.Count]);
            double between = Pinned.AngleDifference(next.HeadingRad, one.HeadingRad);
            between = between <= 0 ? between + 2 * Math.PI : between;
            if (ordered.Count < 2 || between >= Math.PI - 0.01)
            {
                continue;
            }

            var a = one.At(mouth).PointToWorld(new(0, -one.HalfM - (one.IsDriveway ? 0 : draft.VergeM)));
            var b = next.At(mouth).PointToWorld(new(0, next.HalfM + (next.IsDriveway ? 0 : draft.VergeM)));
            if (a.Cross(b) <= 0 || a.DistanceTo(b) < CornerM)
            {
                return false;
            }
        }

        return true;
    }

    private static List<Arm> ByDirection(IReadOnlyList<Arm> arms) => [.. arms.OrderBy(a => Compass.Normal(-LegCompletion.Heading(a.Leg)))];
}
