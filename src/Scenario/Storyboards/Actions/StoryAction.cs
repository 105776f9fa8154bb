namespace Sim.Storyboards;

/// <summary>A named action of an event.</summary>
/// <param name="Name">Name.</param>
/// <param name="Action">What is done.</param>
public sealed record StoryAction(string Name, StoryboardAction Action);
