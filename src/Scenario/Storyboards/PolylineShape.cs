namespace Sim.Storyboards;

/// <summary>Straight pieces between vertices.</summary>
public sealed record PolylineShape : TrajectoryShape
{
    /// <summary>Vertices, at least two.</summary>
    public required IReadOnlyList<TrajectoryVertex> Vertices { get; init; }
}
