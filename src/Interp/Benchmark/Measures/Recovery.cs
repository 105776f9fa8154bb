using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>How well features match the truth, each truth with a feature of its own.</summary>
public static class Recovery
{
    /// <summary>Mean |cosine| of true directions and the features they are matched with, MCC; the matching makes it largest. A truth without a feature counts as 0.</summary>
    /// <param name="truth">T × d, rows of unit length.</param>
    /// <param name="features">F × d, rows of unit length or zero.</param>
    /// <param name="recovered">Share of truths whose feature has a |cosine| of 0.9 or more.</param>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public static double Of(Tensor truth, Tensor features, out double recovered)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(features);
        if (truth.Columns != features.Columns)
        {
            throw new ArgumentException($"directions {truth} and {features} differ in width", nameof(features));
        }

        return Match(truth.Rows, features.Rows, (t, f) => Math.Abs(RowProducts.Dot(truth.Row(t), features.Row(f))), out recovered);
    }

    /// <summary>Mean |correlation| of true codes and the codes they are matched with. Codes that never change correlate with nothing.</summary>
    /// <param name="truth">B × T.</param>
    /// <param name="codes">B × F.</param>
    /// <exception cref="ArgumentException">The numbers of tokens differ.</exception>
    public static double OfCodes(Tensor truth, Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(codes);
        if (truth.Rows != codes.Rows)
        {
            throw new ArgumentException($"codes {truth} and {codes} are of different tokens", nameof(codes));
        }

        Tensor a = Standardised(truth), b = Standardised(codes);
        return Match(a.Rows, b.Rows, (t, f) => Math.Abs(RowProducts.Dot(a.Row(t), b.Row(f))), out _);
    }

    private static double Match(int truths, int features, Func<int, int, double> likeness, out double recovered)
    {
        int rows = Math.Min(truths, features), columns = Math.Max(truths, features);
        double[] cost = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                cost[(row * columns) + column] = -(truths <= features ? likeness(row, column) : likeness(column, row));
            }
        }

        int[] chosen = new int[rows];
        double sum = -new Assignment(columns).Solve(cost, rows, columns, chosen);
        recovered = Enumerable.Range(0, rows).Count(row => cost[(row * columns) + chosen[row]] <= -0.9) / (double)truths;
        return sum / truths;
    }

    // A row for each code: deviations from its mean, of length 1 together.
    private static Tensor Standardised(Tensor codes)
    {
        var rows = new Tensor(codes.Columns, codes.Rows);
        for (int code = 0; code < codes.Columns; code++)
        {
            Span<float> row = rows.Row(code);
            double mean = 0, squares = 0;
            for (int token = 0; token < row.Length; token++)
            {
                row[token] = codes.Row(token)[code];
                mean += row[token];
            }

            mean /= row.Length;
            for (int token = 0; token < row.Length; token++)
            {
                row[token] -= (float)mean;
                squares += (double)row[token] * row[token];
            }

            float length = (float)Math.Sqrt(squares);
            for (int token = 0; token < row.Length; token++)
            {
                row[token] = length > 0 ? row[token] / length : 0;
            }
        }

        return rows;
    }
}
