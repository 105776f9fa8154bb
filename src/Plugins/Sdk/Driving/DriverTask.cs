using Sim.Maps;

namespace Sim.Plugins.Sdk;

/// <summary>What a driver is told before the first observation. Plain data.</summary>
public sealed record DriverTask
{
    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>The road network.</summary>
    public required RoadMap Map { get; init; }

    /// <summary>Step length, µs.</summary>
    public required long StepUs { get; init; }

    /// <summary>Length of the scenario, µs.</summary>
    public required long HorizonUs { get; init; }

    /// <summary>Every actor that can appear; an observation refers to them by index.</summary>
    public required IReadOnlyList<ActorInfo> Actors { get; init; }

    /// <summary>Index of the ego in <see cref="Actors"/>.</summary>
    public required int EgoIndex { get; init; }

    /// <summary>The ego's vehicle.</summary>
    public required VehicleSpec Vehicle { get; init; }

    /// <summary>The task.</summary>
    public required EgoTask Task { get; init; }

    /// <summary>Conditions.</summary>
    public WorldEnvironment Environment { get; init; } = new();

    /// <summary>The ego's own recorded states, when the scenario comes from a log of it: for log replay and reference, box centre.</summary>
    public IReadOnlyList<TimedState> EgoLog { get; init; } = [];

    /// <summary>Where files that the driver's options name may be read. Paths of this machine: never write them.</summary>
    public FileRoots Files { get; init; } = FileRoots.Nowhere;

    /// <summary>Seed for this driver in this case.</summary>
    public ulong Seed { get; init; }
}
