namespace Sim.Plugins.CrashReports.Records;

/// <summary>
/// What a text says about a crash or about a scene: the whole intermediate form between words and a scenario (specification of scenario generation §10).
/// Plain immutable data; the byte form is <see cref="CrashJson"/>.
/// </summary>
public sealed record CrashRecord
{
    /// <summary>Id of the report.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the text as UTF-8, lower-case hex.</summary>
    public required string TextSha256 { get; init; }

    /// <summary>Language of the text, ISO 639-1.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Extractor, name and version: "rules 1".</summary>
    public required string Extractor { get; init; }

    /// <summary>Weather, light, surface.</summary>
    public EnvironmentRecord Environment { get; init; } = new();

    /// <summary>The place.</summary>
    public RoadRecord Road { get; init; } = new();

    /// <summary>Road users, those that only stand by (a parked bus) included, ids unique.</summary>
    public IReadOnlyList<ActorRecord> Actors { get; init; } = [];

    /// <summary>Contacts in order; empty when the text tells of none.</summary>
    public IReadOnlyList<ImpactRecord> Impacts { get; init; } = [];

    /// <summary>Class of the crash.</summary>
    public Leaf<CrashClass> CrashClass { get; init; } = Leaf.Unknown(Records.CrashClass.Unknown);

    /// <summary>Severity in the words of the text.</summary>
    public Leaf<string?> Severity { get; init; } = Leaf.Unknown<string?>(null);

    /// <summary>What left this machine so that the text was read; empty when nothing did.</summary>
    public IReadOnlyList<Egress> Egress { get; init; } = [];

    /// <summary>What the rules found.</summary>
    public IReadOnlyList<RecordFinding> Findings { get; init; } = [];
}
