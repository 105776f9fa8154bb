namespace Sim;

/// <summary>Moved by the scenario's <see cref="Scenario.Storyboard"/>: stands until its actions move it.</summary>
public sealed record StoryboardBehaviour : Behaviour;
