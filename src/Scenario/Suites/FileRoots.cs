namespace Sim;

/// <summary>
/// The folders below which a suite may read (law 5): its own folder and the declared roots. Plain data. Resolution lives in the partial
/// file beside this one.
/// </summary>
public sealed partial record FileRoots
{
    /// <summary>Folder of the suite, absolute.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>Declared roots: name (environment variable, or path as given with --root) → absolute folder.</summary>
    public IReadOnlyDictionary<string, string> Roots { get; init; } = Ordered.Empty;

    /// <summary>No folder at all: every request is refused.</summary>
    public static FileRoots Nowhere { get; } = new() { BaseFolder = "" };
}
