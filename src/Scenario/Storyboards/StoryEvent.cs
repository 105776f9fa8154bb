namespace Sim.Storyboards;

/// <summary>Actions with a common trigger.</summary>
public sealed record StoryEvent
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>What happens to running events of the same manoeuvre when this one starts.</summary>
    public EventPriority Priority { get; init; } = EventPriority.Parallel;

    /// <summary>How often it may run, positive.</summary>
    public int MaxExecutions { get; init; } = 1;

    /// <summary>Starts it; null: at once.</summary>
    public StoryTrigger? StartTrigger { get; init; }

    /// <summary>Actions, all started with the event.</summary>
    public IReadOnlyList<StoryAction> Actions { get; init; } = [];
}
