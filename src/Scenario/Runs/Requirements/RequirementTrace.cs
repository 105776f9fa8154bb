namespace Sim;

/// <summary>Requirements against the cases that cover them.</summary>
public sealed record RequirementTrace
{
    /// <summary>The requirements that files declare, in their order, then those that only cases name, sorted.</summary>
    public required IReadOnlyList<TracedRequirement> Requirements { get; init; }

    /// <summary>Ids of cases that cover no requirement, sorted.</summary>
    public IReadOnlyList<string> CasesWithout { get; init; } = [];

    /// <summary>Cases by category of ISO 34502 and area of ISO 21448; empty when no requirement or case names one.</summary>
    public IReadOnlyList<SotifCell> Sotif { get; init; } = [];
}
