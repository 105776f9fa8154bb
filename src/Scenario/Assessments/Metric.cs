namespace Sim;

/// <summary>A named measurement of one recording.</summary>
public sealed record Metric
{
    /// <summary>Stable dotted name that suites refer to, e.g. "min_ttc", "collision.at_fault".</summary>
    public required string Name { get; init; }

    /// <summary>SI unit; "" for counts, shares and flags (a flag is 0 or 1).</summary>
    public required string Unit { get; init; }

    /// <summary>Which way is worse.</summary>
    public required WorseDirection Worse { get; init; }

    /// <summary>Version of the definition; a change makes results not comparable.</summary>
    public required int Version { get; init; }

    /// <summary>The measurement.</summary>
    public required Measured<double> Value { get; init; }

    /// <summary>
    /// The same metric under a second reading of its definition, for pseudo-simulation: without, or with, the reference's quirks; null when there is
    /// none. Gates decide by <see cref="Value"/> and name the cases that this would decide otherwise.
    /// </summary>
    public Measured<double>? SecondReading { get; init; }

    /// <summary>Threshold that the assessor regards as critical: a value at it or beyond it in the worse direction is critical; null when there is none.</summary>
    public double? CriticalAt { get; init; }

    /// <summary>Values over time for plots; empty when there are none.</summary>
    public IReadOnlyList<MetricSample> Series { get; init; } = [];
}
