using Sim.Plugins.Criticality.Following;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Exposure;

/// <summary>Indices that add up over time (docs/criticality/exposure.md).</summary>
internal sealed class ExposureFamily : MetricFamily
{
    private static readonly MetricDefinition Cpi = new("cpi", "", WorseDirection.Higher);
    private static readonly MetricDefinition Soi = new("soi", "", WorseDirection.Higher);
    private static readonly MetricDefinition SoiShare = new("soi_share", "", WorseDirection.Higher);

    /// <inheritdoc/>
    public override string Name => "exposure";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Cpi, Soi, SoiShare];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        int present = 0;
        for (int step = scene.FromStep; step < scene.EndStep; step++)
        {
            present += scene.At(step).Present ? 1 : 0;
        }

        var cpi = new WorstOverTime(scene, WorseDirection.Higher);
        foreach (var other in scene.Others)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double sum = CrashPotential(scene, other, out int worstStep);
            if (sum > 0)
            {
                cpi.Add(worstStep, sum / present, other);
            }
        }

        sheet.Add(Cpi, cpi.Result("no actor ahead ever asks for a deceleration that some vehicles lack", (other, step) => PathInputs.WithAccelerations(scene, other!, step)));
        if (sheet.Wants(Soi) || sheet.Wants(SoiShare))
        {
            int pairs = SpaceViolations(scene, out int first, out var actor);
            var value = actor is null
                ? Measured.NoConflict<double>("nobody enters the ego's personal space")
                : Measured.Of((double)pairs, scene.Recording.TimeUs(first), [scene.Ego.Id, actor.Track.Id], PathInputs.Of(scene, actor, first), "the time is that of the first entry");
            sheet.Add(Soi, value);
            sheet.Add(SoiShare, value.HasValue ? value with { Value = pairs / (double)present } : value);
        }
    }

    private static double CrashPotential(EgoScene scene, ActorView other, out int worstStep)
    {
        double sum = 0;
        double worst = 0;
        worstStep = other.FromStep;
        for (int step = other.FromStep; step < other.EndStep; step++)
        {
            ref readonly var there = ref other.At(step);
            if (!there.Present || !there.OnPath || !there.Ahead)
            {
                continue;
            }

            double need = PathMath.RequiredDeceleration(there.GapM, scene.At(step).SpeedMps, there.SpeedMps, there.AccelMps2);
            sum += TruncatedNormal.MaximumAvailableDeceleration.Cdf(need);
            (worst, worstStep) = need > worst ? (need, step) : (worst, worstStep);
        }

        return sum;
    }

    private static int SpaceViolations(EgoScene scene, out int first, out ActorView? actor)
    {
        var lanes = scene.Recording.Map.Lanes.Count == 0 ? null : scene.Recording.Map.Index();
        Span<int> found = stackalloc int[16];
        int pairs = 0;
        first = 0;
        actor = null;
        for (int step = scene.FromStep; step < scene.EndStep; step++)
        {
            ref readonly var ego = ref scene.At(step);
            if (!ego.Present)
            {
                continue;
            }

            var space = PersonalSpace.Of(ego, lanes, found);
            for (int i = 0; i < scene.Others.Count; i++)
            {
                var other = scene.Others[i];
                if (other.IsPresent(step) && space.Holds(other.At(step)))
                {
                    pairs++;
                    (first, actor) = actor is null ? (step, other) : (first, actor);
                }
            }
        }

        return pairs;
    }
}
