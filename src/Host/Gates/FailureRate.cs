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
        string found = string.Create(CultureInfo.InvariantCulture, $"{failures} of {cases} fail: the rate is below {Short(upper)} at {100 * rate.Confidence:0.####} %");
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

    private static string Short(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
