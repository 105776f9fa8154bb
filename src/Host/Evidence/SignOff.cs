namespace Sim.Host.Evidence;

/// <summary>A person's word about a run. It rests on the person's own identity: the record proves which files were meant, not who wrote it.</summary>
internal sealed record SignOff
{
    /// <summary>Who.</summary>
    public required string By { get; init; }

    /// <summary>As what, e.g. "safety engineer"; may be empty.</summary>
    public string Role { get; init; } = "";

    /// <summary>"accepted" or "rejected".</summary>
    public required string Decision { get; init; }

    /// <summary>Why; may be empty.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Day, ISO 8601.</summary>
    public required string Date { get; init; }

    /// <summary>SHA-256 of manifest.sha256, which stands for the files that it lists.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Files that the manifest leaves out because they may differ between equal runs: path → SHA-256.</summary>
    public IReadOnlyDictionary<string, string> Beside { get; init; } = Ordered.Empty;
}
