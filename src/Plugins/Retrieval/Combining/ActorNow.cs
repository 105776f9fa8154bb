using Sim.Geometry;

namespace Sim.Plugins.Retrieval.Combining;

/// <summary>One actor at the moment from which its motion is to be made: what may be known of it. Immutable.</summary>
internal sealed record ActorNow
{
    /// <summary>Index of its track in the recording.</summary>
    public required int Track { get; init; }

    /// <summary>Its box.</summary>
    public required BodyBox Body { get; init; }

    /// <summary>Present pose of the box's centre.</summary>
    public required Pose2d Pose { get; init; }

    /// <summary>Present speed along the heading, m/s.</summary>
    public required double SpeedMps { get; init; }

    /// <summary>Mean speed over the known past, m/s.</summary>
    public required double MeanSpeedMps { get; init; }

    /// <summary>Acceleration over the known past, m/s²; 0 when only one instant is known.</summary>
    public required double AccelMps2 { get; init; }

    /// <summary>The line it follows.</summary>
    public required Course Course { get; init; }

    /// <summary>Arc length on <see cref="Course"/>, m.</summary>
    public required double S { get; init; }

    /// <summary>Offset from <see cref="Course"/>, m, positive to the left.</summary>
    public required double D { get; init; }

    /// <summary>Speed across the course, m/s, positive to the left.</summary>
    public required double DriftMps { get; init; }

    /// <summary>Speed limit of its lane, m/s, or null.</summary>
    public double? LimitMps { get; init; }

    /// <summary>True for road users who follow lanes.</summary>
    public bool OnRoad { get; init; }
}
