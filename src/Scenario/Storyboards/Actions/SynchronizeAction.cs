namespace Sim.Storyboards;

/// <summary>Reaches a place when another entity reaches one.</summary>
public sealed record SynchronizeAction : PrivateAction
{
    /// <summary>The other entity.</summary>
    public required string MasterId { get; init; }

    /// <summary>Where the other goes.</summary>
    public required StoryPosition MasterPosition { get; init; }

    /// <summary>Where the entity goes.</summary>
    public required StoryPosition Position { get; init; }

    /// <summary>Tolerance at the other's place, m, not negative; null: none given (1.1).</summary>
    public double? MasterToleranceM { get; init; }

    /// <summary>Tolerance at the entity's place, m, not negative; null: none given (1.1).</summary>
    public double? ToleranceM { get; init; }

    /// <summary>Speed at the place; null: whatever comes out.</summary>
    public SynchronizeFinalSpeed? FinalSpeed { get; init; }
}
