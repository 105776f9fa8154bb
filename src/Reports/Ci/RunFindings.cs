namespace Sim.Reports.Ci;

/// <summary>What a run's report says about its suites, whatever the cases did: waivers and requirements.</summary>
internal static class RunFindings
{
    /// <summary>The findings.</summary>
    /// <param name="report">The report.</param>
    /// <param name="file">The file of a suite, by its name.</param>
    public static IReadOnlyList<Finding> Of(RunReport report, Func<string, string> file)
    {
        var findings = new List<Finding>();
        string first = report.Identity.Suites.Count > 0 ? file(report.Identity.Suites[0]) : "";
        foreach (var waiver in report.Waivers)
        {
            if (Waiver(waiver) is { } found)
            {
                string at = waiver.Suite.Length > 0 ? file(waiver.Suite) : first;
                findings.Add(new Finding(found.Rule, found.Message, at) { Line = waiver.Issue.Line, Element = waiver.Issue.CasePattern, ElementKind = "waiver" });
            }
        }

        // Where no file declares any, covers: is a label and nothing can be missing.
        if (report.Requirements is { } trace && trace.Requirements.Any(r => r.Source.Length > 0))
        {
            Requirements(trace, report, first, file, findings);
        }

        return findings;
    }

    private static (FindingRule Rule, string Message)? Waiver(WaiverResult waiver) => waiver.State switch
    {
        "expired" => (FindingRules.WaiverExpired, $"the waiver of '{waiver.Issue.CasePattern}' expired on {CaseText.Date(waiver.Issue.Expires)}: {waiver.Issue.Reason}"),
        "passes" => (FindingRules.WaiverPasses, $"the waiver of '{waiver.Issue.CasePattern}' covers passing cases: {string.Join(", ", waiver.Cases.Take(5))}"),
        "unmatched" => (FindingRules.WaiverUnmatched, $"the waiver of '{waiver.Issue.CasePattern}' matches no case"),
        _ => null,
    };

    private static void Requirements(RequirementTrace trace, RunReport report, string first, Func<string, string> file, List<Finding> findings)
    {
        foreach (var requirement in trace.Requirements)
        {
            if (requirement.Verdict == RequirementVerdict.Untested)
            {
                var (at, line) = Place(requirement.Source);
                findings.Add(new Finding(FindingRules.RequirementUntested, $"no case covers the requirement '{requirement.Id}'{(requirement.Text.Length > 0 ? $": {requirement.Text}" : "")}", at.Length > 0 ? at : first)
                {
                    Line = line,
                    Element = requirement.Id,
                    ElementKind = "requirement",
                });
            }
            else if (requirement.Source.Length == 0)
            {
                var (at, line) = Entry(report, requirement.Cases.Count > 0 ? requirement.Cases[0] : "", file);
                findings.Add(new Finding(FindingRules.RequirementUnknown, $"'{requirement.Id}' is covered, but no file declares such a requirement", at.Length > 0 ? at : first)
                {
                    Line = line,
                    Element = requirement.Id,
                    ElementKind = "requirement",
                });
            }
        }

        // One finding for an entry, not for each of its thousand cases.
        var without = trace.CasesWithout.ToHashSet(StringComparer.Ordinal);
        foreach (var entry in report.Cases.Where(c => without.Contains(c.Result.Case.Id)).GroupBy(c => (c.Suite, c.Result.Case.Entry)))
        {
            var (at, line) = Entry(report, entry.First().Result.Case.Id, file);
            findings.Add(new Finding(FindingRules.CaseWithoutRequirement, FormattableString.Invariant($"{entry.Count()} cases of the entry '{entry.Key.Entry}' cover no requirement"), at.Length > 0 ? at : first)
            {
                Line = line,
                Element = entry.Key.Entry,
                ElementKind = "entry",
            });
        }
    }

    private static (string File, int Line) Entry(RunReport report, string id, Func<string, string> file)
    {
        var row = report.Cases.FirstOrDefault(c => c.Result.Case.Id == id);
        return row is null ? ("", 0) : (file(row.Suite), report.Entries.FirstOrDefault(e => e.Suite == row.Suite && e.Entry == row.Result.Case.Entry)?.Line ?? 0);
    }

    /// <summary>A requirement's place: "requirements.csv:12", "requirements.reqif#identifier".</summary>
    internal static (string File, int Line) Place(string source)
    {
        if (source.IndexOf('#', StringComparison.Ordinal) is > 0 and var hash)
        {
            return (source[..hash], 0);
        }

        int colon = source.LastIndexOf(':');
        return colon > 0 && int.TryParse(source.AsSpan(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int line) ? (source[..colon], line) : ("", 0);
    }
}
