using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Following;

/// <summary>
/// Headway and required deceleration towards actors ahead on the ego's path (docs/criticality/following.md). Gaps are bumper to bumper along the path.
/// </summary>
internal sealed class FollowingFamily : MetricFamily
{
    private const string NoRoom = "no room is left: the boxes overlap along the ego's path while the ego closes in";
    private static readonly MetricDefinition Headway = new("min_thw", "s", WorseDirection.Lower) { CriticalAt = o => o.ThwS };
    private static readonly MetricDefinition Drac = new("max_drac", "m/s²", WorseDirection.Higher) { CriticalAt = o => o.DracMps2 };

    /// <inheritdoc/>
    public override string Name => "following";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Headway, Drac];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var headway = new WorstOverTime(scene, WorseDirection.Lower, series: true);
        var drac = new WorstOverTime(scene, WorseDirection.Higher, series: true);
        foreach (var other in scene.Others)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int step = other.FromStep; step < other.EndStep; step++)
            {
                ref readonly var there = ref other.At(step);
                if (!there.Present || !there.OnPath || !there.Ahead)
                {
                    continue;
                }

                double speed = scene.At(step).SpeedMps;
                if (speed > 0)
                {
                    // Braking to a stand may leave 1e-310 m/s, at which no double holds the headway: not finite, so not added.
                    headway.Add(step, Math.Max(there.GapM, 0) / speed, other);
                }

                double closing = speed - there.SpeedMps;
                if (closing > 0 && there.GapM <= 0)
                {
                    drac.AddTooLate(step, other, NoRoom);
                }
                else if (closing > 0)
                {
                    drac.Add(step, closing * closing / (2 * there.GapM), other);
                }
            }
        }

        sheet.Add(Headway, headway.Result("no other actor is ever ahead on the ego's path", Inputs), headway.Series());
        sheet.Add(Drac, drac.Result("the ego never closes in on an actor ahead on its path", Inputs), drac.Series());

        IReadOnlyList<MetricInput> Inputs(ActorView? other, int step) => PathInputs.Of(scene, other!, step);
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric) => metric.Value.State == MeasuredState.TooLate
        ? $"braking comes too late: {metric.Value.Reason}."
        : EvidenceText.Beyond(metric, (value, critical) => metric.Name == Headway.Name
            ? FormattableString.Invariant($"the headway to {EvidenceText.Other(metric)} falls to {value:0.00} s (critical at {critical:0.0#} s and below; {EvidenceText.Inputs(metric)}).")
            : FormattableString.Invariant($"avoiding {EvidenceText.Other(metric)} needs {value:0.0} m/s² of braking (critical at {critical:0.0#} m/s² and above; {EvidenceText.Inputs(metric)})."));
}
