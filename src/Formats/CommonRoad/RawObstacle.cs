namespace Sim.Formats.CommonRoad;

/// <summary>An obstacle as read.</summary>
internal sealed class RawObstacle
{
    public required string Id { get; init; }

    public (int Line, int Column) Place { get; init; }

    public CommonRoadObstacleRole? Role { get; set; }

    public string TypeName { get; set; } = "";

    public List<ShapePart>? Shape { get; set; }

    /// <summary>Initial state and trajectory, in the file's order.</summary>
    public List<RawState> States { get; } = [];

    public bool HasInitialState { get; set; }

    public List<CommonRoadOccupancy> Occupancies { get; } = [];
}
