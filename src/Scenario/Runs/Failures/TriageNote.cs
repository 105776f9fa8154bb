namespace Sim;

/// <summary>What people decided about failures of one signature. Kept in a text file that merges in git.</summary>
public sealed record TriageNote
{
    /// <summary>Id of the signature, or of one cluster.</summary>
    public required string Signature { get; init; }

    /// <summary>Status.</summary>
    public required TriageStatus Status { get; init; }

    /// <summary>Who looks after it; may be empty.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Free text, one line; may be empty.</summary>
    public string Comment { get; init; } = "";

    /// <summary>True when a failure of this run has the signature.</summary>
    public bool Matches { get; init; }
}
