using Sim.Geometry;

namespace Sim.Formats.CommonRoad;

/// <summary>An obstacle of a CommonRoad file, its states moved to the centre of its box. Immutable.</summary>
public sealed record CommonRoadObstacle
{
    /// <summary>Id, canonical integer text.</summary>
    public required string Id { get; init; }

    /// <summary>Static, dynamic, environment or phantom.</summary>
    public required CommonRoadObstacleRole Role { get; init; }

    /// <summary>Type as written ("car"); empty when absent.</summary>
    public string TypeName { get; init; } = "";

    /// <summary>Kind of actor.</summary>
    public required ActorClass Class { get; init; }

    /// <summary>Its box.</summary>
    public required BodyBox Body { get; init; }

    /// <summary>Footprint in the frame of the box where it is not the box itself; else empty.</summary>
    public IReadOnlyList<Polygon> Footprint { get; init; } = [];

    /// <summary>Time step of the first state.</summary>
    public int FirstStep { get; init; }

    /// <summary>States at consecutive time steps, box centre. One state for what stands still; none for phantoms.</summary>
    public ReadOnlyMemory<ActorState> States { get; init; }

    /// <summary>Occupancies of a set-based prediction; empty for trajectories.</summary>
    public IReadOnlyList<CommonRoadOccupancy> Occupancies { get; init; } = [];

    /// <summary>Line of the element in the file.</summary>
    public int Line { get; init; }
}
