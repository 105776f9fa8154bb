using System.Runtime.Intrinsics;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Distances;

/// <summary>
/// 2-Wasserstein distance between two sets of actor vectors: both are filled up with vectors zero ("not there") to
/// <see cref="SceneOptions.MaxActors"/> points of equal weight, and the cheapest assignment is found exactly. So sets of unequal size are compared by
/// the same rule, and the distance is a metric on sets (zero only between equal sets, symmetric, triangle inequality). An instance is a workspace:
/// one thread at a time, no allocation after construction.
/// </summary>
internal sealed class SetDistance
{
    private const int Size = SceneOptions.MaxActors;
    private readonly int _dimension;
    private readonly Assignment _assignment = new(Size);
    private readonly double[] _cost = new double[Size * Size];
    private readonly double[] _normA = new double[Size];
    private readonly double[] _normB = new double[Size];
    private readonly int[] _column = new int[Size];

    /// <summary>A workspace for vectors of a length.</summary>
    public SetDistance(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        _dimension = dimension;
    }

    /// <summary>The distance.</summary>
    /// <param name="a">Vectors of the first set, one after the other, at most <see cref="SceneOptions.MaxActors"/>.</param>
    /// <param name="b">Vectors of the second set.</param>
    /// <exception cref="ArgumentException">A set is too large, or its length is no multiple of the vectors'.</exception>
    public double Between(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Between(a, b, default);

    /// <summary>The distance and who was matched with whom.</summary>
    /// <param name="a">The first set.</param>
    /// <param name="b">The second set.</param>
    /// <param name="matches">Receives for each vector of the first set its partner in the second, −1 for none; may be empty.</param>
    public double Between(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<int> matches)
    {
        int n = Count(a), m = Count(b);
        Norms(a, n, _normA);
        Norms(b, m, _normB);
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                _cost[i * Size + j] = i < n
                    ? j < m ? SquaredDistance(a.Slice(i * _dimension, _dimension), b.Slice(j * _dimension, _dimension)) : _normA[i]
                    : j < m ? _normB[j] : 0;
            }
        }

        double sum = _assignment.Solve(_cost, Size, Size, _column);
        for (int i = 0; i < matches.Length && i < n; i++)
        {
            matches[i] = _column[i] < m ? _column[i] : -1;
        }

        return Math.Sqrt(Math.Max(0, sum) / Size);
    }

    /// <summary>Sum of squares of differences, in four fixed lanes: the same bits on every machine.</summary>
    internal static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = Vector256<double>.Zero;
        int i = 0;
        for (; i <= a.Length - 4; i += 4)
        {
            var d = Vector256.Create(a.Slice(i, 4)) - Vector256.Create(b.Slice(i, 4));
            sum += d * d;
        }

        double rest = 0;
        for (; i < a.Length; i++)
        {
            double d = a[i] - b[i];
            rest += d * d;
        }

        return sum[0] + sum[1] + (sum[2] + sum[3]) + rest;
    }

    private int Count(ReadOnlySpan<double> set)
    {
        int count = set.Length / _dimension;
        return count * _dimension == set.Length && count <= Size
            ? count
            : throw new ArgumentException($"A set has up to {Size} vectors of {_dimension} values, found {set.Length} values.", nameof(set));
    }

    private void Norms(ReadOnlySpan<double> set, int count, double[] norms)
    {
        for (int i = 0; i < count; i++)
        {
            double sum = 0;
            foreach (double x in set.Slice(i * _dimension, _dimension))
            {
                sum += x * x;
            }

            norms[i] = sum;
        }
    }
}
