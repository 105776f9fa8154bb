using Sim.Plugins.Criticality.Following;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Collision;

/// <summary>Times to collision and how long they stay short (docs/criticality/time-to-collision.md).</summary>
internal sealed class TimeToCollisionFamily : MetricFamily
{
    private static readonly MetricDefinition Planar = Time("min_ttc");
    private static readonly MetricDefinition Path = Time("min_ttc_path");
    private static readonly MetricDefinition Accelerated = Time("min_ttc_ca");
    private static readonly MetricDefinition Jrc = Time("min_ttc2d");
    private static readonly MetricDefinition Exposed = new("tet", "s", WorseDirection.Higher);
    private static readonly MetricDefinition Integrated = new("tit", "s²", WorseDirection.Higher);

    /// <inheritdoc/>
    public override string Name => "time-to-collision";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Planar, Path, Accelerated, Jrc, Exposed, Integrated];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var planar = new WorstOverTime(scene, WorseDirection.Lower, series: true);
        var path = new WorstOverTime(scene, WorseDirection.Lower);
        var accelerated = new WorstOverTime(scene, WorseDirection.Lower, series: true);
        var jrc = new WorstOverTime(scene, WorseDirection.Lower);
        var exposed = new WorstOverTime(scene, WorseDirection.Higher);
        var integrated = new WorstOverTime(scene, WorseDirection.Higher);
        double tau = scene.Options.TauS;
        foreach (var other in scene.Others)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double tet = 0;
            double tit = 0;
            double shortest = double.PositiveInfinity;
            int worstStep = other.FromStep;
            for (int step = other.FromStep; step < other.EndStep; step++)
            {
                ref readonly var there = ref other.At(step);
                if (!there.Present)
                {
                    continue;
                }

                ref readonly var here = ref scene.At(step);
                planar.Add(step, TimeToCollision.Between(here.Box, here.Velocity, there.Box, there.Velocity), other);
                if (!there.Ahead)
                {
                    continue;
                }

                double twoDimensional = JrcTimeToCollision.Of(there.GapM, here.SpeedMps - there.SpeedMps, there.LateralGapM, there.LateralClosingMps);
                jrc.Add(step, twoDimensional < JrcTimeToCollision.CapS ? twoDimensional : double.PositiveInfinity, other);
                if (!there.OnPath)
                {
                    continue;
                }

                path.Add(step, PathMath.TimeToCollision(there.GapM, here.SpeedMps, there.SpeedMps), other);
                double ttc = PathMath.TimeToCollision(there.GapM, here.SpeedMps, here.AccelMps2, there.SpeedMps, there.AccelMps2);
                accelerated.Add(step, ttc, other);
                if (ttc <= tau)
                {
                    tet += scene.DtSeconds;
                    tit += (tau - ttc) * scene.DtSeconds;
                    (shortest, worstStep) = ttc < shortest ? (ttc, step) : (shortest, worstStep);
                }
            }

            if (tet > 0)
            {
                exposed.Add(worstStep, tet, other);
                integrated.Add(worstStep, tit, other);
            }
        }

        const string NeverAhead = "the ego never closes in on an actor ahead on its path";
        sheet.Add(Planar, planar.Result("no other actor is ever on a collision course", (other, step) => PlanarInputs(scene, other!, step)), planar.Series());
        sheet.Add(Path, path.Result(NeverAhead, (other, step) => PathInputs.Of(scene, other!, step)));
        sheet.Add(Accelerated, accelerated.Result(NeverAhead, WithAccelerations), accelerated.Series());
        sheet.Add(Jrc, jrc.Result("no actor ahead comes within 4 s both along and across the path", (other, step) => JrcInputs(scene, other!, step)));
        string never = FormattableString.Invariant($"the time to collision never falls to {tau:0.0#} s");
        sheet.Add(Exposed, exposed.Result(never, WithAccelerations));
        sheet.Add(Integrated, integrated.Result(never, WithAccelerations));

        IReadOnlyList<MetricInput> WithAccelerations(ActorView? other, int step) => PathInputs.WithAccelerations(scene, other!, step);
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric) => metric.Name is not ("min_ttc" or "min_ttc_ca")
        ? null
        : EvidenceText.Beyond(metric, (value, critical) => FormattableString.Invariant($"the time to collision with {EvidenceText.Other(metric)}{(metric.Name == Accelerated.Name ? " at constant accelerations" : "")} falls to {value:0.00} s (critical at {critical:0.0#} s and below; {EvidenceText.Inputs(metric)})."));

    private static MetricDefinition Time(string name) => new(name, "s", WorseDirection.Lower) { CriticalAt = o => o.TtcS };

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

    private static IReadOnlyList<MetricInput> JrcInputs(EgoScene scene, ActorView other, int step)
    {
        ref readonly var there = ref other.At(step);
        return
        [
            .. PathInputs.Of(scene, other, step),
            new("lateral gap", there.LateralGapM, "m"),
            new("lateral closing speed", there.LateralClosingMps, "m/s"),
        ];
    }
}
