using Sim.Host.Planning;

namespace Sim.Host.Gates;

/// <summary>Applies the waivers of a suite. Pure; only this depends on today's date.</summary>
internal static class Waivers
{
    /// <summary>What became of a waiver.</summary>
    /// <param name="issue">The waiver.</param>
    /// <param name="judged">Verdicts of the suite's cases by id.</param>
    /// <param name="today">Today.</param>
    public static WaiverResult Apply(KnownIssue issue, IReadOnlyDictionary<string, CaseVerdict> judged, DateOnly today)
    {
        var matched = judged.Where(j => Wildcard.Matches(issue.CasePattern, j.Key)).OrderBy(j => j.Key, StringComparer.Ordinal).ToList();
        var passing = matched.Where(j => j.Value == CaseVerdict.Passed).ToList();
        if (today > issue.Expires)
        {
            return new WaiverResult(issue, WaiverStates.Expired, [.. matched.Select(m => m.Key)]);
        }

        return matched.Count == 0 ? new WaiverResult(issue, WaiverStates.Unmatched, [])
            : passing.Count > 0 ? new WaiverResult(issue, WaiverStates.Passes, [.. passing.Select(p => p.Key)])
            : new WaiverResult(issue, WaiverStates.Used, [.. matched.Select(m => m.Key)]);
    }

    /// <summary>Ids of failing cases that valid waivers cover.</summary>
    public static IReadOnlySet<string> Known(IEnumerable<KnownIssue> issues, IReadOnlyDictionary<string, CaseVerdict> judged, DateOnly today)
    {
        var valid = issues.Where(i => today <= i.Expires).ToList();
        return judged.Where(j => j.Value == CaseVerdict.Failed && valid.Any(i => Wildcard.Matches(i.CasePattern, j.Key)))
            .Select(j => j.Key).ToHashSet(StringComparer.Ordinal);
    }
}
