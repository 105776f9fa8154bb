namespace Sim;

/// <summary>What the ego is asked to do.</summary>
public sealed record EgoTask
{
    /// <summary>Goals, any of which ends the scenario successfully; empty means: drive until the horizon.</summary>
    public IReadOnlyList<GoalRegion> Goals { get; init; } = [];

    /// <summary>Lanes to follow, by id, from start to goal; empty when the driver finds its own way.</summary>
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>Desired speed, m/s; null means the lane's limit.</summary>
    public double? DesiredSpeedMps { get; init; }
}
