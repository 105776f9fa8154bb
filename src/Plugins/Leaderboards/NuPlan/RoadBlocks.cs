using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// nuPlan's roadblocks, which other maps do not name: lanes beside each other in the same direction; in a junction also those that lead from the same
/// such group into the same. Not thread-safe.
/// </summary>
internal sealed class RoadBlocks(RoadMapIndex index)
{
    private readonly Dictionary<int, int[]> _lanes = [];

    /// <summary>The lanes of a lane's block, itself among them, by rising index.</summary>
    public int[] Of(int lane)
    {
        if (!_lanes.TryGetValue(lane, out var block))
        {
            block = Find(lane);
            foreach (int member in block)
            {
                _lanes[member] = block;
            }
        }

        return block;
    }

    /// <summary>True when a point lies in a lane of a block.</summary>
    public bool Contains(int[] block, Vector2d point)
    {
        foreach (int lane in block)
        {
            if (index.OutlineOf(lane).Contains(point))
            {
                return true;
            }
        }

        return false;
    }

    private int[] Find(int lane)
    {
        var block = new SortedSet<int>(Beside(lane));
        if (index.LaneAt(lane).JunctionId is { } junction)
        {
            var (from, to) = (Ends(index.Predecessors(lane)), Ends(index.Successors(lane)));
            for (int other = 0; other < index.LaneCount; other++)
            {
                if (from >= 0 && to >= 0 && index.CarriesTraffic(other) && index.LaneAt(other).JunctionId == junction
                    && Ends(index.Predecessors(other)) == from && Ends(index.Successors(other)) == to)
                {
                    block.Add(other);
                }
            }
        }

        return [.. block];
    }

    private int Ends(ReadOnlySpan<int> links) => links.IsEmpty ? -1 : Beside(links[0]).Min();

    private SortedSet<int> Beside(int lane)
    {
        var lanes = new SortedSet<int> { lane };
        for (int at = index.LeftLane(lane); at >= 0 && lanes.Add(at);)
        {
            at = index.LeftLane(at);
        }

        for (int at = index.RightLane(lane); at >= 0 && lanes.Add(at);)
        {
            at = index.RightLane(at);
        }

        return lanes;
    }
}
