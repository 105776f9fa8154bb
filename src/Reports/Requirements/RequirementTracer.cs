using System.Globalization;

namespace Sim.Reports.Requirements;

/// <summary>Sets requirements against the cases that cover them (docs/requirements.md). Pure: the order of the rows does not matter.</summary>
internal static class RequirementTracer
{
    /// <summary>Builds the trace.</summary>
    /// <param name="suites">Suites as the store keeps them.</param>
    /// <param name="rows">Cases with their verdicts.</param>
    /// <param name="missing">Planned cases without a result, of all shards.</param>
    /// <param name="evidence">What the gates say about each case, by id; a case that is not in it is unchecked.</param>
    /// <returns>Null when no suite names a requirement.</returns>
    public static RequirementTrace? Of(
        IReadOnlyList<Suite> suites, IReadOnlyList<CaseRow> rows, IReadOnlyList<MissingCase> missing, IReadOnlyDictionary<string, CaseEvidence> evidence)
    {
        var declared = suites.SelectMany(s => s.Requirements).DistinctBy(r => r.Id, StringComparer.Ordinal).ToList();
        if (declared.Count == 0 && suites.All(s => s.Cases.All(c => c.Covers.Count == 0)) && rows.All(r => r.Result.Covers.Count == 0))
        {
            return null;
        }

        var starts = suites.ToDictionary(s => s.Name, s => s.Cases.Select(c => (Start: CaseId.Slug(c.Name) + "-", c.Covers)).ToList(), StringComparer.Ordinal);
        var cases = rows.Select(r => new Traced(r.Result.Case.Id, r.Result.Covers, Reading(r, evidence.GetValueOrDefault(r.Result.Case.Id)), r))
            .Concat(missing.Select(m => new Traced(m.Id, MayCover(starts, m), RequirementVerdict.Open, null) { IsListed = m.IsMine }))
            .OrderBy(c => c.Id, StringComparer.Ordinal).ToList();
        var byRequirement = cases.SelectMany(c => c.Covers.Distinct(StringComparer.Ordinal).Select(id => (Id: id, Case: c))).GroupBy(c => c.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(c => c.Case).ToList(), StringComparer.Ordinal);

        // An entry may cover what no case of this run does: a filter left them out.
        var named = suites.SelectMany(s => s.Cases).SelectMany(c => c.Covers).Concat(byRequirement.Keys).Distinct(StringComparer.Ordinal);
        var known = declared.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var orphans = named.Where(id => !known.Contains(id)).Order(StringComparer.Ordinal).Select(id => new Requirement { Id = id });
        return new RequirementTrace
        {
            Requirements = [.. declared.Concat(orphans).Select(r => Trace(r, byRequirement.GetValueOrDefault(r.Id) ?? []))],
            CasesWithout = [.. cases.Where(c => c.IsListed && c.Covers.Count == 0).Select(c => c.Id)],
            Sotif = SotifView.Of(declared, [.. cases.Select(c => c.Row).OfType<CaseRow>()]),
        };
    }

    /// <summary>One line for the terminal, or empty when there is nothing to say.</summary>
    public static string Line(RequirementTrace? trace)
    {
        if (trace is null || trace.Requirements.Count == 0)
        {
            return "";
        }

        var parts = new List<string>();
        void Add(int count, string word)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {word}"));
            }
        }

        foreach (var verdict in Enum.GetValues<RequirementVerdict>())
        {
            Add(trace.Requirements.Count(r => r.Verdict == verdict), verdict.ToString().ToLowerInvariant());
        }

        bool declares = trace.Requirements.Any(r => r.Source.Length > 0);
        Add(declares ? trace.Requirements.Count(r => r.Source.Length == 0) : 0, "not declared");
        return "requirements: " + string.Join(", ", parts);
    }

    private static TracedRequirement Trace(Requirement requirement, IReadOnlyList<Traced> cases) => new()
    {
        Id = requirement.Id,
        Text = requirement.Text,
        TriggeringCondition = requirement.TriggeringCondition,
        Category = requirement.Category,
        Attributes = requirement.Attributes,
        Source = requirement.Source,
        Verdict = Worst(cases),
        Cases = [.. cases.Where(c => c.IsListed).Select(c => c.Id)],
    };

    private static RequirementVerdict Worst(IReadOnlyList<Traced> cases) =>
        cases.Count == 0 ? RequirementVerdict.Untested
        : cases.Any(c => c.Reading == RequirementVerdict.Violated) ? RequirementVerdict.Violated
        : cases.Any(c => c.Reading == RequirementVerdict.Open) ? RequirementVerdict.Open
        : cases.Any(c => c.Reading == RequirementVerdict.Waived) ? RequirementVerdict.Waived
        : RequirementVerdict.Met;

    private static RequirementVerdict Reading(CaseRow row, CaseEvidence evidence) => (row.Verdict, evidence) switch
    {
        (CaseVerdict.Failed, _) => RequirementVerdict.Violated,
        (CaseVerdict.Known, not CaseEvidence.GateFailed) => RequirementVerdict.Waived,
        (CaseVerdict.Passed or CaseVerdict.Known, CaseEvidence.GateFailed) => RequirementVerdict.Violated,
        (CaseVerdict.Passed, CaseEvidence.Checked) => RequirementVerdict.Met,
        _ => RequirementVerdict.Open,
    };

    // The plan keeps ids only. An id begins with its entry's name; where several entries fit, each of them waits for the case: never green too early.
    private static List<string> MayCover(Dictionary<string, List<(string Start, IReadOnlyList<string> Covers)>> starts, MissingCase missing) =>
        [.. (starts.GetValueOrDefault(missing.Suite) ?? []).Where(e => missing.Id.StartsWith(e.Start, StringComparison.Ordinal)).SelectMany(e => e.Covers).Distinct(StringComparer.Ordinal)];

    private sealed record Traced(string Id, IReadOnlyList<string> Covers, RequirementVerdict Reading, CaseRow? Row)
    {
        // The cases of other shards leave a requirement open; they stand in those shards' reports.
        public bool IsListed { get; init; } = true;
    }
}
