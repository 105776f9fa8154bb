namespace Sim.Plugins.Criticality.Metrics;

/// <summary>What a family declares about one metric.</summary>
/// <param name="Name">Stable dotted name that suites refer to.</param>
/// <param name="Unit">SI unit; "" for counts, shares and flags.</param>
/// <param name="Worse">Which way is worse.</param>
internal sealed record MetricDefinition(string Name, string Unit, WorseDirection Worse)
{
    /// <summary>Version of the definition.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Threshold under some options, or null for none.</summary>
    public Func<CriticalityOptions, double>? CriticalAt { get; init; }

    /// <summary>True when it does not apply while nobody shares the scene with the ego.</summary>
    public bool NeedsOthers { get; init; } = true;

    /// <summary>True when it is computed only where the option 'metrics' names it.</summary>
    public bool OnRequest { get; init; }
}
