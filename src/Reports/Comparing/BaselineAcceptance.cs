namespace Sim.Reports.Comparing;

/// <summary>Takes results of a run over into the accepted ones. Pure.</summary>
internal sealed record BaselineAcceptance
{
    /// <summary>What is accepted afterwards, sorted by id.</summary>
    public required IReadOnlyList<AcceptedCase> Cases { get; init; }

    /// <summary>Cases accepted for the first time or with other facts, sorted.</summary>
    public required IReadOnlyList<string> Accepted { get; init; }

    /// <summary>Cases whose facts are the accepted ones already: their line stays.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Cases that are not in the run any more and were taken out, sorted.</summary>
    public required IReadOnlyList<string> Dropped { get; init; }

    /// <summary>Cases that could not be evaluated and keep what was accepted before, sorted.</summary>
    public required IReadOnlyList<string> Refused { get; init; }

    /// <summary>Accepts.</summary>
    /// <param name="earlier">What is accepted.</param>
    /// <param name="run">The run.</param>
    /// <param name="relevant">Names of the metrics that the expectations of a suite name.</param>
    /// <param name="patterns">Patterns of case ids; empty for all.</param>
    /// <param name="today">The day of acceptance.</param>
    /// <param name="reason">Why.</param>
    public static BaselineAcceptance Of(
        IReadOnlyList<AcceptedCase> earlier, ComparedRun run, Func<string, IReadOnlySet<string>> relevant, IReadOnlyList<string> patterns, DateOnly today, string reason)
    {
        bool Selected(string id) => patterns.Count == 0 || patterns.Any(p => Wildcard.Matches(p, id));
        var cases = new SortedDictionary<string, AcceptedCase>(StringComparer.Ordinal);
        foreach (var old in earlier)
        {
            cases.Add(old.Row.Case, old);
        }

        List<string> accepted = [], dropped = [], refused = [];
        int unchanged = 0;
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in run.Rows)
        {
            present.Add(row.Case);
            if (!Selected(row.Case))
            {
                continue;
            }

            if (!AcceptedLine.CanHold(row.Verdict))
            {
                refused.Add(row.Case);
                continue;
            }

            var facts = Reduced(row, relevant(row.Suite));
            if (cases.TryGetValue(row.Case, out var old) && AcceptedLine.Facts(old.Row) == AcceptedLine.Facts(facts))
            {
                unchanged++;
                continue;
            }

            cases[row.Case] = new(facts, today, reason);
            accepted.Add(row.Case);
        }

        foreach (var old in earlier.Where(o => !present.Contains(o.Row.Case) && Selected(o.Row.Case) && run.Lacks(o.Row.Case, o.Row.Suite)))
        {
            cases.Remove(old.Row.Case);
            dropped.Add(old.Row.Case);
        }

        accepted.Sort(StringComparer.Ordinal);
        dropped.Sort(StringComparer.Ordinal);
        refused.Sort(StringComparer.Ordinal);
        return new() { Cases = [.. cases.Values], Accepted = accepted, Unchanged = unchanged, Dropped = dropped, Refused = refused };
    }

    // What no expectation names may change without anybody's consent; the reasons for the numbers stand in the run.
    private static ComparedRow Reduced(ComparedRow row, IReadOnlySet<string> relevant)
    {
        var metrics = row.Metrics.Where(m => relevant.Contains(m.Name)).Select(m => m with { Value = new Measured<double> { State = m.Value.State, Value = m.Value.Value } }).ToList();
        var givers = metrics.Select(m => m.Assessor).ToHashSet(StringComparer.Ordinal);
        return row with
        {
            Scenario = row.Scenario[..Math.Min(row.Scenario.Length, AcceptedFile.ScenarioDigits)],
            Assessors = Ordered.Copy(row.Assessors.Where(a => givers.Contains(a.Key))),
            Metrics = metrics,
        };
    }
}
