using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>A ramp that joins a carriageway from the right: its lane runs beside the road and ends in a taper. The ramp's nose is the origin. Pure.</summary>
internal static class RampRoad
{
    private const double BesideM = 160;
    private const double TaperM = 70;
    private const double RadiusM = 150;

    /// <summary>Draws it; false when the record's legs do not make a ramp.</summary>
    public static bool TryDraw(RoadDraft draft)
    {
        var legs = draft.Record.Road.Legs;
        int ramp = LegLeaves.RampOf(legs), across = LegCompletion.Opposite(legs, 0);
        if (ramp < 0 || legs.Count > 3)
        {
            return false;
        }

        var road = legs[0];
        int lanes = Math.Clamp(Math.Max(1, road.LanesIn.Value ?? 2), 1, 12), back = across >= 0 ? Math.Clamp(legs[across].LanesIn.Value ?? 0, 0, 12) : 0;
        var arm = new Arm(road with { LanesIn = road.LanesIn with { Value = lanes }, LanesOut = road.LanesOut with { Value = back } });
        double heading = arm.HeadingRad, reach = arm.LengthM;
        double[] cuts = [-reach, 0, BesideM, BesideM + TaperM, BesideM + TaperM + reach];
        string far = across >= 0 ? legs[across].Id : $"{road.Id}:beyond";
        string[] kinds = ["in", "beside", "merge", "out"];
        var start = new Pose2d(0, 0, heading);
        for (int k = 0; k < kinds.Length; k++)
        {
            var strips = arm.Strips([]).ConvertAll(s => s with { Id = Rename(s.Id, road.Id, far, kinds[k]) });
            if (k == 1)
            {
                strips.Insert(0, new Strip(Strip.Name(legs[ramp].Id, "beside", 1), LaneType.Entry, -arm.HalfM - arm.WidthM, -arm.HalfM, true));
            }

            draft.Lanes.AddRange(Paint.Usual(Strip.Draw(strips, [start.Moved(cuts[k]), start.Moved(cuts[k + 1])], null), arm.LimitMps, LaneMarking.SolidSolid));
        }

        for (int k = 0; k + 1 < kinds.Length; k++)
        {
            for (int lane = 1; lane <= lanes; lane++)
            {
                draft.Link(Name(road.Id, far, kinds[k], lane), Name(road.Id, far, kinds[k + 1], lane));
            }

            for (int lane = 1; lane <= back; lane++)
            {
                draft.Link(Back(far, kinds[k + 1], lane), Back(far, kinds[k], lane));
            }

            if (arm.MedianM > 0)
            {
                draft.Link(Rename($"{road.Id}:median:1", road.Id, far, kinds[k]), Rename($"{road.Id}:median:1", road.Id, far, kinds[k + 1]));
            }
        }

        Ramp(draft, legs[ramp], arm, start, far);
        Legs(draft, legs, ramp, across, lanes, back, far, heading);
        draft.Assumptions.Add(FormattableString.Invariant($"the ramp's lane runs beside the road for {BesideM} m and ends in a taper of {TaperM} m"));
        draft.Area = new Polygon(
        [
            start.PointToWorld(new(-20, -arm.HalfM - arm.WidthM)), start.PointToWorld(new(BesideM + TaperM, -arm.HalfM - arm.WidthM)),
            start.PointToWorld(new(BesideM + TaperM, -arm.HalfM + lanes * arm.WidthM)), start.PointToWorld(new(-20, -arm.HalfM + lanes * arm.WidthM)),
        ]);
        return true;
    }

