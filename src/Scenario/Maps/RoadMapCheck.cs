using System.Globalization;
using Sim.Geometry;

namespace Sim.Maps;

/// <summary>
/// Holds a map against the rules of <see cref="MapRule"/>. Pure and thread-safe; near-linear in the map's size. Findings come in the map's
/// order, so the same map gives the same list.
/// </summary>
public static partial class RoadMapCheck
{
    /// <summary>Greatest gap between joined lane ends, m.</summary>
    public const double JoinToleranceM = 0.01;

    /// <summary>How far bounds may pass each other before an outline counts as crossing itself, m: above rounding, far below a lane.</summary>
    public const double CrossingToleranceM = 0.001;

    /// <summary>All findings; empty for a sound map.</summary>
    public static IReadOnlyList<MapFinding> Run(RoadMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var findings = new List<MapFinding>();
        var lanes = new Dictionary<string, Lane>(map.Lanes.Count, StringComparer.Ordinal);
        foreach (var lane in map.Lanes)
        {
            if (!lanes.TryAdd(lane.Id, lane))
            {
                findings.Add(new(lane.Id, MapRule.UniqueId, $"two lanes have the id '{lane.Id}'"));
            }
        }

        var junctions = Unique(findings, "junctions", map.Junctions.Select(j => j.Id));
        var signals = Unique(findings, "signals", map.Signals.Select(s => s.Id));
        var stopLines = Unique(findings, "stop lines", map.StopLines.Select(s => s.Id));
        Unique(findings, "crosswalks", map.Crosswalks.Select(c => c.Id));
        Unique(findings, "areas", map.Areas.Select(a => a.Id));
        var links = new LinkSet(map);
        foreach (var lane in map.Lanes)
        {
            CheckShape(findings, lane);
            CheckLinks(findings, lane, lanes, links);
            CheckNeighbour(findings, lane, lane.LeftNeighbour, onLeft: true, lanes);
            CheckNeighbour(findings, lane, lane.RightNeighbour, onLeft: false, lanes);
            CheckNames(findings, lane, junctions, signals, stopLines);
        }

        CheckOthers(findings, map, lanes, signals);
        return findings;
    }

    private static HashSet<string> Unique(List<MapFinding> findings, string kind, IEnumerable<string> ids)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (string id in ids)
        {
            if (!known.Add(id))
            {
                findings.Add(new(id, MapRule.UniqueId, $"two {kind} have the id '{id}'"));
            }
        }

        return known;
    }

    private static void CheckShape(List<MapFinding> findings, Lane lane)
    {
        int count = lane.Centre.Points.Count;
        bool equal = lane.Left.Points.Count == count && lane.Right.Points.Count == count;
        if (!equal)
        {
            findings.Add(new(lane.Id, MapRule.EqualPointCount, $"left, centre and right have {lane.Left.Points.Count}, {count} and {lane.Right.Points.Count} points; they must be equal"));
        }

        CheckProfile(findings, lane, lane.ElevationM, "elevation");
        CheckProfile(findings, lane, lane.SuperelevationRad, "superelevation");
        if (lane.SpeedLimitMps is { } limit && !(double.IsFinite(limit) && limit > 0))
        {
            findings.Add(new(lane.Id, MapRule.FiniteNumber, Text($"the speed limit is {limit} m/s; it must be positive and finite")));
        }

        if (!(lane.Centre.LengthM > 0))
        {
            findings.Add(new(lane.Id, MapRule.PositiveLength, "the centreline has no length"));
        }

        if (equal && FirstSwapped(lane) is { } swapped)
        {
            findings.Add(new(lane.Id, MapRule.BoundsInOrder, Text($"at point {swapped.Index} the left bound lies {swapped.DepthM:0.###} m to the right of the right bound")));
        }

        var outline = lane.ToOutline();
        if (outline.TryFindCrossing(CrossingToleranceM, out var where))
        {
            findings.Add(new(lane.Id, MapRule.SimpleOutline, Text($"the outline crosses itself near ({where.X:0.###}, {where.Y:0.###})")));
        }
    }

    private static void CheckProfile(List<MapFinding> findings, Lane lane, IReadOnlyList<double>? values, string name)
    {
        if (values is null)
        {
            return;
        }

        if (values.Count != lane.Centre.Points.Count)
        {
            findings.Add(new(lane.Id, MapRule.EqualPointCount, $"the {name} has {values.Count} values for {lane.Centre.Points.Count} centreline points"));
        }

        for (int i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                findings.Add(new(lane.Id, MapRule.FiniteNumber, $"the {name} at point {i} is not finite"));
                return;
            }
        }
    }

    // A crossing exactly at a vertex leaves no two edges that pass through each other, but it swaps the bounds behind it.
    private static (int Index, double DepthM)? FirstSwapped(Lane lane)
    {
        var left = lane.Left.Span;
        var right = lane.Right.Span;
        for (int i = 0; i < left.Length; i++)
        {
            int before = Math.Max(i - 1, 0);
            int after = Math.Min(i + 1, left.Length - 1);
            var along = ((left[after] + right[after]) - (left[before] + right[before])).UnitOr(Vector2d.Zero);
            double width = along.Cross(left[i] - right[i]);
            if (width < -CrossingToleranceM)
            {
                return (i, -width);
            }
        }

        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
