using Sim.Plugins.Retrieval.Distances;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>
/// Nearest scenes by 2-Wasserstein distance: entries in the order of a lower bound (<see cref="SceneSignature"/>), the exact distance for one after the
/// other, until no bound is below the last result. Up to <see cref="ExactUpTo"/> entries that is exact; beyond, at most <see cref="Budget"/> exact
/// distances are spent, which makes it approximate. Deterministic: ties by id. Thread-safe.
/// </summary>
internal static class SceneSearch
{
    /// <summary>Number of entries up to which the search is exact.</summary>
    public const int ExactUpTo = 10_000;

    /// <summary>Most exact distances of a search beyond that.</summary>
    public const int Budget = 2_000;

    private const int Chunk = 256;

    /// <summary>The nearest entries, nearest first.</summary>
    /// <param name="blocks">Where to look.</param>
    /// <param name="dimension">Length of a vector.</param>
    /// <param name="query">Vectors of the question.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="exclude">True for entries to pass over; may be null.</param>
    /// <param name="budget">Most exact distances.</param>
    /// <param name="spent">Exact distances computed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static IReadOnlyList<SceneMatch> Nearest(
        IReadOnlyList<SceneBlock> blocks,
        int dimension,
        ReadOnlySpan<double> query,
        int count,
        Func<IndexEntry, bool>? exclude,
        int budget,
        out int spent,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var queue = Bounds(blocks, dimension, query);
        var workspace = new SetDistance(dimension);
        var best = new List<SceneMatch>(Math.Min(count, 64) + 1);
        int actors = query.Length / dimension;
        Span<int> matches = stackalloc int[actors];
        spent = 0;
        while (spent < budget && queue.TryPop(out double bound, out int block, out int index))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (best.Count == count && bound > best[^1].Distance * best[^1].Distance * (1 + 1e-9))
            {
                break;
            }

            IndexEntry? entry = null;
            if (exclude is not null && exclude(entry = blocks[block].Entry(index)))
            {
                continue;
            }

            spent++;
            double distance = workspace.Between(query, blocks[block].Vectors(index), matches);
            if (best.Count == count && distance > best[^1].Distance)
            {
                continue;
            }

            Insert(best, new SceneMatch(entry ?? blocks[block].Entry(index), distance, matches.ToArray()), count);
        }

        return best;
    }

    private static void Insert(List<SceneMatch> best, SceneMatch match, int count)
    {
        int at = best.Count;
        while (at > 0 && (best[at - 1].Distance > match.Distance
            || (best[at - 1].Distance == match.Distance && string.CompareOrdinal(best[at - 1].Entry.Id, match.Entry.Id) > 0)))
        {
            at--;
        }

        best.Insert(at, match);
        if (best.Count > count)
        {
            best.RemoveAt(count);
        }
    }

    private static BoundQueue Bounds(IReadOnlyList<SceneBlock> blocks, int dimension, ReadOnlySpan<double> query)
    {
        int length = SceneSignature.LengthFor(dimension);
        Span<double> own = length <= 1024 ? stackalloc double[length] : new double[length];
        SceneSignature.Write(query, dimension, own);
        int total = 0;
        foreach (var block in blocks)
        {
            total += block.Count;
        }

        var bounds = new double[total];
        var places = new (int Block, int Index)[total];
        int at = 0;
        for (int b = 0; b < blocks.Count; b++)
        {
            for (int first = 0; first < blocks[b].Count; first += Chunk)
            {
                int count = Math.Min(Chunk, blocks[b].Count - first);
                var signatures = blocks[b].Signatures(first, count);
                for (int i = 0; i < count; i++)
                {
                    bounds[at] = SetDistance.SquaredDistance(own, signatures.Slice(i * length, length));
                    places[at++] = (b, first + i);
                }
            }
        }

        return new BoundQueue(bounds, places);
    }
}
