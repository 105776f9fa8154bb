namespace Sim.Storyboards;

/// <summary>Puts the entity somewhere at once.</summary>
public sealed record TeleportAction : PrivateAction
{
    /// <summary>Where.</summary>
    public required StoryPosition Position { get; init; }
}
