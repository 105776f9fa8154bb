namespace Sim.Storyboards;

/// <summary>Assignment of a controller.</summary>
/// <param name="Controller">The controller.</param>
/// <param name="Activate">What it takes over at once.</param>
public sealed record AssignController(StoryController Controller, ActivateController Activate);
