namespace Sim.Storyboards;

/// <summary>Goes to a position on a way through the network.</summary>
public sealed record AcquirePositionAction : PrivateAction
{
    /// <summary>Where to.</summary>
    public required StoryPosition Position { get; init; }
}
