namespace Sim.Storyboards;

/// <summary>Sets a global parameter.</summary>
public sealed record ParameterSetAction : GlobalAction
{
    /// <summary>The parameter.</summary>
    public required string Parameter { get; init; }

    /// <summary>Its new value.</summary>
    public required string Value { get; init; }
}
