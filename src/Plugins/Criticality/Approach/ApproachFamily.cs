using Sim.Geometry;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Approach;

/// <summary>How near the ego and another came, and how soon they could have met at worst (docs/criticality/approach.md).</summary>
internal sealed class ApproachFamily : MetricFamily
{
    private static readonly MetricDefinition Dce = new("min_dce", "m", WorseDirection.Lower);
    private static readonly MetricDefinition Ttce = new("ttce", "s", WorseDirection.Lower);
    private static readonly MetricDefinition Wttc = new("min_wttc", "s", WorseDirection.Lower);

    /// <inheritdoc/>
    public override string Name => "approach";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Dce, Ttce, Wttc];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var dce = new WorstOverTime(scene, WorseDirection.Lower);
        var wttc = new WorstOverTime(scene, WorseDirection.Lower);
        ActorView? nearest = null;
        int nearestStep = 0;
        foreach (var other in scene.Others)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double before = dce.Worst;
            int step = Encounter(scene, other, other.FromStep, before, out double distance);
            if (step >= 0)
            {
                dce.Add(step, distance, other);
                (nearest, nearestStep) = (other, step);
            }

            WorstTimes(scene, other, wttc);
        }

        const string Never = "no other actor is ever in the scene together with the ego";
        var closest = dce.Result(Never, (other, step) => Inputs(scene, other!, step));
        sheet.Add(Dce, closest);
        sheet.Add(Ttce, closest.HasValue ? closest with { Value = (nearestStep - FirstShared(nearest!)) * scene.DtSeconds } : closest);
        sheet.Add(Wttc, wttc.Result(Never, (other, step) => Inputs(scene, other!, step)));
    }

    /// <summary>The first step from one on at which two boxes are nearest to each other, if nearer than a bound.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="other">The other actor.</param>
    /// <param name="fromStep">Where to begin, within the other's relations.</param>
    /// <param name="below">Only distances below count; NaN for all.</param>
    /// <param name="distance">The distance, m.</param>
    /// <returns>The step, or -1.</returns>
    public static int Encounter(EgoScene scene, ActorView other, int fromStep, double below, out double distance)
    {
        distance = double.IsNaN(below) ? double.PositiveInfinity : below;
        int at = -1;
        double theirs = Radius(other.Track.Body);
        double mine = Radius(scene.Ego.Body);
        for (int step = fromStep; step < other.EndStep && distance > 0; step++)
        {
            ref readonly var there = ref other.At(step);
            if (!there.Present)
            {
                continue;
            }

            ref readonly var here = ref scene.At(step);
            double reach = distance + theirs + mine;
            if (here.Box.Centre.DistanceSquaredTo(there.Box.Centre) > reach * reach)
            {
                continue;
            }

            double apart = here.Box.DistanceTo(there.Box);
            if (apart < distance)
            {
                (distance, at) = (apart, step);
            }
        }

        return at;
    }

    private static void WorstTimes(EgoScene scene, ActorView other, WorstOverTime worst)
    {
        // Three discs along each box cover it whole; one disc of a third of its length, as in the reference toolbox, does not.
        var body = other.Track.Body;
        double grip = scene.GripMps2;
        double accel = grip + (other.Track.Class is ActorClass.ParkedVehicle or ActorClass.StaticObject ? 0 : grip);
        double mine = scene.Ego.Body.LengthM / 3;
        double theirs = body.LengthM / 3;
        double radius = Disc(scene.Ego.Body) + Disc(body);
        double reach = radius + mine + theirs;
        for (int step = other.FromStep; step < other.EndStep; step++)
        {
            ref readonly var there = ref other.At(step);
            if (!there.Present)
            {
                continue;
            }

            ref readonly var here = ref scene.At(step);
            var apart = there.Box.Centre - here.Box.Centre;
            var rate = there.Velocity - here.Velocity;
            double best = worst.IsEmpty ? double.PositiveInfinity : worst.Worst;
            if (best == 0)
            {
                return;
            }

            if (double.IsFinite(best))
            {
                double within = reach + rate.Length * best + 0.5 * accel * best * best;
                if (apart.LengthSquared > within * within)
                {
                    continue;
                }
            }

            double soonest = double.PositiveInfinity;
            for (int i = -1; i <= 1; i++)
            {
                for (int k = -1; k <= 1; k++)
                {
                    var between = apart + there.Box.Axis * (k * theirs) - here.Box.Axis * (i * mine);
                    soonest = Math.Min(soonest, WorstCase.Time(between.X, between.Y, rate.X, rate.Y, radius, accel));
                }
            }

            worst.Add(step, soonest, other);
        }
    }

    private static int FirstShared(ActorView other)
    {
        int step = other.FromStep;
        while (!other.At(step).Present)
        {
            step++;
        }

        return step;
    }

    private static double Disc(BodyBox body) => Math.Sqrt(body.LengthM * body.LengthM / 36 + body.WidthM * body.WidthM / 4);

    private static double Radius(BodyBox body) => 0.5 * Math.Sqrt(body.LengthM * body.LengthM + body.WidthM * body.WidthM);

    private static IReadOnlyList<MetricInput> Inputs(EgoScene scene, ActorView other, int step)
    {
        ref readonly var here = ref scene.At(step);
        ref readonly var there = ref other.At(step);
        return
        [
            new("distance", here.Box.DistanceTo(there.Box), "m"),
            new("ego speed", here.SpeedMps, "m/s"),
            new("relative speed", (there.Velocity - here.Velocity).Length, "m/s"),
        ];
    }
}
