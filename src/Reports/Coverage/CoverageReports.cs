using System.Globalization;

namespace Sim.Reports.Coverage;

/// <summary>
/// What the cases of a run cover (docs/coverage.md). Only cases that were assessed, and that every gate could evaluate, cover anything. Pure: the
/// order of the rows does not matter.
/// </summary>
internal static class CoverageReports
{
    /// <summary>Builds the report.</summary>
    /// <param name="suites">Suites as the store keeps them.</param>
    /// <param name="rows">Cases with their verdicts, of all suites.</param>
    /// <returns>The report, or null when the run has neither parameters nor tags nor outcomes.</returns>
    public static CoverageReport? Build(IReadOnlyList<Suite> suites, IReadOnlyList<CaseRow> rows)
    {
        var sorted = rows.OrderBy(r => r.Result.Case.Id, StringComparer.Ordinal).ToList();
        var entries = new List<EntryCoverage>();
        var grade = new Grade();
        foreach (var suite in suites)
        {
            var owners = MissingEntries.Owners(suite);
            var own = sorted.Where(r => r.Suite == suite.Name).GroupBy(r => owners.GetValueOrDefault(r.Result.Case.Entry, r.Result.Case.Entry), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
            foreach (var entry in suite.Cases.Where(e => owners[e.Name] == e.Name))
            {
                var cases = own.GetValueOrDefault(entry.Name) ?? [];
                var parts = entry.Parts.Count > 0 ? entry.Parts : EntryPart.Of(cases.Select(c => c.Result.Case.Key), null);
                entries.AddRange(parts.Select(p => EntryTables.Of(suite, entry, p, cases, grade)).OfType<EntryCoverage>());
            }
        }

        var odd = OddTables.Of(suites, sorted);
        if (odd is { Declared: true, ExposureShare: { } share } && suites.Any(s => s.Coverage?.OddRuns is not null))
        {
            grade.Add(share);
        }

        var behaviour = BehaviourGrid.Of(sorted);
        return entries.Count == 0 && odd is null && behaviour is null
            ? null
            : new CoverageReport { Entries = entries, Odd = odd, Behaviour = behaviour, Grade = grade.Mean };
    }

    /// <summary>One line for the terminal, or empty when there is nothing to say.</summary>
    public static string Line(CoverageReport? coverage)
    {
        if (coverage is null)
        {
            return "";
        }

        var parts = new List<string>();
        for (int strength = 1; strength <= CoverageGoals.MaxStrength; strength++)
        {
            var ways = coverage.Entries.SelectMany(e => e.Ways).Where(w => w.Strength == strength && w.Feasible > 0).ToList();
            if (ways.Count > 0)
            {
                long covered = ways.Sum(w => w.Covered), feasible = ways.Sum(w => w.Feasible);
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Word(strength)} {Share.Percent((double)covered / feasible)} of {feasible}"));
            }
        }

        if (coverage.Odd is { Declared: true, ExposureShare: { } share } odd)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"ODD {Share.Percent(share)} of the exposure ({odd.Covered} of {odd.Combinations} combinations)"));
            if (odd.Outside.Count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{odd.Outside.Count} outside the ODD"));
            }
        }

        if (coverage.Grade is { } grade)
        {
            parts.Add($"grade {Share.Percent(grade)}");
        }

        return parts.Count == 0 ? "" : "coverage: " + string.Join(", ", parts);
    }

    /// <summary>True when a case covers something.</summary>
    internal static bool Counts(CaseRow row) =>
        row.Result.Status == CaseStatus.Assessed && row.Verdict is CaseVerdict.Passed or CaseVerdict.Failed or CaseVerdict.Known;

    /// <summary>True when a case failed, waived or not.</summary>
    internal static bool Fails(CaseRow row) => row.Verdict is CaseVerdict.Failed or CaseVerdict.Known;

    private static string Word(int strength) => strength switch { 1 => "values", 2 => "pairs", _ => "triples" };
}
