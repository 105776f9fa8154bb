namespace Sim.Storyboards;

/// <summary>Adds to or multiplies a variable (1.2).</summary>
public sealed record VariableModifyAction : GlobalAction
{
    /// <summary>The variable.</summary>
    public required string Variable { get; init; }

    /// <summary>True: multiplies; false: adds.</summary>
    public required bool Multiply { get; init; }

    /// <summary>Summand or factor.</summary>
    public required double Value { get; init; }
}
