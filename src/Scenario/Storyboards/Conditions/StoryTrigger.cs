namespace Sim.Storyboards;

/// <summary>Holds when any group holds; never when there is none.</summary>
/// <param name="Groups">Condition groups.</param>
public sealed record StoryTrigger(IReadOnlyList<TriggerGroup> Groups);
