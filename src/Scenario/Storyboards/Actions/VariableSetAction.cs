namespace Sim.Storyboards;

/// <summary>Sets a variable (1.2).</summary>
public sealed record VariableSetAction : GlobalAction
{
    /// <summary>The variable.</summary>
    public required string Variable { get; init; }

    /// <summary>Its new value.</summary>
    public required string Value { get; init; }
}
