namespace Sim.Storyboards;

/// <summary>Actions of one entity before the first step.</summary>
/// <param name="EntityId">The entity or selection.</param>
/// <param name="Actions">Private actions, in the file's order.</param>
public sealed record EntityInit(string EntityId, IReadOnlyList<StoryboardAction> Actions);
