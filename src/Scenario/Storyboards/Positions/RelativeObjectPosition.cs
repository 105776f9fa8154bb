namespace Sim.Storyboards;

/// <summary>Offset from an entity in its own axes.</summary>
public sealed record RelativeObjectPosition : StoryPosition
{
    /// <summary>The entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>m forward.</summary>
    public required double DxM { get; init; }

    /// <summary>m to the left.</summary>
    public required double DyM { get; init; }

    /// <summary>m up.</summary>
    public double DzM { get; init; }
}
