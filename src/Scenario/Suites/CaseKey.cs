namespace Sim;

/// <summary>What a generator needs to make one scenario again, apart from its settings. Deterministic and machine-independent.</summary>
public sealed record CaseKey
{
    /// <summary>Source key: template name, file relative to its root (as written, variables unexpanded) plus fragment, sentence hash … Never an absolute path.</summary>
    public required string Source { get; init; }

    /// <summary>Canonical parameters: name → canonical text with unit ("15 km/h").</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = Ordered.Empty;

    /// <summary>Index of the draw among draws with the same source and parameters, 0 when nothing is drawn.</summary>
    public int Draw { get; init; }

    /// <summary>Short words for the slug, chosen by the generator, e.g. "50-kmh-75-pct"; need not be unique.</summary>
    public string Label { get; init; } = "";
}
