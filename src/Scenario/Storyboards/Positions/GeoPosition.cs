namespace Sim.Storyboards;

/// <summary>On Earth (1.1), WGS 84.</summary>
public sealed record GeoPosition : StoryPosition
{
    /// <summary>Latitude, rad.</summary>
    public required double LatitudeRad { get; init; }

    /// <summary>Longitude, rad.</summary>
    public required double LongitudeRad { get; init; }

    /// <summary>Height above the ellipsoid, m; null: on the ground.</summary>
    public double? AltitudeM { get; init; }
}
