namespace Sim.Storyboards;

/// <summary>An act: manoeuvre groups with a common start.</summary>
public sealed record StoryAct
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Groups, all started with the act.</summary>
    public IReadOnlyList<ManoeuvreGroup> Groups { get; init; } = [];

    /// <summary>Starts the act; null: at once.</summary>
    public StoryTrigger? StartTrigger { get; init; }

    /// <summary>Stops the act; null: only the storyboard's does.</summary>
    public StoryTrigger? StopTrigger { get; init; }
}
