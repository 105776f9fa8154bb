using System.Collections;
using Sim.Numerics;

namespace Sim;

/// <summary>
/// Covering arrays by the in-parameter-order strategy (Lei and Tai 1998; general strength: Lei, Kacker, Kuhn, Okun, Lawrence, "IPOG", 2007): start
/// with all combinations of the first t parameters, add one parameter after another, each time first choosing for every row the value that covers
/// most, then adding rows for what is left.
/// </summary>
internal static class CoveringArray
{
    public const int MaxTuples = 2_000_000;

    private const int Free = -1;

    /// <summary>Rows of value indices, or null when there would be more than <see cref="MaxTuples"/> combinations to cover.</summary>
    /// <param name="levels">Number of values of each parameter, each at least 1; more parameters than <paramref name="strength"/>.</param>
    /// <param name="strength">2 or more.</param>
    /// <param name="seed">Fills the places that coverage leaves open.</param>
    public static List<int[]>? Build(int[] levels, int strength, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, levels.Length).OrderByDescending(i => levels[i]).ThenBy(i => i)];
        int[] sizes = [.. order.Select(i => levels[i])];
        if (CountTuples(sizes, strength) > MaxTuples)
        {
            return null;
        }

        var rows = AllOf(sizes, strength);
        for (int p = strength; p < sizes.Length; p++)
        {
            Extend(rows, sizes, strength, p);
        }

        var random = new RandomStream(seed);
        foreach (int[] row in rows)
        {
            for (int p = 0; p < row.Length; p++)
            {
                row[p] = row[p] == Free ? random.NextInt(sizes[p]) : row[p];
            }
        }

        return [.. rows.Select(row => Reorder(row, order))];
    }

    private static int[] Reorder(int[] row, int[] order)
    {
        var result = new int[row.Length];
        for (int p = 0; p < row.Length; p++)
        {
            result[order[p]] = row[p];
        }

        return result;
    }

    // Elementary symmetric polynomial: the sum over all t-subsets of the product of their sizes.
    private static double CountTuples(int[] sizes, int strength)
    {
        var sums = new double[strength + 1];
        sums[0] = 1;
        foreach (int size in sizes)
        {
            for (int t = strength; t > 0; t--)
            {
                sums[t] += sums[t - 1] * size;
            }
        }

        return sums[strength];
    }

    private static List<int[]> AllOf(int[] sizes, int strength)
    {
        var rows = new List<int[]>();
        var at = new int[strength];
        while (true)
        {
            var row = new int[sizes.Length];
            Array.Fill(row, Free);
            at.CopyTo(row, 0);
            rows.Add(row);
            int p = strength - 1;
            while (p >= 0 && ++at[p] == sizes[p])
            {
                at[p--] = 0;
            }

            if (p < 0)
            {
                return rows;
            }
        }
    }

    private static void Extend(List<int[]> rows, int[] sizes, int strength, int p)
    {
        var subsets = Subsets(p, strength - 1);
        var missing = subsets.Select(s => new BitArray(s.Aggregate(1, (n, i) => n * sizes[i]) * sizes[p], true)).ToList();
        for (int r = 0; r < rows.Count; r++)
        {
            int[] row = rows[r];
            int best = 0, bestGain = -1;
            for (int k = 0; k < sizes[p]; k++)
            {
                // Starting elsewhere in each row spreads equal choices over the values.
                int value = (r + k) % sizes[p];
                int gain = 0;
                for (int s = 0; s < subsets.Count; s++)
                {
                    int index = Index(row, subsets[s], sizes, p, value);
                    gain += index >= 0 && missing[s][index] ? 1 : 0;
                }

                if (gain > bestGain)
                {
                    (best, bestGain) = (value, gain);
                }
            }

            row[p] = bestGain > 0 ? best : Free;
            Cover(row, subsets, missing, sizes, p);
        }

        var open = rows.Where(r => r.AsSpan(0, p + 1).Contains(Free)).ToList();
        for (int s = 0; s < subsets.Count; s++)
        {
            for (int index = 0; index < missing[s].Length; index++)
            {
                if (!missing[s][index])
                {
                    continue;
                }

                int[] wanted = new int[sizes.Length];
                Array.Fill(wanted, Free);
                int rest = index;
                wanted[p] = rest % sizes[p];
                rest /= sizes[p];
                for (int i = subsets[s].Length - 1; i >= 0; i--)
                {
                    wanted[subsets[s][i]] = rest % sizes[subsets[s][i]];
                    rest /= sizes[subsets[s][i]];
                }

                int[]? row = open.Find(r => Fits(r, wanted, p));
                if (row is null)
                {
                    rows.Add(wanted);
                    open.Add(wanted);
                    row = wanted;
                }
                else
                {
                    for (int i = 0; i <= p; i++)
                    {
                        row[i] = wanted[i] == Free ? row[i] : wanted[i];
                    }

                    if (!row.AsSpan(0, p + 1).Contains(Free))
                    {
                        open.Remove(row);
                    }
                }

                Cover(row, subsets, missing, sizes, p);
            }
        }
    }

    private static bool Fits(int[] row, int[] wanted, int p)
    {
        for (int i = 0; i <= p; i++)
        {
            if (wanted[i] != Free && row[i] != Free && row[i] != wanted[i])
            {
                return false;
            }
        }

        return true;
    }

    private static void Cover(int[] row, List<int[]> subsets, List<BitArray> missing, int[] sizes, int p)
    {
        if (row[p] == Free)
        {
            return;
        }

        for (int s = 0; s < subsets.Count; s++)
        {
            int index = Index(row, subsets[s], sizes, p, row[p]);
            if (index >= 0)
            {
                missing[s][index] = false;
            }
        }
    }

    private static int Index(int[] row, int[] subset, int[] sizes, int p, int value)
    {
        int index = 0;
        foreach (int i in subset)
        {
            if (row[i] == Free)
            {
                return -1;
            }

            index = index * sizes[i] + row[i];
        }

        return index * sizes[p] + value;
    }

    private static List<int[]> Subsets(int count, int size)
    {
        var subsets = new List<int[]>();
        var at = Enumerable.Range(0, size).ToArray();
        while (true)
        {
            subsets.Add([.. at]);
            int i = size - 1;
            while (i >= 0 && at[i] == count - size + i)
            {
                i--;
            }

            if (i < 0)
            {
                return subsets;
            }

            at[i]++;
            for (int j = i + 1; j < size; j++)
            {
                at[j] = at[j - 1] + 1;
            }
        }
    }
}
