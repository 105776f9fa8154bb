namespace Sim.Host.Planning;

/// <summary>What filters can ask about a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Covers">Requirements covered.</param>
/// <param name="Odd">ODD tags.</param>
/// <param name="Tags">Tags of its scenario; null while the scenario has not been generated.</param>
internal sealed record CaseFacts(Case Case, IReadOnlyList<string> Covers, IReadOnlyDictionary<string, string> Odd, IReadOnlyList<string>? Tags)
{
    /// <summary>The facts of a result.</summary>
    public static CaseFacts Of(CaseResult result) => new(result.Case, result.Covers, result.Odd, result.Tags);

    /// <summary>True when every term holds.</summary>
    /// <param name="terms">Terms; "tag" terms are skipped while the tags are unknown.</param>
    public bool Match(IReadOnlyList<CaseFilter> terms)
    {
        foreach (var term in terms)
        {
            if (term.Key == "tag" && Tags is null)
            {
                continue;
            }

            if (Holds(term) == term.Negated)
            {
                return false;
            }
        }

        return true;
    }

    private bool Holds(CaseFilter term)
    {
        const string OddPrefix = "odd.";
        return term.Key switch
        {
            "entry" or "family" => Wildcard.Matches(term.Pattern, Case.Entry),
            "id" => Wildcard.Matches(term.Pattern, Case.Id),
            "tag" => Tags!.Any(t => Wildcard.Matches(term.Pattern, t)),
            "covers" => Covers.Any(c => Wildcard.Matches(term.Pattern, c)),
            _ when term.Key.StartsWith(OddPrefix, StringComparison.Ordinal) =>
                Odd.TryGetValue(term.Key[OddPrefix.Length..], out var odd) && Wildcard.Matches(term.Pattern, odd),
            _ => Case.Key.Parameters.TryGetValue(term.Key, out var value) && Wildcard.Matches(term.Pattern, value),
        };
    }
}
