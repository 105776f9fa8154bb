using System.Globalization;

namespace Sim.Formats.Yaml;

/// <summary>Reads one item under <c>expect:</c>.</summary>
internal static class ExpectationReader
{
    private static readonly (string Sign, Comparison Comparison)[] Signs =
    [
        (">=", Comparison.AtLeast), ("<=", Comparison.AtMost), ("!=", Comparison.NotEqual), ("==", Comparison.Equal),
        (">", Comparison.Above), ("<", Comparison.Below), ("=", Comparison.Equal),
    ];

    private static readonly (string Key, Comparison Comparison)[] Bounds =
    [
        ("at_least", Comparison.AtLeast), ("above", Comparison.Above), ("at_most", Comparison.AtMost), ("below", Comparison.Below),
    ];

    public static Expectation Read(Setting item)
    {
        var table = SuiteKeys.Expectation;
        var reader = table.Open(item);
        var all = reader.Optional("all");
        var none = reader.Optional("none");
        var any = reader.Optional("any");
        double? quantile = reader.Ratio("quantile", 0, 1);
        var rate = reader.Optional("p_fail");
        _ = reader.Optional("coverage");
        var of = reader.Optional("of");
        var bounds = Bounds.Select(b => (b.Key, b.Comparison, Value: reader.Optional(b.Key))).Where(b => b.Value is not null).ToList();
        var where = reader.Optional("where");
        int minCases = reader.Int("min_cases", 1) ?? 1;
        table.Done(reader);

        var quantifiers = new[] { (Quantifier.All, all), (Quantifier.None, none), (Quantifier.Any, any), (Quantifier.Quantile, quantile is null ? null : reader.Required("quantile")), (Quantifier.FailureRate, rate) }
            .Where(q => q.Item2 is not null).ToList();
        if (quantifiers.Count != 1)
        {
            throw item.Error(quantifiers.Count == 0
                ? "the expectation says nothing; write one of all: CONDITION, none: CONDITION, any: CONDITION, quantile: 0.05 with of: METRIC and a bound, p_fail: < 0.01 at 95 % with of: CONDITION, or coverage: pairs with at_least: 90 %"
                : "the expectation has more than one of 'all', 'none', 'any', 'quantile' and 'p_fail'; write one item for each");
        }

        var (quantifier, conditionAt) = quantifiers[0];
        var stray = bounds.Select(b => b.Value).FirstOrDefault();
        if (quantifier == Quantifier.FailureRate)
        {
            if (stray is not null)
            {
                throw stray.Error("bounds belong to 'quantile'; write the limit of the rate into 'p_fail' and what a failure is into 'of': p_fail: < 0.01 at 95 %, of: min_ttc < 1.5 s");
            }
        }
        else if (quantifier != Quantifier.Quantile && (of ?? stray) is { } misplaced)
        {
            throw misplaced.Error("'of' and bounds belong to 'quantile'; write the bound into the condition: all: min_ttc >= 1.5 s");
        }

        if (quantifier is Quantifier.Quantile or Quantifier.FailureRate && of is { Kind: SettingKind.Scalar } over && over.Text.TrimStart().StartsWith(Sim.Condition.Licence, StringComparison.Ordinal))
        {
            throw over.Error("licences have no quantile and no failure rate; write none: licence = *NC* or all: licence = own | US Government*");
        }

        return new Expectation
        {
            Text = OneLine(item),
            Quantifier = quantifier,
            Condition = quantifier switch
            {
                Quantifier.Quantile => QuantileCondition(item, of, bounds),
                Quantifier.FailureRate => Condition(of ?? throw item.Error("the failure rate does not say of what; write of: CONDITION, such as of: collision.any")),
                _ => Condition(conditionAt!),
            },
            Quantile = quantile ?? 0,
            Rate = quantifier == Quantifier.FailureRate ? RateOf(conditionAt!) : null,
            Where = where is null ? [] : Where(where),
            MinCases = minCases,
            Line = item.Line,
        };
    }

    /// <summary>Reads a gate on coverage.</summary>
    public static CoverageExpectation ReadCoverage(Setting item)
    {
        var table = SuiteKeys.Expectation;
        var reader = table.Open(item);
        var what = reader.Choice<CoverageItem>("coverage") ?? throw reader.Missing("coverage");
        double? atLeast = reader.Ratio("at_least", 0, 1);
        foreach (var key in table.Keys.Where(k => k.Name is not ("coverage" or "at_least")))
        {
            if (reader.Optional(key.Name) is { } other)
            {
                throw other.Error($"'{key.Name}' does not go with 'coverage'; write {{ coverage: pairs, at_least: 90 % }}");
            }
        }

        table.Done(reader);
        return atLeast is > 0
            ? new CoverageExpectation(OneLine(item), what, atLeast.Value) { Line = item.Line }
            : throw item.Error("the gate on coverage needs a share above 0: at_least: 90 %");
    }

    private static RateLimit RateOf(Setting value)
    {
        string text = value.Kind == SettingKind.Scalar ? value.Text.Trim() : "";
        bool orEqual = text.StartsWith("<=", StringComparison.Ordinal);
        if (!text.StartsWith('<'))
        {
            throw value.Error($"found {SettingReader.Describe(value)} where the limit of a failure rate is expected; write < LIMIT at CONFIDENCE: < 0.01 at 95 %");
        }

        string[] parts = text[(orEqual ? 2 : 1)..].Split(" at ", StringSplitOptions.TrimEntries);
        double limit = Share(value, parts[0]);
        double confidence = parts.Length > 1 ? Share(value, parts[1]) : 0.95;
        return parts.Length > 2 || !(limit > 0 && limit < 1) || !(confidence >= 0.5 && confidence < 1)
            ? throw value.Error($"found '{text}', expected < LIMIT at CONFIDENCE with a limit inside 0 and 1 and a confidence of 50 % or more and below 100 %: < 0.01 at 95 %")
            : new RateLimit(limit, confidence, orEqual);
    }

