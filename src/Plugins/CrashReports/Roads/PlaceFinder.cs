using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>
/// Finds places of a user's map that fit a completed record: junctions whose legs match the record's in cyclic order, pieces of road whose lanes
/// and curvature do. The frame may be turned against the record's compass. Pure and thread-safe; the same map and record give the same list.
/// </summary>
internal static class PlaceFinder
{
    /// <summary>Least score of a place that fits.</summary>
    public const double LeastScore = 0.6;

    private const double LeastPieceM = 80;
    private const double AngleRad = 50 * Math.PI / 180;

    /// <summary>Fitting places, best first, ties by name.</summary>
    /// <param name="map">The map.</param>
    /// <param name="completed">A record of <see cref="RecordCompletion"/>.</param>
    /// <param name="most">At most so many.</param>
    /// <exception cref="RefusedException">No place is near enough; the message says what came nearest and what it lacks.</exception>
    public static IReadOnlyList<FoundPlace> Find(RoadMap map, CrashRecord completed, int most = 10)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(completed);
        var index = map.Index();
        var topology = completed.Road.Topology.Value;
        if (topology is Topology.Roundabout or Topology.RampMerge)
        {
            throw new RefusedException($"no place is sought for a {(topology == Topology.Roundabout ? "roundabout" : "ramp")}; leave the map out and the road is drawn from the record");
        }

        bool junction = PlaceCompletion.IsJunction(topology) || completed.Road.Legs.Count > 2;
        var reasons = new List<string>();
        var found = junction ? Junctions(index, completed, reasons) : Pieces(index, completed, reasons);
        FoundPlace[] ordered = [.. found.OrderByDescending(p => p.Score).ThenBy(p => p.Name, StringComparer.Ordinal)];
        FoundPlace[] near = [.. ordered.Where(p => p.Score >= LeastScore).Take(most)];
        if (near.Length > 0)
        {
            return near;
        }

        if (ordered.Length > 0)
        {
            var terms = ordered[0].Terms.OrderBy(t => t.Value).Take(2).Select(t => FormattableString.Invariant($"{t.Name} {t.Value:0.00}"));
            reasons.Insert(0, FormattableString.Invariant($"the nearest, {ordered[0].Name}, fits {ordered[0].Score:0.00} of the {LeastScore:0.00} asked for ({string.Join(", ", terms)})"));
        }

