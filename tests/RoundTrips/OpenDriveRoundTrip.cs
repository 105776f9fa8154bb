using Sim.Formats.OpenDrive;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests;

/// <summary>Holds a map that was written as OpenDRIVE and read back against the map itself.</summary>
internal static class OpenDriveRoundTrip
{
    /// <summary>The map as read back, and what was lost by the writer's own account.</summary>
    public static (RoadMap Map, IReadOnlyList<OpenDriveLoss> Losses) Through(RoadMap map)
    {
        using var bytes = new MemoryStream();
        var losses = OpenDriveWriter.Write(map, bytes);
        return (OpenDriveReader.Read(bytes.ToArray(), "again.xodr"), losses);
    }

    /// <summary>Every difference: lanes, links, types, limits, markings, neighbours, users, centre lines.</summary>
    /// <param name="map">Before.</param>
    /// <param name="again">After.</param>
    /// <param name="toleranceM">Largest distance of centre lines, m; at the ends half a lane more is let pass along the lane.</param>
    public static IEnumerable<(string Id, string Difference)> Differences(RoadMap map, RoadMap again, double toleranceM = 0.02)
    {
        var found = again.Lanes.ToDictionary(l => l.Id, StringComparer.Ordinal);
        foreach (var lane in map.Lanes)
        {
            if (!found.TryGetValue(lane.Id, out var other))
            {
                yield return (lane.Id, "is missing");
                continue;
            }

            foreach (string text in Of(lane, other, toleranceM))
            {
                yield return (lane.Id, text);
            }
        }

        foreach (var signal in map.Signals)
        {
            var other = again.Signals.FirstOrDefault(s => s.Id == signal.Id);
            if (other is null)
            {
                yield return (signal.Id, "signal is missing");
            }
            else if (other.Kind != signal.Kind || (signal.Pose is { } pose && pose.Position.DistanceTo(other.Pose!.Value.Position) > 0.01) || !signal.Cycle.SequenceEqual(other.Cycle) || signal.CycleOffsetUs != other.CycleOffsetUs)
            {
                yield return (signal.Id, "signal differs");
            }
        }

        foreach (var crosswalk in map.Crosswalks)
        {
            var other = again.Crosswalks.FirstOrDefault(c => c.Id == crosswalk.Id);
            if (other is null || crosswalk.Outline.Points.Zip(other.Outline.Points).Any(p => p.First.DistanceTo(p.Second) > 0.01))
            {
                yield return (crosswalk.Id, "crosswalk differs");
            }
        }

        foreach (var line in map.StopLines)
        {
            var other = again.StopLines.FirstOrDefault(c => c.Id == line.Id);
            bool same = other is not null && ((other.From.DistanceTo(line.From) <= 0.01 && other.To.DistanceTo(line.To) <= 0.01)
                || (other.From.DistanceTo(line.To) <= 0.01 && other.To.DistanceTo(line.From) <= 0.01));
            if (!same)
            {
                yield return (line.Id, "stop line differs");
            }
        }
    }

    private static IEnumerable<string> Of(Lane lane, Lane other, double toleranceM)
    {
        if (!lane.Successors.Order(StringComparer.Ordinal).SequenceEqual(other.Successors.Order(StringComparer.Ordinal)))
        {
            yield return $"successors {string.Join(' ', lane.Successors)} become {string.Join(' ', other.Successors)}";
        }

        if (!lane.Predecessors.Order(StringComparer.Ordinal).SequenceEqual(other.Predecessors.Order(StringComparer.Ordinal)))
        {
            yield return $"predecessors {string.Join(' ', lane.Predecessors)} become {string.Join(' ', other.Predecessors)}";
        }

        if (lane.Type != other.Type)
        {
            yield return $"type {lane.Type} becomes {other.Type}";
        }

        if (lane.SpeedLimitMps is { } a ? other.SpeedLimitMps is not { } b || Math.Abs(a - b) > 1e-9 : other.SpeedLimitMps is not null)
        {
            yield return $"limit {lane.SpeedLimitMps} becomes {other.SpeedLimitMps}";
        }

        if (lane.JunctionId != other.JunctionId)
        {
            yield return $"junction {lane.JunctionId} becomes {other.JunctionId}";
        }

        // A border that one lane knows is known to both afterwards.
        if ((lane.LeftMarking != LaneMarking.Unknown && lane.LeftMarking != other.LeftMarking) || (lane.RightMarking != LaneMarking.Unknown && lane.RightMarking != other.RightMarking))
        {
            yield return $"markings {lane.LeftMarking}, {lane.RightMarking} become {other.LeftMarking}, {other.RightMarking}";
        }

        if ((lane.LeftNeighbour, lane.RightNeighbour) != (other.LeftNeighbour, other.RightNeighbour))
        {
            yield return $"neighbours {lane.LeftNeighbour}, {lane.RightNeighbour} become {other.LeftNeighbour}, {other.RightNeighbour}";
        }

        if (!lane.Users.SequenceEqual(other.Users))
        {
            yield return "users differ";
        }

        if (!lane.SignalIds.Order(StringComparer.Ordinal).SequenceEqual(other.SignalIds.Order(StringComparer.Ordinal)) || lane.StopLineId != other.StopLineId)
        {
            yield return $"signals {string.Join(' ', lane.SignalIds)} and stop line {lane.StopLineId} become {string.Join(' ', other.SignalIds)} and {other.StopLineId}";
        }

        double far = Math.Max(Farthest(lane, other.Centre), Farthest(other, lane.Centre));
        if (far > toleranceM)
        {
            yield return FormattableString.Invariant($"centre line lies {far:0.####} m off");
        }

        for (int i = 0; i < other.Centre.Points.Count; i++)
        {
            double s = lane.Centre.Project(other.Centre.Points[i]).S;
            if (Math.Abs((other.ElevationM?[i] ?? 0) - lane.ElevationAt(s)) > 0.05)
            {
                yield return FormattableString.Invariant($"height {lane.ElevationAt(s):0.###} becomes {other.ElevationM?[i] ?? 0:0.###}");
                break;
            }
        }
    }

    private static double Farthest(Lane lane, Polyline line)
    {
        double worst = 0;
        foreach (var point in lane.Centre.Points)
        {
            // Beside the line; what lies along it beyond an end is the cut of the road.
            var at = line.Project(point, PolylineEnds.Extend);
            double beyond = Math.Max(-at.S, at.S - line.LengthM);
            worst = Math.Max(worst, beyond > 1.0 ? beyond : beyond > 0 ? Math.Abs(at.D) : line.DistanceTo(point));
        }

        return worst;
    }
}