    private static double Share(Setting value, string text)
    {
        var quantity = Quantity.Parse(value with { Text = text });
        return quantity.Dimension == Dimension.None ? quantity.Si : throw value.Error($"found '{text}' where a number without a unit, or in %, is expected");
    }

    private static Condition QuantileCondition(Setting item, Setting? of, List<(string Key, Comparison Comparison, Setting? Value)> bounds)
    {
        if (of is null)
        {
            throw item.Error("the quantile does not say of what; write of: METRIC");
        }

        if (bounds.Count != 1)
        {
            throw item.Error("the quantile needs exactly one bound: at_least, above, at_most or below");
        }

        string metric = of.Kind == SettingKind.Scalar ? of.Text.Trim() : "";
        var bound = Quantity.Parse(bounds[0].Value!);
        return IsMetric(metric)
            ? new Condition(metric, bounds[0].Comparison, bound.Si, Unit.SiSymbol(bound.Dimension))
            : throw of.Error($"found {SettingReader.Describe(of)} where the name of a metric is expected, such as min_ttc");
    }

    private static Condition Condition(Setting value)
    {
        string text = value.Kind == SettingKind.Scalar ? value.Text.Trim() : "";
        int end = 0;
        while (end < text.Length && IsMetricCharacter(text[end]))
        {
            end++;
        }

        string metric = text[..end], rest = text[end..].TrimStart();
        if (!IsMetric(metric))
        {
            throw value.Error($"found {SettingReader.Describe(value)} where a condition is expected; write METRIC, or METRIC >= BOUND with its unit: min_ttc >= 1.5 s");
        }

        if (metric == Sim.Condition.Licence)
        {
            return LicenceCondition(value, rest);
        }

        if (rest.Length == 0)
        {
            return new Condition(metric, Comparison.IsTrue, 0);
        }

        foreach (var (sign, comparison) in Signs)
        {
            if (rest.StartsWith(sign, StringComparison.Ordinal))
            {
                var bound = Quantity.Parse(value with { Text = rest[sign.Length..].Trim() });
                return new Condition(metric, comparison, bound.Si, Unit.SiSymbol(bound.Dimension));
            }
        }

        throw value.Error($"found '{(rest.Length > 24 ? rest[..24] + "…" : rest)}' after '{metric}', expected >=, >, <=, <, = or != and a bound, or nothing");
    }

    private static Condition LicenceCondition(Setting value, string rest)
    {
        bool negated = rest.StartsWith("!=", StringComparison.Ordinal);
        string pattern = negated || rest.StartsWith('=') ? rest[(negated ? 2 : 1)..].Trim() : "";
        return pattern.Split('|', StringSplitOptions.TrimEntries).All(p => p.Length > 0)
            ? new Condition(Sim.Condition.Licence, negated ? Comparison.NotEqual : Comparison.Equal, 0) { Pattern = pattern }
            : throw value.Error($"found {SettingReader.Describe(value)}, expected licence = PATTERN or licence != PATTERN, alternatives joined by |: none: licence = *NC* | GPL*");
    }

    /// <summary>The terms of a filter.</summary>
    /// <exception cref="InputException">Not terms joined by and.</exception>
    public static IReadOnlyList<CaseFilter> Where(Setting value)
    {
        if (value.Kind != SettingKind.Scalar)
        {
            throw value.Error($"'where' is {SettingReader.Describe(value)}; write terms joined by and: family = ncap-ccrs and tag != wet");
        }

        var filters = new List<CaseFilter>();
        foreach (string term in value.Text.Split(" and ", StringSplitOptions.TrimEntries))
        {
            int equals = term.IndexOf('=', StringComparison.Ordinal);
            bool negated = equals > 0 && term[equals - 1] == '!';
            string key = equals < 0 ? "" : term[..(negated ? equals - 1 : equals)].Trim();
            string pattern = equals < 0 ? "" : term[(equals + 1)..].Trim();
            if (key.Length == 0 || pattern.Length == 0 || !key.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.'))
            {
                throw value.Error($"found the term '{(term.Length > 40 ? term[..40] + "…" : term)}', expected KEY = PATTERN or KEY != PATTERN; keys are entry, family, id, tag, covers, odd.NAME and names of parameters");
            }

            filters.Add(new CaseFilter(key, Canonical(key, pattern), negated));
        }

        return filters;
    }

    // Parameters are compared with their canonical text, so 50km/h must mean 50 km/h.
    private static string Canonical(string key, string pattern)
    {
        if (key is "entry" or "family" or "id" or "tag" or "covers" || key.StartsWith("odd.", StringComparison.Ordinal) || pattern.AsSpan().ContainsAny('*', '?')
            || !(char.IsAsciiDigit(pattern[0]) || pattern[0] is '-' or '+' or '.'))
        {
            return pattern;
        }

        try
        {
            return Quantity.Parse(pattern).Text;
        }
        catch (InputException)
        {
            return pattern;
        }
    }

    private static string OneLine(Setting item) => string.Join(", ", item.Entries.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key}: {string.Join(' ', e.Value.Raw.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}")));

    private static bool IsMetric(string text) => text.Length is > 0 and <= 200 && char.IsAsciiLetter(text[0]) && text[^1] != '.' && text.All(IsMetricCharacter);

    private static bool IsMetricCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
}