        throw new RefusedException($"map '{map.Name}' has no place like that of report {completed.Id}: {string.Join("; ", reasons.Distinct().Take(4))}");
    }

    private static List<FoundPlace> Junctions(RoadMapIndex index, CrashRecord record, List<string> reasons)
    {
        var found = new List<FoundPlace>();
        LegRecord[] legs = [.. record.Road.Legs.OrderBy(l => Pinned.WrapAngle(Compass.ToHeadingRad(LegCompletion.Heading(l))))];
        foreach (var junction in index.Map.Junctions)
        {
            var arms = MapArm.Of(index, junction);
            if (arms.Count != legs.Length)
            {
                reasons.Add($"junction {junction.Id} has {arms.Count} legs, not {legs.Length}");
                continue;
            }

            FoundPlace? best = null;
            for (int turned = 0; turned < arms.Count; turned++)
            {
                MapArm[] order = [.. Enumerable.Range(0, arms.Count).Select(i => arms[(i + turned) % arms.Count])];
                string? missing = legs.Select((l, i) => PlaceTerms.Missing(index, record, l, order[i])).FirstOrDefault(m => m is not null);
                if (missing is not null)
                {
                    reasons.Add($"junction {junction.Id}: {missing}");
                    continue;
                }

                var place = Junction(index, record, junction, legs, order);
                best = best is null || place.Score > best.Score + 1e-12 ? place : best;
            }

            if (best is not null)
            {
                found.Add(best);
            }
        }

        if (index.Map.Junctions.Count == 0)
        {
            reasons.Add("the map has no junction");
        }

        return found;
    }

    private static FoundPlace Junction(RoadMapIndex index, CrashRecord record, Junction junction, LegRecord[] legs, MapArm[] arms)
    {
        // The turn of the frame is the mean of the legs' turns.
        double sin = 0, cos = 0;
        double[] turns = [.. legs.Select((l, i) => arms[i].HeadingRad - Compass.ToHeadingRad(LegCompletion.Heading(l)))];
        foreach (double turn in turns)
        {
            var (s, c) = Pinned.SinCos(turn);
            (sin, cos) = (sin + s, cos + c);
        }

        double frame = Pinned.Atan2(sin, cos);
        double Mean(Func<int, double> of) => Enumerable.Range(0, legs.Length).Average(of);
        PlaceTerm[] terms =
        [
            new("angles", Mean(i => Math.Max(0, 1 - Math.Abs(Pinned.AngleDifference(turns[i], frame)) / AngleRad)), 3),
            new("lanes", Mean(i => PlaceTerms.Lanes(legs[i], arms[i])), 3),
            new("limits", Mean(i => PlaceTerms.Limit(index, legs[i], arms[i])), 1),
            new("control", Mean(i => PlaceTerms.Control(index, legs[i], arms[i])), 1),
            new("run_up", Mean(i => PlaceTerms.RunUp(index, legs[i], arms[i])), 1),
        ];
        RoadLeg[] places = [.. record.Road.Legs.Select(l => Leg(index, l, arms[Array.IndexOf(legs, l)]))];
        return new FoundPlace(junction.Id, FoundPlace.Of(terms), terms, Road(index, record, junction.Id, places, frame) with { JunctionArea = MapArm.Area(index, arms) });
    }

    private static List<FoundPlace> Pieces(RoadMapIndex index, CrashRecord record, List<string> reasons)
    {
        var found = new List<FoundPlace>();
        var legs = record.Road.Legs;
        int j = LegCompletion.Opposite(legs, 0);
        for (int lane = 0; lane < index.LaneCount; lane++)
        {
            if (!index.CarriesTraffic(lane) || index.LaneAt(lane).JunctionId is not null || index.RightLane(lane) >= 0)
            {
                continue;
            }

            var centre = index.LaneAt(lane).Centre;
            if (centre.LengthM < LeastPieceM)
            {
                reasons.Add(FormattableString.Invariant($"lane {index.LaneAt(lane).Id} is {centre.LengthM:0} m long, {LeastPieceM} m are needed"));
                continue;
            }

            var (own, other, divided) = Piece(index, lane);
            double heading = centre.HeadingAt(centre.LengthM / 2);
            MapArm along = new(heading, own, other), against = new(heading + Math.PI, other, own);
            string? missing = PlaceTerms.Missing(index, record, legs[0], along) ?? (j >= 0 ? PlaceTerms.Missing(index, record, legs[j], against) : null);
            if (missing is not null)
            {
                reasons.Add($"lane {index.LaneAt(lane).Id}: {missing}");
                continue;
            }

            double wanted = record.Road.Topology.Value == Topology.Curve && legs[0].RadiusM.Value is { } radius
                ? (legs[0].Alignment.Value == Alignment.CurveRight ? -1 : 1) / Math.Max(radius, 1) : 0;
            double span = Math.Min(centre.LengthM, 60);
            double bend = Pinned.AngleDifference(centre.HeadingAt((centre.LengthM + span) / 2), centre.HeadingAt((centre.LengthM - span) / 2)) / span;
            double need = 8 * (legs[0].SpeedLimitKmh.Value ?? 48) / 3.6;
            PlaceTerm[] terms =
            [
                new("curvature", Math.Max(0, 1 - Math.Abs(bend - wanted) / Math.Max(0.005, Math.Abs(wanted))), 3),
                new("lanes", PlaceTerms.Lanes(legs[0], along), 3),
                new("limits", PlaceTerms.Limit(index, legs[0], along), 1),
                new("divided", divided == (legs[0].Divided.Value == true) ? 1 : 0, 1),
                new("run_up", Math.Min(1, centre.LengthM / need), 2),
            ];
            RoadLeg[] places = [.. legs.Select(l => Leg(index, l, Compass.Angle(LegCompletion.Heading(l), LegCompletion.Heading(legs[0])) <= 90 ? along : against))];
            string name = index.LaneAt(lane).Id;
            found.Add(new FoundPlace(name, FoundPlace.Of(terms), terms, Road(index, record, name, places, heading - Compass.ToHeadingRad(LegCompletion.Heading(legs[0])))));
        }

        return found;
    }

    /// <summary>Lanes of a piece of road from the right, those against them, and whether something lies between.</summary>
    private static (List<int> Own, List<int> Other, bool Divided) Piece(RoadMapIndex index, int rightmost)
    {
        var own = new List<int> { rightmost };
        while (index.LeftLane(own[^1]) is var left && left >= 0 && !own.Contains(left))
        {
            own.Add(left);
        }

        // Over a median or the like to the first lane against.
        int at = own[^1];
        bool same = true, divided = false;
        var seen = new HashSet<int>(own);
        while (true)
        {
            var link = same ? index.LaneAt(at).LeftNeighbour : index.LaneAt(at).RightNeighbour;
            int next = link is null ? -1 : index.IndexOf(link.LaneId);
            if (next < 0 || !seen.Add(next))
            {
                return (own, [], divided);
            }

            same = same == link!.SameDirection;
            if (index.CarriesTraffic(next))
            {
                if (same)
                {
                    return (own, [], divided);
                }

                at = next;
                break;
            }

            divided = true;
            at = next;
        }

        var other = new List<int> { at };
        while (index.RightLane(other[^1]) is var right && right >= 0 && !other.Contains(right))
        {
            other.Add(right);
        }

        other.Reverse();
        return (own, other, divided);
    }

    private static RoadLeg Leg(RoadMapIndex index, LegRecord leg, MapArm arm) =>
        new(leg.Id, [.. arm.Entry.Select(i => index.LaneAt(i).Id)], [.. arm.Exit.Select(i => index.LaneAt(i).Id)], arm.HeadingRad);

    private static CrashRoad Road(RoadMapIndex index, CrashRecord record, string name, RoadLeg[] legs, double frameRad)
    {
        var unused = new List<string>();
        foreach (var (leg, place) in record.Road.Legs.Zip(legs))
        {
            if (leg.LanesIn.FromText() && leg.LanesIn.Value != place.Entry.Count)
            {
                unused.Add($"{leg.LanesIn.Value} lanes in on {leg.Id}: the map has {place.Entry.Count}");
            }

            double? limit = place.Entry.Concat(place.Exit).Select(id => index.LaneAt(index.IndexOf(id)).SpeedLimitMps).FirstOrDefault(v => v is not null);
            if (leg.SpeedLimitKmh.FromText() && Math.Abs((limit ?? 0) * 3.6 - leg.SpeedLimitKmh.Value!.Value) > 1)
            {
                unused.Add(FormattableString.Invariant($"limit {leg.SpeedLimitKmh.Value} km/h on {leg.Id}: the map has {(limit is { } v ? FormattableString.Invariant($"{v * 3.6:0} km/h") : "none")}"));
            }
        }

        return new CrashRoad
        {
            Map = index.Map,
            Legs = legs,
            Assumptions = [FormattableString.Invariant($"the place is {name} of map '{index.Map.Name}', turned {Math.Round(Pinned.WrapAngle(frameRad) * 180 / Math.PI) + 0.0:0} degrees to the left against the report's compass")],
            Unused = unused,
        };
    }
}
