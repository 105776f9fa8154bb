using Sim.Geometry;

namespace Sim.Maps;

/// <content>Rules about what names what.</content>
public static partial class RoadMapCheck
{
    private static void CheckLinks(List<MapFinding> findings, Lane lane, Dictionary<string, Lane> lanes, LinkSet links)
    {
        foreach (string id in lane.Successors)
        {
            if (!lanes.TryGetValue(id, out var next))
            {
                findings.Add(new(lane.Id, MapRule.KnownReference, $"the successor '{id}' does not exist"));
                continue;
            }

            if (!links.Backward.Contains((lane.Id, id)))
            {
                findings.Add(new(lane.Id, MapRule.MutualLink, $"'{id}' is a successor but does not name this lane as predecessor"));
            }

            CheckJoint(findings, lane, next, "left", lane.Left, next.Left);
            CheckJoint(findings, lane, next, "centre", lane.Centre, next.Centre);
            CheckJoint(findings, lane, next, "right", lane.Right, next.Right);
        }

        foreach (string id in lane.Predecessors)
        {
            if (!lanes.TryGetValue(id, out var previous))
            {
                findings.Add(new(lane.Id, MapRule.KnownReference, $"the predecessor '{id}' does not exist"));
            }
            else if (!links.Forward.Contains((id, lane.Id)))
            {
                findings.Add(new(lane.Id, MapRule.MutualLink, $"'{id}' is a predecessor but does not name this lane as successor"));
            }
        }
    }

    private static void CheckJoint(List<MapFinding> findings, Lane lane, Lane next, string line, Polyline ending, Polyline beginning)
    {
        double gap = ending.Span[^1].DistanceTo(beginning.Span[0]);
        if (!(gap <= JoinToleranceM))
        {
            findings.Add(new(lane.Id, MapRule.JoinedEnds, Text($"its {line} ends {gap:0.####} m from where that of its successor '{next.Id}' begins; at most {JoinToleranceM} m is allowed")));
        }
    }

    private static void CheckNeighbour(List<MapFinding> findings, Lane lane, LaneNeighbour? neighbour, bool onLeft, Dictionary<string, Lane> lanes)
    {
        if (neighbour is null)
        {
            return;
        }

        string side = onLeft ? "left" : "right";
        if (!lanes.TryGetValue(neighbour.LaneId, out var other))
        {
            findings.Add(new(lane.Id, MapRule.KnownReference, $"the {side} neighbour '{neighbour.LaneId}' does not exist"));
            return;
        }

        // Oncoming neighbours see each other on the same hand.
        var back = onLeft == neighbour.SameDirection ? other.RightNeighbour : other.LeftNeighbour;
        if (back is null || back.LaneId != lane.Id || back.SameDirection != neighbour.SameDirection)
        {
            string expected = onLeft == neighbour.SameDirection ? "right" : "left";
            findings.Add(new(lane.Id, MapRule.MutualNeighbour, $"'{other.Id}' is the {side} neighbour but does not name this lane as its {expected} neighbour with the same direction flag"));
        }
    }

    private static void CheckNames(List<MapFinding> findings, Lane lane, HashSet<string> junctions, HashSet<string> signals, HashSet<string> stopLines)
    {
        if (lane.JunctionId is { } junction && !junctions.Contains(junction))
        {
            findings.Add(new(lane.Id, MapRule.KnownReference, $"the junction '{junction}' does not exist"));
        }

        foreach (string id in lane.SignalIds)
        {
            if (!signals.Contains(id))
            {
                findings.Add(new(lane.Id, MapRule.KnownReference, $"the signal '{id}' does not exist"));
            }
        }

        if (lane.StopLineId is { } stopLine && !stopLines.Contains(stopLine))
        {
            findings.Add(new(lane.Id, MapRule.KnownReference, $"the stop line '{stopLine}' does not exist"));
        }
    }

    private static void CheckOthers(List<MapFinding> findings, RoadMap map, Dictionary<string, Lane> lanes, HashSet<string> signals)
    {
        foreach (var junction in map.Junctions)
        {
            foreach (string id in junction.LaneIds.Concat(junction.IncomingLaneIds))
            {
                if (!lanes.ContainsKey(id))
                {
                    findings.Add(new(junction.Id, MapRule.KnownReference, $"junction '{junction.Id}' names the lane '{id}', which does not exist"));
                }
            }
        }

        foreach (var stopLine in map.StopLines)
        {
            foreach (string id in stopLine.SignalIds)
            {
                if (!signals.Contains(id))
                {
                    findings.Add(new(stopLine.Id, MapRule.KnownReference, $"stop line '{stopLine.Id}' names the signal '{id}', which does not exist"));
                }
            }

            CheckFinite(findings, stopLine.Id, $"stop line '{stopLine.Id}'", stopLine.From.X, stopLine.From.Y, stopLine.To.X, stopLine.To.Y);
        }

        foreach (var signal in map.Signals)
        {
            var pose = signal.Pose ?? default;
            CheckFinite(findings, signal.Id, $"signal '{signal.Id}'", pose.X, pose.Y, pose.HeadingRad, signal.HeightM, signal.Value ?? 0);
        }
    }

    private static void CheckFinite(List<MapFinding> findings, string id, string what, params ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                findings.Add(new(id, MapRule.FiniteNumber, $"{what} has a number that is not finite"));
                return;
            }
        }
    }

    /// <summary>Every (from, to) that successors state, and every (from, to) that predecessors state.</summary>
    private sealed class LinkSet
    {
        public LinkSet(RoadMap map)
        {
            foreach (var lane in map.Lanes)
            {
                foreach (string id in lane.Successors)
                {
                    Forward.Add((lane.Id, id));
                }

                foreach (string id in lane.Predecessors)
                {
                    Backward.Add((id, lane.Id));
                }
            }
        }

        public HashSet<(string From, string To)> Forward { get; } = [];

        public HashSet<(string From, string To)> Backward { get; } = [];
    }
}
