namespace Sim.Storyboards;

/// <summary>Adds to or multiplies a global parameter.</summary>
public sealed record ParameterModifyAction : GlobalAction
{
    /// <summary>The parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>True: multiplies; false: adds.</summary>
    public required bool Multiply { get; init; }

    /// <summary>Summand or factor.</summary>
    public required double Value { get; init; }
}
