namespace Sim.Formats.CommonRoad;

/// <summary>A planning problem: where a new vehicle starts and where it should go. Times count from the file's time step 0.</summary>
public sealed record CommonRoadProblem
{
    /// <summary>Id, canonical integer text.</summary>
    public required string Id { get; init; }

    /// <summary>Time step of the initial state.</summary>
    public required int FirstStep { get; init; }

    /// <summary>Initial state at the vehicle's centre.</summary>
    public required ActorState Initial { get; init; }

    /// <summary>Goals, any of which will do.</summary>
    public required IReadOnlyList<GoalRegion> Goals { get; init; }
}
