namespace Sim.Storyboards;

/// <summary>An action that is not of OpenSCENARIO 1.0 to 1.2. It cannot be performed.</summary>
public sealed record UnsupportedAction : StoryboardAction
{
    /// <summary>The element's name.</summary>
    public required string Element { get; init; }
}
