namespace Sim.Storyboards;

/// <summary>Value of a global parameter.</summary>
public sealed record ParameterCondition : TriggerCondition
{
    /// <summary>The parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Value to compare with.</summary>
    public required string Value { get; init; }

    /// <summary>Comparison; of numbers when both are.</summary>
    public required ValueRule Rule { get; init; }
}
