namespace Sim.Storyboards;

/// <summary>Makes an entity vanish.</summary>
public sealed record DeleteEntityAction : GlobalAction
{
    /// <summary>The entity.</summary>
    public required string EntityId { get; init; }
}