    private static void Ramp(RoadDraft draft, LegRecord leg, Arm arm, Pose2d start, string far)
    {
        double limit = (leg.SpeedLimitKmh.Value ?? 72) / 3.6, reach = Arm.ReachM(limit);
        double wanted = Pinned.AngleDifference(Compass.ToHeadingRad(leg.HeadingDeg.Value ?? 0), arm.HeadingRad);
        double turn = Math.Clamp(Math.Abs(wanted), 0.1, Math.PI / 2);
        if (wanted < 0)
        {
            draft.Unused.Add($"direction of {leg.Id}: a ramp joins from the right");
        }

        // Backwards from the nose: an arc to the ramp's own direction, then straight.
        var nose = start.Moved(0, -arm.HalfM - arm.WidthM / 2);
        var centre = nose.PointToWorld(new(0, -RadiusM));
        var line = new List<Pose2d>();
        double bend = RadiusM * turn;
        int pieces = (int)Math.Ceiling(bend / 2);
        var first = new Pose2d(centre + Vector2d.FromHeading(nose.HeadingRad + turn).Left * RadiusM, nose.HeadingRad + turn);
        if (reach > bend)
        {
            line.Add(first.Moved(bend - reach));
        }

        for (int i = pieces; i > 0; i--)
        {
            double heading = nose.HeadingRad + turn * i / pieces;
            line.Add(new Pose2d(centre + Vector2d.FromHeading(heading).Left * RadiusM, heading));
        }

        line.Add(nose);
        string id = Strip.Name(leg.Id, "in", 1), beside = Strip.Name(leg.Id, "beside", 1), taper = Strip.Name(leg.Id, "taper", 1);
        draft.Lanes.AddRange(Paint.Usual(Strip.Draw([new Strip(id, LaneType.OnRamp, -arm.WidthM / 2, arm.WidthM / 2, true)], line, null), limit, LaneMarking.Solid));
        draft.Link(id, beside);
        var end = start.Moved(BesideM, -arm.HalfM - arm.WidthM / 2);
        var target = start.Moved(BesideM + TaperM, arm.InY(1));
        draft.Lanes.Add(ConnectionPath.Draw(end, target).ToLane(taper, arm.WidthM, arm.WidthM) with { Type = LaneType.Entry, SpeedLimitMps = arm.LimitMps });
        draft.Link(beside, taper);
        draft.Link(taper, Name(arm.Leg.Id, far, "out", 1));
    }

    private static void Legs(RoadDraft draft, IReadOnlyList<LegRecord> legs, int ramp, int across, int lanes, int back, string far, double heading)
    {
        for (int i = 0; i < legs.Count; i++)
        {
            draft.Legs.Add(i == ramp
                ? new RoadLeg(legs[i].Id, [Strip.Name(legs[i].Id, "in", 1)], [], heading)
                : i == across
                    ? new RoadLeg(legs[i].Id, [.. Enumerable.Range(1, back).Select(n => Back(far, "out", n))], [.. Enumerable.Range(1, lanes).Select(n => Name(legs[0].Id, far, "out", n))], heading + Math.PI)
                    : new RoadLeg(legs[i].Id, [.. Enumerable.Range(1, lanes).Select(n => Name(legs[0].Id, far, "in", n))], [.. Enumerable.Range(1, back).Select(n => Back(far, "in", n))], heading));
        }

        if (legs[ramp].LanesIn.Value is > 1)
        {
            draft.Unused.Add($"lanes of {legs[ramp].Id}: a ramp is drawn with one");
        }
    }

    private static string Name(string road, string far, string kind, int lane) => kind == "out" ? Strip.Name(far, "out", lane) : Strip.Name(road, kind, lane);

    private static string Back(string far, string kind, int lane) => Strip.Name(far, kind switch { "out" => "in", "in" => "leave", _ => kind }, lane);

    private static string Rename(string id, string road, string far, string kind)
    {
        int number = int.Parse(id.AsSpan(id.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture);
        return id.StartsWith($"{road}:in:", StringComparison.Ordinal) ? Name(road, far, kind, number)
            : id.StartsWith($"{road}:out:", StringComparison.Ordinal) ? Back(far, kind, number)
            : $"{road}:median-{kind}:{number}";
    }
}
