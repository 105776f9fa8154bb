using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Validity;

/// <summary>Until when the other metrics may be read as findings (docs/criticality/validity.md).</summary>
internal sealed class ValidityFamily : MetricFamily
{
    private static readonly MetricDefinition Until = new("valid_until", "s", WorseDirection.Lower) { NeedsOthers = false };

    /// <inheritdoc/>
    public override string Name => "validity";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Until];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var validity = scene.Validity;
        if (validity.Unknown is { } unknown)
        {
            sheet.Add(Until, Measured.NotApplicable<double>(unknown));
            return;
        }

        if (validity.LeftUs is not { } left)
        {
            sheet.Add(Until, Measured.NoConflict<double>(validity.AnyReplayed ? "the ego never leaves its log" : "nobody replays a log that the ego could leave"));
            return;
        }

        sheet.Add(Until, Measured.Of(
            left / 1e6,
            left,
            [scene.Ego.Id],
            [new("distance from the log", validity.DistanceM, "m"), new("threshold", scene.Options.LogDeviationM, "m")],
            validity.How));
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric) => metric.Value.HasValue
        ? $"{metric.Value.Reason}: from then on replayed traffic does not react to it, and values found later are not valid as findings."
        : null;
}
