namespace Sim;

/// <summary>What a recording means, according to one assessor: metrics, evidence, verdict.</summary>
public sealed record Assessment
{
    /// <summary>The assessor's name.</summary>
    public required string Assessor { get; init; }

    /// <summary>The assessor's version.</summary>
    public required string Version { get; init; }

    /// <summary>Its metrics, in a stable order, names unique.</summary>
    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>Sentences for people, worst first.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>How critical the case is, 0 (uneventful) upwards, 1 and more after a contact; null when the assessor does not rank.</summary>
    public double? Severity { get; init; }
}
