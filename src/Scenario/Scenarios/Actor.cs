using Sim.Geometry;

namespace Sim;

/// <summary>A participant of a scenario: what it is, where and when it begins, how it behaves.</summary>
public sealed record Actor
{
    /// <summary>Unique id within the scenario.</summary>
    public required string Id { get; init; }

    /// <summary>Kind of actor.</summary>
    public required ActorClass Class { get; init; }

    /// <summary>Its box.</summary>
    public required BodyBox Body { get; init; }

    /// <summary>
    /// Exact footprint in the actor's frame (origin at the box's centre, x forward, m) where the source has one that is not the box:
    /// circles are given as polygons. Empty means the box. Contacts use the box.
    /// </summary>
    public IReadOnlyList<Polygon> Footprint { get; init; } = [];

    /// <summary>Step at which it appears, 0 for the start.</summary>
    public int FirstStep { get; init; }

    /// <summary>State at <see cref="FirstStep"/>.</summary>
    public required ActorState Initial { get; init; }

    /// <summary>How it behaves from then on.</summary>
    public required Behaviour Behaviour { get; init; }

    /// <summary>Vehicle data for actors driven by a vehicle model; null means a default of its class.</summary>
    public VehicleSpec? Vehicle { get; init; }

    /// <summary>Where this actor comes from (span of a report, retrieved example, file element); empty when the scenario's provenance says all.</summary>
    public string Origin { get; init; } = "";
}
