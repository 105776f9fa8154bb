namespace Sim.Storyboards;

/// <summary>Gives the entity a route.</summary>
public sealed record AssignRouteAction : PrivateAction
{
    /// <summary>The route.</summary>
    public required StoryRoute Route { get; init; }
}
