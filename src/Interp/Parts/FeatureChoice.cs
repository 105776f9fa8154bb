using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Feature Choice (arXiv 2411.02124; interp §1.10): each feature keeps the tokens where it is largest, as many as its share of the batch's budget. Exponent and offset of the Zipf curve are ours: no body of the paper was found.</summary>
public static class FeatureChoice
{
    /// <summary>How many tokens a feature keeps by its rank: <c>total · w_r / Σw</c> with <c>w_r = 1 / (r + β)^α</c>, r from 1, rounded, at least 1 and at most the number of tokens.</summary>
    /// <param name="features">F.</param>
    /// <param name="tokens">B.</param>
    /// <param name="total">Codes of the batch, M.</param>
    /// <param name="alpha">Exponent; 0 for the same budget for all.</param>
    /// <param name="beta">Offset; above −1.</param>
    public static int[] Budgets(int features, int tokens, long total, double alpha, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(beta, -1);
        double[] weights = [.. Enumerable.Range(1, features).Select(rank => Math.Pow(rank + beta, -alpha))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => (int)Math.Clamp(Math.Round(total * weight / sum), 1, tokens))];
    }

    /// <summary>Features from the most to the least frequent; of equals, the first.</summary>
    /// <param name="frequencies">How often each fires.</param>
    public static int[] Order(ReadOnlySpan<double> frequencies)
    {
        double[] all = frequencies.ToArray();
        return [.. Enumerable.Range(0, all.Length).OrderByDescending(feature => all[feature])];
    }

    /// <summary>Keeps of each column its largest elements.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="positive">B × F, rectified.</param>
    /// <param name="budgets">How many of each column; of equals, the earlier row.</param>
    /// <exception cref="ArgumentException">There is not a budget for each column.</exception>
    public static Variable Keep(Tape tape, Variable positive, IReadOnlyList<int> budgets)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(positive);
        ArgumentNullException.ThrowIfNull(budgets);
        Tensor values = positive.Value, mask = tape.Zeros(values.Shape);
        if (budgets.Count != values.Columns)
        {
            throw new ArgumentException($"there are {budgets.Count} budgets for the columns of a {values}", nameof(budgets));
        }

        Workers.For(values.Columns, 64, (first, end) =>
        {
            float[] keys = new float[values.Rows];
            int[] rows = new int[values.Rows];
            for (int column = first; column < end; column++)
            {
                for (int row = 0; row < rows.Length; row++)
                {
                    (keys[row], rows[row]) = (values[row, column], row);
                }

                Array.Sort(rows, (a, b) => keys[b] != keys[a] ? keys[b].CompareTo(keys[a]) : a.CompareTo(b));
                for (int i = 0; i < Math.Min(budgets[column], rows.Length); i++)
                {
                    mask[rows[i], column] = 1;
                }
            }
        });
        return tape.Mask(positive, mask);
    }
}
