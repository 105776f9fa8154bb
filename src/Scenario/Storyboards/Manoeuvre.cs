namespace Sim.Storyboards;

/// <summary>Events of one manoeuvre.</summary>
/// <param name="Name">Name.</param>
/// <param name="Events">Events, each with its own trigger.</param>
public sealed record Manoeuvre(string Name, IReadOnlyList<StoryEvent> Events);
