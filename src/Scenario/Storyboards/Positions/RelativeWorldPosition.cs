namespace Sim.Storyboards;

/// <summary>Offset from an entity in world axes.</summary>
public sealed record RelativeWorldPosition : StoryPosition
{
    /// <summary>The entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>m along the world's x.</summary>
    public required double DxM { get; init; }

    /// <summary>m along the world's y.</summary>
    public required double DyM { get; init; }

    /// <summary>m up.</summary>
    public double DzM { get; init; }
}
