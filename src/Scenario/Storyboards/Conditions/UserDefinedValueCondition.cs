namespace Sim.Storyboards;

/// <summary>A value that only the file's author knows.</summary>
public sealed record UserDefinedValueCondition : TriggerCondition
{
    /// <summary>Name of the value.</summary>
    public required string ValueName { get; init; }

    /// <summary>Value to compare with.</summary>
    public required string Value { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }
}
