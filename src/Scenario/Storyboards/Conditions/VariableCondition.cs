namespace Sim.Storyboards;

/// <summary>Value of a variable (1.2).</summary>
public sealed record VariableCondition : TriggerCondition
{
    /// <summary>The variable.</summary>
    public required string Variable { get; init; }

    /// <summary>Value to compare with.</summary>
    public required string Value { get; init; }

    /// <summary>Comparison; of numbers when both are.</summary>
    public required ValueRule Rule { get; init; }
}
