using System.Globalization;
using Sim.Numerics;

namespace Sim.Host.Gates;

/// <summary>What k failures in n cases say about the rate: the one-sided exact upper limit of Clopper and Pearson. Pure.</summary>
internal static class FailureRate
{
    /// <summary>True when the rate lies below the limit with the confidence asked for.</summary>
    public static bool Meets(RateLimit rate, int failures, int cases)
    {
        double upper = Intervals.ClopperPearsonUpper(failures, cases, rate.Confidence);
        return rate.OrEqual ? upper <= rate.Limit : upper < rate.Limit;
    }

    /// <summary>k of n, the limit that follows, and, when that is not enough, what would be.</summary>
    public static string Describe(RateLimit rate, int failures, int cases)
    {
        double upper = Intervals.ClopperPearsonUpper(failures, cases, rate.Confidence);
        string found = string.Create(CultureInfo.InvariantCulture, $"{failures} of {cases} fail: rate < {Upper(upper, rate.Limit)} at {100 * rate.Confidence:0.####} %");
        if (Meets(rate, failures, cases))
        {
            return found;
        }

        if ((double)failures / cases >= rate.Limit)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{found}; {Short((double)failures / cases)} were observed, the limit is {Short(rate.Limit)}");
        }

        string with = failures == 0 ? "without a failure" : failures == 1 ? "with 1 failure" : string.Create(CultureInfo.InvariantCulture, $"with {failures} failures");
        return Intervals.RunsRequired(rate.Limit, rate.Confidence, failures) is { } needed
            ? string.Create(CultureInfo.InvariantCulture, $"{found}; {needed} cases {with} are needed, found {cases}")
            : $"{found}; more than 10^15 cases {with} are needed";
    }

    // Four digits, unless the limit would look the same.
    private static string Upper(double upper, double limit) =>
        Short(upper) == Short(limit) ? upper.ToString("G8", CultureInfo.InvariantCulture) : Short(upper);

    private static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
