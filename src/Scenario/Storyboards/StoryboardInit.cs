namespace Sim.Storyboards;

/// <summary>What holds before the first step; the actions need no trigger.</summary>
public sealed record StoryboardInit
{
    /// <summary>Actions without an entity (global and user-defined), in the file's order.</summary>
    public IReadOnlyList<StoryboardAction> Actions { get; init; } = [];

    /// <summary>Actions of entities, in the file's order.</summary>
    public IReadOnlyList<EntityInit> Entities { get; init; } = [];
}
