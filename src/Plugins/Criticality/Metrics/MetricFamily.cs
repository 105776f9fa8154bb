using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Metrics;

/// <summary>
/// Metrics that share a definition's ground and a page in docs/criticality. Stateless and thread-safe: all that a measurement needs lives in
/// <see cref="Measure"/>. A new family is one class and one line in <see cref="MetricFamilies"/>.
/// </summary>
internal abstract class MetricFamily
{
    /// <summary>The family's word in the option 'metrics'.</summary>
    public abstract string Name { get; }

    /// <summary>Its metrics, in the order of the report.</summary>
    public abstract IReadOnlyList<MetricDefinition> Metrics { get; }

    /// <summary>Adds each metric that the sheet wants, exactly once.</summary>
    /// <param name="scene">The prepared recording; its ego is present at one step at least.</param>
    /// <param name="sheet">Takes values, series and sentences.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public abstract void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken);

    /// <summary>The part of a sentence after "At 3.20 s " about a metric whose worst instant is known, or null when there is nothing to say.</summary>
    /// <param name="metric">A metric of this family.</param>
    public virtual string? Sentence(Metric metric) => null;
}
