namespace Sim.Storyboards;

/// <summary>A place where traffic appears.</summary>
public sealed record TrafficSourceAction : GlobalAction
{
    /// <summary>Name (1.1), or empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where.</summary>
    public required StoryPosition Position { get; init; }

    /// <summary>Radius, m, not negative.</summary>
    public required double RadiusM { get; init; }

    /// <summary>Vehicles per second, not negative.</summary>
    public required double RatePerS { get; init; }

    /// <summary>Speed, m/s; null: the traffic's.</summary>
    public double? SpeedMps { get; init; }

    /// <summary>Which vehicles; null: any.</summary>
    public TrafficDefinition? Definition { get; init; }
}
