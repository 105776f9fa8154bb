using Sim.Numerics;

namespace Sim;

/// <summary>The replicas of one case: the same scenario several times, each with another seed for whatever is drawn while it runs.</summary>
public sealed record ReplicaGroup
{
    /// <summary>Id of the first replica, which names the group.</summary>
    public required string Case { get; init; }

    /// <summary>Ids of the replicas in the report, in the order of their numbers.</summary>
    public required IReadOnlyList<string> Cases { get; init; }

    /// <summary>How far they can be reproduced: the weakest of them.</summary>
    public required Reproducibility Reproducibility { get; init; }

    /// <summary>Replicas that passed.</summary>
    public required int Passed { get; init; }

    /// <summary>Replicas that passed, failed or are known to fail; others (error, refused, not run) are no evidence and are left out.</summary>
    public required int Evaluated { get; init; }

    /// <summary>Share of the evaluated ones that passed, with its 95 % interval (<see cref="Intervals.Share"/>); null when none was evaluated.</summary>
    public IntervalEstimate? PassRate { get; init; }

    /// <summary>Metrics in the order of their first appearance.</summary>
    public IReadOnlyList<ReplicaMetric> Metrics { get; init; } = [];
}
