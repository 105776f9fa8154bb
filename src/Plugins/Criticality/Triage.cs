namespace Sim.Plugins.Criticality;

/// <summary>
/// The severity that ranks cases: for each metric 0 at its watch value to 1 at its critical value, the largest of them, and 1 + min(impact speed / 20
/// m/s, 1) after a contact (specs/criticality §2, aggregate score). Watch is twice the critical time, half the critical deceleration.
/// </summary>
internal static class Triage
{
    public static double? Severity(IReadOnlyList<Metric> metrics, CriticalityOptions options)
    {
        double? severity = null;
        void Raise(double value) => severity = Math.Max(severity ?? 0, Math.Clamp(value, 0, 2));
        foreach (var metric in metrics)
        {
            double? share = (metric.Name, metric.Value.State) switch
            {
                (_, MeasuredState.NotApplicable or MeasuredState.Failed) => null,
                ("min_ttc" or "min_thw" or "min_pet" or "max_drac", MeasuredState.NoConflict) => 0,
                ("min_ttc" or "min_thw" or "min_pet" or "max_drac", MeasuredState.TooLate) => 1,
                ("min_ttc" or "min_thw" or "min_pet", _) => (2 * metric.CriticalAt!.Value - metric.Value.Value!.Value) / metric.CriticalAt.Value,
                ("max_drac", _) => (metric.Value.Value!.Value - options.DracMps2 / 2) / (options.DracMps2 / 2),
                _ => null,
            };
            if (share is { } s)
            {
                Raise(Math.Min(s, 1));
            }

            if (metric is { Name: "collision.impact_speed", Value.State: MeasuredState.Value })
            {
                Raise(1 + Math.Min(metric.Value.Value!.Value / 20, 1));
            }
        }

        return severity;
    }
}
