namespace Sim.Storyboards;

/// <summary>A curve whose curvature changes linearly along it.</summary>
public sealed record ClothoidShape : TrajectoryShape
{
    /// <summary>Start.</summary>
    public required StoryPosition Position { get; init; }

    /// <summary>Curvature at the start, 1/m, positive to the left.</summary>
    public required double CurvaturePerM { get; init; }

    /// <summary>Its change along the curve, 1/m².</summary>
    public required double CurvatureChangePerM2 { get; init; }

    /// <summary>Length, m, not negative.</summary>
    public required double LengthM { get; init; }

    /// <summary>Time at the start, s, or null.</summary>
    public double? StartTimeS { get; init; }

    /// <summary>Time at the end, s, or null.</summary>
    public double? StopTimeS { get; init; }
}
