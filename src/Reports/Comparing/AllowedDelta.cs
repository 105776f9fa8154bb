using System.Globalization;

namespace Sim.Reports.Comparing;

/// <summary>A difference of a metric between two runs that counts for nothing: both have a value, and they lie no further apart.</summary>
/// <param name="Metric">Name of the metric, with * and ? for any characters.</param>
/// <param name="Most">The largest such difference, at least 0.</param>
internal sealed record AllowedDelta(string Metric, Quantity Most)
{
    // 1.5 − 1.4 is a little more than 0.1 in binary numbers.
    private const double Rounding = 1e-9;

    /// <summary>As it is written.</summary>
    public string Text => $"{Metric}: {Most.Text}";

    /// <summary>Reads "min_ttc: 0.1 s", or several with commas.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">Something else.</exception>
    public static IEnumerable<AllowedDelta> Parse(string text)
    {
        foreach (string one in text.Split(',', StringSplitOptions.TrimEntries))
        {
            int at = one.LastIndexOf(':');
            string metric = at < 0 ? "" : one[..at].TrimEnd();
            Quantity most;
            try
            {
                most = Quantity.Parse(at < 0 ? "" : one[(at + 1)..].TrimStart());
            }
            catch (InputException)
            {
                most = default;
            }

            yield return metric.Length > 0 && most.Unit is not null && most.Number >= 0
                ? new(metric, most)
                : throw new InputException($"--allow: found '{one}', expected a metric and the largest difference that counts for nothing, such as 'min_ttc: 0.1 s'");
        }
    }

    /// <summary>True when the metric is meant.</summary>
    public bool Means(string metric) => Wildcard.Matches(Metric, metric);

    /// <summary>Refuses what no metric is called, or what is of another dimension than the metric.</summary>
    /// <param name="metrics">Metrics of the baseline; those without a unit are taken as they are.</param>
    /// <exception cref="InputException">So it is.</exception>
    public void Require(IEnumerable<ComparedMetric> metrics)
    {
        bool found = false;
        foreach (var metric in metrics.Where(m => Means(m.Name)))
        {
            found = true;
            if (metric.Assessor.Length > 0 && DimensionOf(metric.Unit) is { } dimension && dimension != Most.Dimension)
            {
                throw new InputException($"--allow: found '{Text}', but {metric.Name} {(metric.Unit.Length > 0 ? $"is in {metric.Unit}" : "has no unit")}");
            }
        }

        if (!found)
        {
            throw new InputException($"--allow: no metric of the baseline is called '{Metric}'");
        }
    }

    /// <summary>True when two measurements differ by no more than some of these allow.</summary>
    public static bool Covers(IReadOnlyList<AllowedDelta> allowed, string metric, Measured<double> before, Measured<double> after)
    {
        if (!before.HasValue || !after.HasValue)
        {
            return false;
        }

        double a = before.Value!.Value, b = after.Value!.Value;
        foreach (var one in allowed)
        {
            if (one.Means(metric) && Math.Abs(a - b) <= one.Most.Si + Rounding * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b))))
            {
                return true;
            }
        }

        return false;
    }

    private static Dimension? DimensionOf(string unit)
    {
        try
        {
            return Quantity.Parse(string.Create(CultureInfo.InvariantCulture, $"1 {unit}")).Dimension;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
