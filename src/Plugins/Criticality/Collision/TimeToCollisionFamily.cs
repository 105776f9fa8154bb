using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Collision;

/// <summary>Times to collision (docs/criticality/time-to-collision.md).</summary>
internal sealed class TimeToCollisionFamily : MetricFamily
{
    private static readonly MetricDefinition Planar = new("min_ttc", "s", WorseDirection.Lower) { CriticalAt = o => o.TtcS };

    /// <inheritdoc/>
    public override string Name => "time-to-collision";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Planar];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var planar = new WorstOverTime(scene, WorseDirection.Lower, series: true);
        foreach (var other in scene.Others)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int step = other.FromStep; step < other.EndStep; step++)
            {
                ref readonly var there = ref other.At(step);
                if (there.Present)
                {
                    ref readonly var here = ref scene.At(step);
                    planar.Add(step, TimeToCollision.Between(here.Box, here.Velocity, there.Box, there.Velocity), other);
                }
            }
        }

        sheet.Add(Planar, planar.Result("no other actor is ever on a collision course", (other, step) => PlanarInputs(scene, other!, step)), planar.Series());
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric) =>
        EvidenceText.Beyond(metric, (value, critical) => FormattableString.Invariant($"the time to collision with {EvidenceText.Other(metric)} falls to {value:0.00} s (critical at {critical:0.0#} s and below; {EvidenceText.Inputs(metric)})."));

    private static IReadOnlyList<MetricInput> PlanarInputs(EgoScene scene, ActorView other, int step)
    {
        ref readonly var here = ref scene.At(step);
        ref readonly var there = ref other.At(step);
        var between = there.Box.Centre - here.Box.Centre;
        double closing = between.Length > 0 ? (here.Velocity - there.Velocity).Dot(between) / between.Length : 0;
        return
        [
            new("gap", here.Box.DistanceTo(there.Box), "m"),
            new("ego speed", here.SpeedMps, "m/s"),
            new("other speed", other.Track.SpeedMps.Span[step - other.Track.FirstStep], "m/s"),
            new("closing speed", closing, "m/s"),
        ];
    }
}
