using Sim.Geometry;

namespace Sim.Formats;

/// <summary>How a scenario is made from a log. Exactly one of <see cref="Planned"/> and <see cref="EgoId"/> is set.</summary>
public sealed record RecordedScenarioOptions
{
    /// <summary>Name of the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>The ego's vehicle. A recorded ego keeps its recorded length, width and height; axles are scaled with the length.</summary>
    public VehicleSpec Vehicle { get; init; } = VehicleSpec.Sedan;

    /// <summary>A new vehicle as ego, or null.</summary>
    public PlannedEgo? Planned { get; init; }

    /// <summary>A recorded actor as ego, or null.</summary>
    public string? EgoId { get; init; }

    /// <summary>For a recorded ego: earliest time of the log at which the scenario starts, µs, not negative; it never starts before the ego appears.</summary>
    public long StartUs { get; init; }

    /// <summary>Step length, µs; null keeps the log's. Logged states keep their times and are interpolated where the steps differ.</summary>
    public long? StepUs { get; init; }

    /// <summary>Longest horizon, µs; null means to the end of the log or of the goal's time, whichever is later.</summary>
    public long? HorizonUs { get; init; }

    /// <summary>Exact footprints by actor id, where there are any.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Polygon>> Footprints { get; init; } = new Dictionary<string, IReadOnlyList<Polygon>>();

    /// <summary>Tags of the scenario.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
