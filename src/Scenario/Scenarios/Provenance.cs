namespace Sim;

/// <summary>Where a generated or recorded thing comes from (DESIGN law 4).</summary>
public sealed record Provenance
{
    /// <summary>Generator or reader, by name.</summary>
    public required string Generator { get; init; }

    /// <summary>Its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Seed used, or null when nothing was drawn.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Parents: files, examples, spans of text, each with a content hash where there is one ("file.xml sha256:…").</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>Licence that the result inherits; empty when own.</summary>
    public string Licence { get; init; } = "";

    /// <summary>What was assumed because the source did not say.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Facts that the scenario was made from, with the words of the source; empty when the source is no text.</summary>
    public IReadOnlyList<SourceFact> Facts { get; init; } = [];

    /// <summary>What the source says and the scenario does not use, sentences.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    /// <summary>What left this machine for a service that the scenario was made with; empty when nothing did.</summary>
    public IReadOnlyList<Egress> Egress { get; init; } = [];
}
