namespace Sim.Host.Planning;

/// <summary>Reads <c>--filter</c>: the same terms as a suite's <c>where</c>, separated by commas or "and".</summary>
internal static class FilterText
{
    private const int MaxLength = 4096;

    /// <summary>The terms of an expression such as "family = ncap-ccrs, odd.light != night".</summary>
    /// <exception cref="InputException">Not such an expression.</exception>
    public static IReadOnlyList<CaseFilter> Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new InputException($"--filter is {text.Length} characters long; at most {MaxLength} are allowed");
        }

        var terms = new List<CaseFilter>();
        foreach (string part in text.Replace(" and ", ",", StringComparison.Ordinal).Split(',', StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            bool negated = equals > 0 && part[equals - 1] == '!';
            string key = equals < 0 ? "" : part[..(negated ? equals - 1 : equals)].Trim();
            string pattern = equals < 0 ? "" : part[(equals + 1)..].TrimStart('=').Trim();
            if (key.Length == 0 || pattern.Length == 0)
            {
                throw new InputException(
                    $"--filter: found '{part}', expected KEY = PATTERN or KEY != PATTERN, where KEY is entry, id, tag, covers, odd.NAME or a parameter (example: \"family = ncap-*, odd.light != night\")");
            }

            terms.Add(new CaseFilter(key, pattern, negated));
        }

        return terms;
    }
}
