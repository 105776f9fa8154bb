using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Approach;

/// <summary>
/// Time to a marked crossing that somebody on foot or on a bicycle uses (TTZ, docs/criticality/approach.md): gap along the path to the crossing's nearest
/// edge over the ego's speed.
/// </summary>
internal sealed class CrosswalkFamily : MetricFamily
{
    // Who stands this near the crossing is about to use it.
    private const double WaitingM = 1;
    private static readonly MetricDefinition Ttz = new("min_ttz", "s", WorseDirection.Lower);

    /// <inheritdoc/>
    public override string Name => "crosswalk";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Ttz];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        if (scene.Recording.Map.Crosswalks.Count == 0)
        {
            sheet.Add(Ttz, Measured.NotApplicable<double>("the map has no marked crossing"));
            return;
        }

        var worst = new WorstOverTime(scene, WorseDirection.Lower);
        foreach (var crosswalk in scene.Recording.Map.Crosswalks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryEntry(scene, crosswalk, out double entry))
            {
                foreach (var other in scene.Others)
                {
                    if (other.Track.Class is ActorClass.Pedestrian or ActorClass.Bicycle or ActorClass.Animal)
                    {
                        Add(scene, worst, crosswalk, entry, other);
                    }
                }
            }
        }

        sheet.Add(Ttz, worst.Result("nobody uses a marked crossing that the ego heads for", (_, step) => [new("ego speed", scene.At(step).SpeedMps, "m/s")]));
    }

    private static void Add(EgoScene scene, WorstOverTime worst, Crosswalk crosswalk, double entry, ActorView other)
    {
        for (int step = other.FromStep; step < other.EndStep; step++)
        {
            ref readonly var there = ref other.At(step);
            if (!there.Present)
            {
                continue;
            }

            ref readonly var here = ref scene.At(step);
            double gap = entry - here.S - here.Box.HalfLengthM;
            if (gap >= 0 && here.SpeedMps > 0 && crosswalk.Outline.DistanceTo(there.Box) <= WaitingM)
            {
                worst.Add(step, gap / here.SpeedMps, other);
            }
        }
    }

    // The nearest point along the path of an outline that reaches over the strip which the ego sweeps.
    private static bool TryEntry(EgoScene scene, Crosswalk crosswalk, out double entry)
    {
        double half = scene.Ego.Body.WidthM / 2;
        double left = double.NegativeInfinity;
        double right = double.PositiveInfinity;
        entry = double.PositiveInfinity;
        foreach (var point in crosswalk.Outline.Span)
        {
            var place = scene.Path.Project(point, PolylineEnds.Extend);
            entry = Math.Min(entry, place.S);
            left = Math.Max(left, place.D);
            right = Math.Min(right, place.D);
        }

        return left >= -half && right <= half && entry <= scene.Path.LengthM;
    }
}
