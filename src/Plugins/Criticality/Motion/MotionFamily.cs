using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Motion;

/// <summary>What the ego's own motion says: stopping distance and jerk (docs/criticality/motion.md).</summary>
internal sealed class MotionFamily : MetricFamily
{
    private static readonly MetricDefinition Msd = Of("max_msd", "m");
    private static readonly MetricDefinition Along = Of("max_jerk_long", "m/s³");
    private static readonly MetricDefinition Across = Of("max_jerk_lat", "m/s³");

    /// <inheritdoc/>
    public override string Name => "motion";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Msd, Along, Across];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var msd = new WorstOverTime(scene, WorseDirection.Higher);
        var along = new WorstOverTime(scene, WorseDirection.Higher);
        var across = new WorstOverTime(scene, WorseDirection.Higher);
        int n = scene.EndStep - scene.FromStep;
        var accel = new double[n];
        var lateral = new double[n];
        for (int i = 0; i < n; i++)
        {
            ref readonly var ego = ref scene.At(scene.FromStep + i);
            accel[i] = ego.AccelMps2;
            lateral[i] = ego.AccelAcrossMps2;
            if (ego.Present)
            {
                msd.Add(scene.FromStep + i, ego.SpeedMps * ego.SpeedMps / (2 * scene.GripMps2), null);
            }
        }

        var jerkAlong = new double[n];
        var jerkAcross = new double[n];
        Derivative.Of(scene.Ego, accel, scene.DtSeconds, jerkAlong, []);
        Derivative.Of(scene.Ego, lateral, scene.DtSeconds, jerkAcross, []);
        for (int i = 0; i < n; i++)
        {
            int step = scene.FromStep + i;
            if (scene.At(step).Present && (scene.Ego.IsPresent(step - 1) || scene.Ego.IsPresent(step + 1)))
            {
                along.Add(step, Math.Abs(jerkAlong[i]), null);
                across.Add(step, Math.Abs(jerkAcross[i]), null);
            }
        }

        const string Instant = "the ego is never present at two steps in a row";
        sheet.Add(Msd, msd.Result(Instant, Inputs));
        sheet.Add(Along, along.IsEmpty ? Measured.NotApplicable<double>(Instant) : along.Result(Instant, Inputs));
        sheet.Add(Across, across.IsEmpty ? Measured.NotApplicable<double>(Instant) : across.Result(Instant, Inputs));

        IReadOnlyList<MetricInput> Inputs(ActorView? other, int step)
        {
            ref readonly var ego = ref scene.At(step);
            return [new("ego speed", ego.SpeedMps, "m/s"), new("ego acceleration", ego.AccelMps2, "m/s²"), new("ego lateral acceleration", ego.AccelAcrossMps2, "m/s²")];
        }
    }

    private static MetricDefinition Of(string name, string unit) => new(name, unit, WorseDirection.Higher) { NeedsOthers = false };
}
