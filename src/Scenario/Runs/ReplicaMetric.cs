using Sim.Numerics;

namespace Sim;

/// <summary>A metric over the replicas of a case.</summary>
public sealed record ReplicaMetric
{
    /// <summary>The assessor.</summary>
    public required string Assessor { get; init; }

    /// <summary>The metric.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Replicas that gave a value.</summary>
    public required int Values { get; init; }

    /// <summary>Replicas with no conflict (the best), not in the mean.</summary>
    public int NoConflict { get; init; }

    /// <summary>Replicas in which it was too late (the worst), not in the mean.</summary>
    public int TooLate { get; init; }

    /// <summary>Replicas to which it does not apply.</summary>
    public int NotApplicable { get; init; }

    /// <summary>Replicas for which it could not be computed.</summary>
    public int Failed { get; init; }

    /// <summary>Mean of the values with its 95 % interval (<see cref="Intervals.Mean"/>); null when there is none.</summary>
    public IntervalEstimate? Mean { get; init; }
}
