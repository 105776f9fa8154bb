namespace Sim.Plugins.Criticality;

/// <summary>
/// The score that ranks cases (specs/criticality §2, aggregate score): each metric maps linearly from its watch value, 0, to its critical value, 1; the
/// largest counts and is named. After a contact it is 1 + min(delta-v / 20 m/s, 1). Ties are broken by how many metrics exceed one half.
/// </summary>
/// <param name="Severity">0 to 2.</param>
/// <param name="Leading">Name of the metric that it comes from, the first of equals; null where the score is 0.</param>
/// <param name="Elevated">Metrics above one half.</param>
internal sealed record Triage(double Severity, string? Leading, int Elevated)
{
    private const double FullDeltaVMps = 20;

    // Watch is this multiple of critical. Metrics that speak of comfort, exposure or a single way out do not rank.
    private static readonly (string Name, double Watch)[] Ranked =
    [
        ("min_ttc", 2), ("min_ttc_path", 2), ("min_ttc_ca", 2), ("min_ttc2d", 2), ("min_ttc_star", 2), ("min_thw", 2), ("min_thw_traj", 2), ("min_pet", 2), ("min_ttr", 2),
        ("max_drac", 0.5), ("max_a_long_req", 0.5), ("max_btn", 0.5), ("fsm.critical", 0),
    ];

    /// <summary>The score of some metrics; null when none of them ranks.</summary>
    public static Triage? Of(IReadOnlyCollection<Metric> metrics)
    {
        double best = -1;
        string leading = "";
        int elevated = 0;
        foreach (var metric in metrics)
        {
            if (Share(metric) is not { } share)
            {
                continue;
            }

            elevated += share > 0.5 ? 1 : 0;
            if (share > best)
            {
                (best, leading) = (share, metric.Name);
            }
        }

        return Contact(metrics) is { } contact ? new Triage(contact.Severity, contact.Name, elevated)
            : best < 0 ? null
            : new Triage(best, best > 0 ? leading : null, elevated);
    }

    // 0 at watch to 1 at critical; null where the metric does not rank or says nothing.
    private static double? Share(Metric metric)
    {
        int index = Array.FindIndex(Ranked, r => r.Name == metric.Name);
        if (index < 0 || metric.CriticalAt is not > 0)
        {
            return null;
        }

        double critical = metric.CriticalAt!.Value;
        double watch = Ranked[index].Watch * critical;
        return metric.Value.State switch
        {
            MeasuredState.NoConflict => 0,
            MeasuredState.TooLate => 1,
            MeasuredState.Value => Math.Clamp((metric.Value.Value!.Value - watch) / (critical - watch), 0, 1),
            _ => null,
        };
    }

    private static (double Severity, string Name)? Contact(IReadOnlyCollection<Metric> metrics)
    {
        var deltaV = metrics.FirstOrDefault(m => m.Name == "collision.delta_v")?.Value;
        if (deltaV is { State: MeasuredState.Value })
        {
            return (1 + Math.Min(deltaV.Value!.Value / FullDeltaVMps, 1), "collision.delta_v");
        }

        // Two of equal mass share the relative speed.
        var impact = metrics.FirstOrDefault(m => m.Name == "collision.impact_speed")?.Value;
        return impact is { State: MeasuredState.Value } ? (1 + Math.Min(impact.Value!.Value / 2 / FullDeltaVMps, 1), "collision.impact_speed") : null;
    }
}
