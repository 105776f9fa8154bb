using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Encroachment;

/// <summary>Times around a place that two actors use one after the other (docs/criticality/encroachment.md).</summary>
internal sealed class EncroachmentFamily : MetricFamily
{
    private static readonly MetricDefinition Pet = new("min_pet", "s", WorseDirection.Lower) { CriticalAt = o => o.PetS };

    /// <inheritdoc/>
    public override string Name => "encroachment";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Pet];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var pet = new PostEncroachment(scene.Recording, scene.Ego);
        foreach (var other in scene.Others)
        {
            pet.Add(other.Track, cancellationToken);
        }

        sheet.Add(Pet, pet.Result(null));
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric) =>
        EvidenceText.Beyond(metric, (value, critical) => FormattableString.Invariant($"the ego and {EvidenceText.Other(metric)} use the same place {value:0.00} s apart (critical at {critical:0.0#} s and below; {EvidenceText.Inputs(metric)})."));
}
