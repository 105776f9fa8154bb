namespace Sim.Interp;

/// <summary>A threshold that clean scores exceed with a chance of at most alpha (split conformal; interp §3.2), and p-values against the same scores.</summary>
public sealed class ConformalThreshold
{
    private readonly double[] _sorted;

    /// <summary>Takes scores of clean calibration data.</summary>
    /// <param name="scores">At least one, none NaN.</param>
    /// <exception cref="ArgumentException">There is none, or one is NaN.</exception>
    public ConformalThreshold(ReadOnlySpan<double> scores)
    {
        _sorted = scores.ToArray();
        if (_sorted.Length == 0 || _sorted.Any(double.IsNaN))
        {
            throw new ArgumentException("calibration needs at least one score, and none that is NaN", nameof(scores));
        }

        Array.Sort(_sorted);
    }

    /// <summary>Rank of the threshold among n scores: ⌈(n + 1)(1 − α)⌉, from 1; n + 1 where n scores cannot certify α.</summary>
    /// <param name="alpha">Above 0 and below 1.</param>
    public int Rank(double alpha)
    {
        if (alpha is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "a chance is above 0 and below 1");
        }

        // A little less than the product's rounding: (n + 1)(1 − 0.05) may come out a hair above a whole number.
        return (int)Math.Ceiling(((_sorted.Length + 1) * (1 - alpha)) - 1e-9);
    }

    /// <summary>The threshold; infinite where there are too few scores for α: that many cannot certify it, and nothing would ever be flagged.</summary>
    /// <param name="alpha">Above 0 and below 1.</param>
    public double At(double alpha) => Rank(alpha) is int rank && rank <= _sorted.Length ? _sorted[Math.Max(rank, 1) - 1] : double.PositiveInfinity;

    /// <summary><c>(1 + #{sᵢ ≥ s}) / (n + 1)</c>.</summary>
    /// <param name="score">A score that is not NaN.</param>
    public double PValue(double score)
    {
        if (double.IsNaN(score))
        {
            throw new ArgumentException("NaN is no score", nameof(score));
        }

        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sorted[middle] < score ? (middle + 1, high) : (low, middle);
        }

        return (1.0 + _sorted.Length - low) / (_sorted.Length + 1);
    }
}
