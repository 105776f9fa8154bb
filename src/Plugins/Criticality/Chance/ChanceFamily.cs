using Sim.Plugins.Criticality.Evasion;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Chance;

/// <summary>
/// Probability that a random manoeuvre of the ego ends in a contact within 3 s (P-MC, docs/criticality/chance.md). On request: it costs more than all
/// other metrics together.
/// </summary>
internal sealed class ChanceFamily : MetricFamily
{
    private const double HorizonS = 3;
    private const double EveryS = 0.5;
    private static readonly MetricDefinition Pmc = new("max_p_mc", "", WorseDirection.Higher) { OnRequest = true };

    /// <inheritdoc/>
    public override string Name => "chance";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Pmc];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        int horizon = (int)Math.Max(1, Math.Min(Math.Round(HorizonS / scene.DtSeconds), 10_000));
        int every = (int)Math.Max(1, Math.Round(EveryS / scene.DtSeconds));
        var search = new EvasionSearch(scene, EvasionFamily.LimitsOf(scene), horizon, recorded: false, road: null);
        var drawn = new DrawnManoeuvres(scene.Request.Seed, scene.Options.ChanceSamples, scene.GripMps2 / 4, scene.GripMps2);
        var shares = new double[drawn.Weight.Length];
        var worst = new WorstOverTime(scene, WorseDirection.Higher, series: true);
        var atWorst = default(ChanceEstimate);
        for (int step = scene.FromStep; step < scene.EndStep; step += every)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!scene.At(step).Present)
            {
                continue;
            }

            search.Begin(step, out _);
            double most = 0;
            ActorView? partner = null;
            for (int i = 0; i < shares.Length; i++)
            {
                var left = search.FirstTouch(drawn.Along[i], drawn.Across[i]);
                var right = search.FirstTouch(drawn.Along[i], -drawn.Across[i]);
                shares[i] = (left is null ? 0 : 0.5) + (right is null ? 0 : 0.5);
                if (shares[i] * drawn.Weight[i] > most)
                {
                    (most, partner) = (shares[i] * drawn.Weight[i], left ?? right);
                }
            }

            var estimate = ChanceEstimate.Of(drawn.Weight, shares);
            if (estimate.Probability > 0 && !(estimate.Probability <= worst.Worst))
            {
                atWorst = estimate;
            }

            if (estimate.Probability > 0)
            {
                worst.Add(step, estimate.Probability, partner);
            }
        }

        sheet.Add(
            Pmc,
            worst.Result("no random manoeuvre ends in a contact within 3 s", (_, _) =>
            [
                new("95 % interval from", atWorst.Low, ""),
                new("95 % interval to", atWorst.High, ""),
                new("manoeuvres", 2 * shares.Length, ""),
                new("effective number", 2 * drawn.EffectiveSize(), ""),
            ]),
            worst.Series());
    }
}
