namespace Sim.Storyboards;

/// <summary>A place where traffic vanishes.</summary>
public sealed record TrafficSinkAction : GlobalAction
{
    /// <summary>Name (1.1), or empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where.</summary>
    public required StoryPosition Position { get; init; }

    /// <summary>Radius, m, not negative.</summary>
    public required double RadiusM { get; init; }

    /// <summary>Vehicles per second; null: all that come.</summary>
    public double? RatePerS { get; init; }

    /// <summary>Which vehicles; null: any.</summary>
    public TrafficDefinition? Definition { get; init; }
}
