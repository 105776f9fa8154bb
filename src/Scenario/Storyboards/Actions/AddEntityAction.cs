namespace Sim.Storyboards;

/// <summary>Makes an entity appear.</summary>
public sealed record AddEntityAction : GlobalAction
{
    /// <summary>The entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>Where.</summary>
    public required StoryPosition Position { get; init; }
}
