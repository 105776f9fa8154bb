using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.Criticality.Impact;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Encroachment;

/// <summary>Times around a place that two actors use one after the other (docs/criticality/encroachment.md).</summary>
internal sealed class EncroachmentFamily : MetricFamily
{
    private const string Nobody = "no actor crosses a place that the ego uses within 5 s";
    private static readonly MetricDefinition Pet = new("min_pet", "s", WorseDirection.Lower) { CriticalAt = o => o.PetS };
    private static readonly MetricDefinition Et = new("max_et", "s", WorseDirection.Higher);
    private static readonly MetricDefinition Psd = new("min_psd", "", WorseDirection.Lower) { CriticalAt = _ => 1 };
    private static readonly MetricDefinition Ci = new("max_ci", "J", WorseDirection.Higher);

    /// <inheritdoc/>
    public override string Name => "encroachment";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Pet, Et, Psd, Ci];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var finder = new CrossingFinder(scene);
        var pet = new Worst();
        var et = new Worst();
        var psd = new Worst();
        var ci = new Worst();
        foreach (var other in scene.Others)
        {
            if (finder.With(other.Track, cancellationToken) is not { } crossing)
            {
                continue;
            }

            pet.Add(-crossing.PetS, crossing, 0);
            et.Add((crossing.EgoExit - crossing.EgoEnter + 1) * scene.DtSeconds, crossing, crossing.EgoEnter);
            ci.Add(ConflictIndex(scene, crossing), crossing, crossing.EgoEnter);
            if (ProportionOfStopping(scene, crossing, out int step) is { } proportion)
            {
                psd.Add(-proportion, crossing, step);
            }
        }

        sheet.Add(Pet, pet.Crossing is { } p
            ? Measured.Of(p.PetS, scene.Recording.TimeUs(Math.Max(p.EgoStep, p.OtherStep)), [scene.Ego.Id, p.Other.Id], Times(scene, p), p.PetS == 0 ? "both are there at once" : "")
            : Measured.NoConflict<double>(Nobody));
        sheet.Add(Et, Result(scene, et, et.Value, c => c.EgoExit == scene.EndStep - 1 ? "the ego is still there when the recording ends" : ""));
        sheet.Add(Psd, psd.Crossing is null && pet.Crossing is not null
            ? Measured.NoConflict<double>("wherever ways cross, the ego passes first")
            : Result(scene, psd, -psd.Value, _ => ""));
        sheet.Add(Ci, Result(scene, ci, ci.Value, _ => ""));
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric) => EvidenceText.Beyond(metric, (value, critical) => metric.Name == Psd.Name
        ? FormattableString.Invariant($"the ego could not have stopped before the place that {EvidenceText.Other(metric)} crosses: it has {value:0.00} of the way that a full braking needs.")
        : FormattableString.Invariant($"the ego and {EvidenceText.Other(metric)} use the same place {value:0.00} s apart (critical at {critical:0.0#} s and below; {EvidenceText.Inputs(metric)})."));

    private static Measured<double> Result(EgoScene scene, Worst worst, double value, Func<Crossing, string> reason) => worst.Crossing is { } c
        ? Measured.Of(value, scene.Recording.TimeUs(worst.Step), [scene.Ego.Id, c.Other.Id], [.. Times(scene, c), new("time apart", c.PetS, "s")], reason(c))
        : Measured.NoConflict<double>(Nobody);

    private static IReadOnlyList<MetricInput> Times(EgoScene scene, Crossing crossing) =>
    [
        new("ego there at", scene.Recording.TimeUs(crossing.EgoStep) / 1e6, "s"),
        new("other there at", scene.Recording.TimeUs(crossing.OtherStep) / 1e6, "s"),
    ];

    // Alhajyaseen 2015 with alpha = beta = 1: the energy that a plastic collision at the entering velocities would release, fading with the time apart.
    private static double ConflictIndex(EgoScene scene, Crossing crossing)
    {
        double loss = Severity.EnergyLossJ(
            Severity.MassKg(scene.Ego.Class), Severity.MassKg(crossing.Other.Class), Velocity(scene.Ego, crossing.EgoEnter) - Velocity(crossing.Other, crossing.OtherEnter));
        return loss * Pinned.Exp(-crossing.PetS);
    }

    // While the other still is to leave the place, the ego must be able to stop before it. When the ego passes first nothing is proportioned.
    private static double? ProportionOfStopping(EgoScene scene, Crossing crossing, out int worstStep)
    {
        worstStep = -1;
        if (crossing.OtherStep >= crossing.EgoStep)
        {
            return null;
        }

        double half = scene.Ego.Body.LengthM / 2;
        double entry = scene.At(crossing.EgoEnter).S + half;
        double? worst = null;
        for (int step = scene.FromStep; step <= Math.Min(crossing.OtherExit, crossing.EgoEnter); step++)
        {
            ref readonly var ego = ref scene.At(step);
            double stopping = ego.SpeedMps * ego.SpeedMps / (2 * scene.GripMps2);
            if (ego.Present && stopping > 0)
            {
                double share = Math.Max(entry - ego.S - half, 0) / stopping;
                if (double.IsFinite(share) && (worst is null || share < worst))
                {
                    (worst, worstStep) = (share, step);
                }
            }
        }

        return worst;
    }

    private static Vector2d Velocity(Track track, int step)
    {
        var state = track.At(step);
        return new Vector2d(state.SpeedMps, state.LateralMps).FromAxis(Vector2d.FromHeading(state.HeadingRad));
    }

    private sealed class Worst
    {
        public double Value { get; private set; } = double.NegativeInfinity;

        public int Step { get; private set; }

        public Crossing? Crossing { get; private set; }

        public void Add(double value, Crossing crossing, int step)
        {
            if (Crossing is null || value > Value)
            {
                (Value, Crossing, Step) = (value, crossing, step);
            }
        }
    }
}
