namespace Sim;

/// <summary>What became of a waiver.</summary>
/// <param name="Issue">The waiver.</param>
/// <param name="State">"used", "expired", "passes" (a waived case passes: remove the waiver) or "unmatched".</param>
/// <param name="Cases">Cases it matched, sorted.</param>
public sealed record WaiverResult(KnownIssue Issue, string State, IReadOnlyList<string> Cases)
{
    /// <summary>Name of its suite; empty where nobody says.</summary>
    public string Suite { get; init; } = "";
}
