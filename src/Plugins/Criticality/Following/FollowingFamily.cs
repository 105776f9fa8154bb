using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Following;

/// <summary>
/// Headways and required accelerations towards actors ahead on the ego's path (docs/criticality/following.md). Gaps are bumper to bumper along the path.
/// </summary>
internal sealed class FollowingFamily : MetricFamily
{
    private const string NoRoom = "no room is left: the boxes overlap along the ego's path while the ego closes in";
    private static readonly MetricDefinition Headway = new("min_thw", "s", WorseDirection.Lower) { CriticalAt = o => o.ThwS };
    private static readonly MetricDefinition Driven = new("min_thw_traj", "s", WorseDirection.Lower) { CriticalAt = o => o.ThwS };
    private static readonly MetricDefinition Distance = new("min_hw", "m", WorseDirection.Lower);
    private static readonly MetricDefinition Drac = new("max_drac", "m/s²", WorseDirection.Higher) { CriticalAt = o => o.DracMps2 };
    private static readonly MetricDefinition Along = new("max_a_long_req", "m/s²", WorseDirection.Higher) { CriticalAt = o => o.DracMps2 };
    private static readonly MetricDefinition Across = new("max_a_lat_req", "m/s²", WorseDirection.Higher);
    private static readonly MetricDefinition Both = new("max_a_req", "m/s²", WorseDirection.Higher);
    private static readonly MetricDefinition Brake = new("max_btn", "", WorseDirection.Higher) { CriticalAt = _ => 1 };
    private static readonly MetricDefinition Steer = new("max_stn", "", WorseDirection.Higher) { CriticalAt = _ => 1 };
    private static readonly MetricDefinition SafetyTime = new("max_dst", "m/s²", WorseDirection.Higher) { CriticalAt = o => o.DracMps2 };

    /// <inheritdoc/>
    public override string Name => "following";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Headway, Driven, Distance, Drac, Along, Across, Both, Brake, Steer, SafetyTime];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var headway = new WorstOverTime(scene, WorseDirection.Lower, series: true);
        var driven = new WorstOverTime(scene, WorseDirection.Lower);
        var distance = new WorstOverTime(scene, WorseDirection.Lower);
        var drac = new WorstOverTime(scene, WorseDirection.Higher, series: true);
        var along = new WorstOverTime(scene, WorseDirection.Higher);
        var across = new WorstOverTime(scene, WorseDirection.Higher);
        var both = new WorstOverTime(scene, WorseDirection.Higher);
        var dst = new WorstOverTime(scene, WorseDirection.Higher);
        var reach = new DrivenReach(scene);
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

                ref readonly var here = ref scene.At(step);
                double speed = here.SpeedMps;
                distance.Add(step, Math.Max(there.GapM, 0), other);
                if (speed > 0)
                {
                    // Braking to a stand may leave 1e-310 m/s, at which no double holds the headway: not finite, so not added.
                    headway.Add(step, Math.Max(there.GapM, 0) / speed, other);
                }

                driven.Add(step, reach.TimeUntil(step, there.S - there.ReachAlongM), other);
                double closing = speed - there.SpeedMps;
                Required(drac, step, closing <= 0 ? 0 : there.GapM <= 0 ? double.PositiveInfinity : closing * closing / (2 * there.GapM), other, NoRoom);
                double needAlong = PathMath.RequiredDeceleration(there.GapM, speed, there.SpeedMps, there.AccelMps2);
                double ttc = PathMath.TimeToCollision(there.GapM, speed, here.AccelMps2, there.SpeedMps, there.AccelMps2);
                double needAcross = PathMath.RequiredLateral(
                    there.LateralM, there.SpeedAcrossMps, there.AccelAcrossMps2, there.ReachAcrossM + here.Box.HalfWidthM, ttc);
                Required(along, step, needAlong, other, NoRoom);
                Required(across, step, needAcross, other, "no time is left to steer: the boxes overlap along the ego's path");
                Required(both, step, Math.Sqrt(needAlong * needAlong + needAcross * needAcross), other, NoRoom);
                Required(dst, step, PathMath.ToSafetyTime(there.GapM, speed, there.SpeedMps, scene.Options.SafetyTimeS), other, "the gap is shorter than the way that the other drives in the safety time, while the ego closes in");
            }
        }

        const string Nobody = "no other actor is ever ahead on the ego's path";
        const string NeverCloses = "the ego never closes in on an actor ahead on its path";
        const string NoNeed = "nobody ahead on the ego's path asks for any";
        double grip = scene.GripMps2;
        sheet.Add(Headway, headway.Result(Nobody, Inputs), headway.Series());
        sheet.Add(Driven, driven.Result("the ego never reaches the place of an actor ahead on its path within the recording", Inputs));
        sheet.Add(Distance, distance.Result(Nobody, Inputs));
        sheet.Add(Drac, drac.Result(NeverCloses, Inputs), drac.Series());
        sheet.Add(Along, along.Result(NoNeed, WithAccelerations));
        sheet.Add(Across, across.Result(NoNeed, WithAccelerations));
        sheet.Add(Both, both.Result(NoNeed, WithAccelerations));
        sheet.Add(Brake, Share(along.Result(NoNeed, WithAccelerations), grip));
        sheet.Add(Steer, Share(across.Result(NoNeed, WithAccelerations), grip));
        sheet.Add(SafetyTime, dst.Result(NeverCloses, Inputs));

        IReadOnlyList<MetricInput> Inputs(ActorView? other, int step) => PathInputs.Of(scene, other!, step);
        IReadOnlyList<MetricInput> WithAccelerations(ActorView? other, int step) => PathInputs.WithAccelerations(scene, other!, step);
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric)
    {
        if (metric.Value.State == MeasuredState.TooLate)
        {
            return metric.Name == Drac.Name ? $"braking comes too late: {metric.Value.Reason}." : null;
        }

        string other = EvidenceText.Other(metric);
        string inputs = EvidenceText.Inputs(metric);
        return EvidenceText.Beyond(metric, (value, critical) => metric.Name switch
        {
            "min_thw" => FormattableString.Invariant($"the headway to {other} falls to {value:0.00} s (critical at {critical:0.0#} s and below; {inputs})."),
            "max_drac" => FormattableString.Invariant($"avoiding {other} needs {value:0.0} m/s² of braking (critical at {critical:0.0#} m/s² and above; {inputs})."),
            "max_btn" => FormattableString.Invariant($"braking alone cannot avoid {other} any more: it needs {value:0.00} of what the road gives ({inputs})."),
            "max_stn" => FormattableString.Invariant($"steering alone cannot avoid {other} any more: it needs {value:0.00} of what the road gives ({inputs})."),
            _ => null!,
        });
    }

    private static void Required(WorstOverTime worst, int step, double value, ActorView other, string tooLate)
    {
        if (!double.IsFinite(value))
        {
            worst.AddTooLate(step, other, tooLate);
        }
        else if (value > 0)
        {
            worst.Add(step, value, other);
        }
    }

    private static Measured<double> Share(Measured<double> need, double grip) => need.Value is { } value
        ? need with { Value = value / grip, Inputs = [.. need.Inputs, new("needed", value, "m/s²"), new("grip", grip, "m/s²")] }
        : need;
}
