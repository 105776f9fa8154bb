using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>A lane in a bundle, seen along the bundle's direction.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Along">True when it is driven in the bundle's direction.</param>
internal sealed record BundledLane(Lane Lane, bool Along)
{
    /// <summary>Its left border in the bundle's direction.</summary>
    public Polyline Left { get; } = Along ? Lane.Left : Lane.Right.Reversed();

    /// <summary>Its right border in the bundle's direction.</summary>
    public Polyline Right { get; } = Along ? Lane.Right : Lane.Left.Reversed();

    /// <summary>Its centre line in the bundle's direction.</summary>
    public Polyline Centre { get; } = Along ? Lane.Centre : Lane.Centre.Reversed();
}

/// <summary>Lanes side by side that make one road, from left to right in the bundle's direction. Immutable.</summary>
internal sealed class LaneBundle
{
    private const double SharedM = 0.01;

    /// <summary>Makes a bundle.</summary>
    public LaneBundle(IReadOnlyList<BundledLane> lanes)
    {
        Lanes = lanes;
        int turn = 0;
        for (int i = 1; i < lanes.Count; i++)
        {
            turn = lanes[i].Along != lanes[i - 1].Along ? i : turn;
        }

        // Right-hand traffic has those against the direction on the left.
        LeftHandTraffic = turn > 0 && lanes[0].Along;
        LeftCount = turn > 0 ? turn : lanes[0].Along ? 0 : lanes.Count;
    }

    /// <summary>Lanes from left to right.</summary>
    public IReadOnlyList<BundledLane> Lanes { get; }

    /// <summary>How many of them lie left of lane 0.</summary>
    public int LeftCount { get; }

    /// <summary>True when the lanes along the direction lie on its left.</summary>
    public bool LeftHandTraffic { get; }

    /// <summary>Junction of its lanes, or null.</summary>
    public string? JunctionId => Lanes[0].Lane.JunctionId;

    /// <summary>OpenDRIVE's number of a lane by its place.</summary>
    public int NumberOf(int place) => place < LeftCount ? LeftCount - place : LeftCount - 1 - place;

    /// <summary>All lanes of a map in bundles; the order follows the map's lanes. What neighbours are torn apart is reported.</summary>
    public static List<LaneBundle> Collect(RoadMap map, List<OpenDriveLoss> losses)
    {
        var byId = map.Lanes.ToDictionary(l => l.Id, StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var bundles = new List<LaneBundle>();
        foreach (var lane in map.Lanes)
        {
            if (!taken.Add(lane.Id))
            {
                continue;
            }

            var lanes = new List<BundledLane> { new(lane, true) };
            Grow(byId, taken, lanes, toLeft: true);
            Grow(byId, taken, lanes, toLeft: false);

            // The direction of a bundle is that of its right lanes, or of its left ones where all are driven so.
            bundles.Add(new LaneBundle(lanes));
        }

        var home = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < bundles.Count; i++)
        {
            foreach (var member in bundles[i].Lanes)
            {
                home[member.Lane.Id] = i;
            }
        }

        foreach (var lane in map.Lanes)
        {
            foreach (var neighbour in (ReadOnlySpan<LaneNeighbour?>)[lane.LeftNeighbour, lane.RightNeighbour])
            {
                if (neighbour is not null && home.TryGetValue(neighbour.LaneId, out int other) && other != home[lane.Id])
                {
                    losses.Add(new(lane.Id, $"its neighbour {neighbour.LaneId} becomes another road: they share no border over their length, or their directions alternate"));
                }
            }
        }

        return bundles;
    }

    private static void Grow(Dictionary<string, Lane> byId, HashSet<string> taken, List<BundledLane> lanes, bool toLeft)
    {
        while (true)
        {
            var edge = toLeft ? lanes[0] : lanes[^1];
            bool ownLeft = toLeft == edge.Along;
            var link = ownLeft ? edge.Lane.LeftNeighbour : edge.Lane.RightNeighbour;
            if (link is null || !byId.TryGetValue(link.LaneId, out var next) || taken.Contains(next.Id) || next.JunctionId != edge.Lane.JunctionId)
            {
                return;
            }

            var back = ownLeft == link.SameDirection ? next.RightNeighbour : next.LeftNeighbour;
            var candidate = new BundledLane(next, link.SameDirection == edge.Along);
            if (back?.LaneId != edge.Lane.Id || !OneTurn(lanes, candidate, toLeft) || !Share(toLeft ? candidate : edge, toLeft ? edge : candidate))
            {
                return;
            }

            taken.Add(next.Id);
            lanes.Insert(toLeft ? 0 : lanes.Count, candidate);
        }
    }

    /// <summary>True when directions still change at most once from left to right.</summary>
    private static bool OneTurn(List<BundledLane> lanes, BundledLane candidate, bool toLeft)
    {
        int turns = candidate.Along != (toLeft ? lanes[0] : lanes[^1]).Along ? 1 : 0;
        for (int i = 1; i < lanes.Count; i++)
        {
            turns += lanes[i].Along != lanes[i - 1].Along ? 1 : 0;
        }

        return turns <= 1;
    }

    /// <summary>True when two lanes have their common border, the shorter one tapering to nothing where it ends earlier.</summary>
    private static bool Share(BundledLane left, BundledLane right)
    {
        var (a, b) = (left.Right, right.Left);
        var (lesser, greater, lane) = a.LengthM <= b.LengthM ? (a, b, left) : (b, a, right);
        foreach (var point in lesser.Points)
        {
            if (greater.DistanceTo(point) > SharedM)
            {
                return false;
            }
        }

        return Ends(0) && Ends(^1);

        bool Ends(Index at) => lesser.Points[at].DistanceTo(greater.Points[at]) <= SharedM
            || lane.Left.Points[at].DistanceTo(lane.Right.Points[at]) <= 0.002;
    }
}
