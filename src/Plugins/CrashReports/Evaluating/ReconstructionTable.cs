using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sim.Plugins.CrashReports.Solving;
using Sim.Plugins.CrashReports.Solving.Rules;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>Sums of the reconstruction beside their bars. Pure.</summary>
internal static class ReconstructionTable
{
    /// <summary>The table.</summary>
    public static EvaluationTable Of(IReadOnlyList<ReconstructedReport> reports, bool showItems)
    {
        var rows = new List<IReadOnlyList<string>>();
        bool passed = true;
        var all = reports.SelectMany(r => r.Scenarios).ToList();
        void Row(string name, int count, double? value, double? bar = null, bool atMost = false)
        {
            bool holds = bar is null || (value is { } v && (atMost ? v <= bar : v >= bar));
            passed &= holds;
            rows.Add([name, count.ToString(CultureInfo.InvariantCulture), Number(value), Number(bar), bar is null ? "" : holds ? "yes" : "no"]);
        }

        double? Share<T>(IReadOnlyCollection<T> items, Func<T, bool> is_) => items.Count == 0 ? null : items.Count(is_) / (double)items.Count;
        var labelled = all.Where(s => s.Reproduced is not null).ToList();
        var labelledReports = reports.Where(r => r.HasSides).ToList();
        var valid = all.Where(s => s.Valid).ToList();
        var critical = valid.Where(s => s.Critical).ToList();
        Row("reports_valid", reports.Count, Share(reports, r => r.Valid), 0.95);
        Row("scenarios_valid", all.Count, Share(all, s => s.Valid));
        Row("reproduced_reports", labelledReports.Count, Share(labelledReports, r => r.Scenarios.Count > 0 && r.Scenarios.All(s => s.Reproduced == true)), 0.80);
        Row("reproduced_scenarios", labelled.Count, Share(labelled, s => s.Reproduced == true));
        Row("reproduced_without_corners", labelled.Count, Share(labelled, s => s.ReproducedStrictly == true));
        Row("distinct_crashes_reproduced", labelledReports.Count, labelledReports.Count(r => r.Scenarios.Any(s => s.Reproduced == true)));
        var drawn = all.Where(s => s.Drawn).ToList();
        Row("files_read_back", drawn.Count, Share(drawn, s => s.ReadsBack), 0.99);
        Row("critical_before_search", valid.Count, Share(valid, s => s.CriticalBefore), 0.45);
        Row("critical_after_search", valid.Count, Share(valid, s => s.Critical), 0.75);
        Row("critical_solvable_or_tagged", critical.Count, Share(critical, s => s.Solvable || s.Tagged), 0.90);
        Row("critical_solvable", critical.Count, Share(critical, s => s.Solvable));
        Row("unavoidable", valid.Count, Share(valid, s => !s.Solvable));
        Row("useful", all.Count, Share(all, s => s.Valid && s.Critical && s.Solvable));
        Row("single_collider", critical.Count, Share(critical, s => s.SingleCollider), 0.98);
        Row("same_bytes", all.Count, Share(all, s => s.SameBytes), 1.0);
        Row("simulations_mean", valid.Count, valid.Count == 0 ? null : valid.Average(s => s.Simulations));
        Row("seconds_median", all.Count, Median(all.Select(s => s.Seconds)), 2.0, atMost: true);
        foreach (var kind in reports.GroupBy(r => r.CrashClass).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var scenarios = kind.SelectMany(r => r.Scenarios).ToList();
            Row($"{kind.Key}: valid", scenarios.Count, Share(scenarios, s => s.Valid));
            var known = scenarios.Where(s => s.Reproduced is not null).ToList();
            Row($"{kind.Key}: reproduced", known.Count, Share(known, s => s.Reproduced == true));
            Row($"{kind.Key}: critical before", scenarios.Count, Share(scenarios, s => s.CriticalBefore));
            Row($"{kind.Key}: critical after", scenarios.Count, Share(scenarios, s => s.Critical));
        }

        return new EvaluationTable(["measure", "n", "value", "bar", "holds"], rows, passed)
        {
            Items = showItems ? [.. reports.Select(r => new EvaluationItem(r.Id, Item(r)))] : [],
        };
    }

    private static JsonElement Item(ReconstructedReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("crash_class", report.CrashClass);
            json.WriteString("ego", report.Ego);
            json.WriteString("refusal", report.Refusal);
            json.WriteBoolean("valid", report.Valid);
            json.WriteStartArray("scenarios");
            foreach (var scenario in report.Scenarios)
            {
                json.WriteStartObject();
                json.WriteNumber("variant", scenario.Variant);
                json.WriteBoolean("valid", scenario.Valid);
                json.WriteStartArray("findings");
                foreach (var finding in scenario.Findings)
                {
                    json.WriteStringValue($"{finding.Rule}: {finding.Message}");
                }

                json.WriteEndArray();
                if (scenario.Sides is { } sides)
                {
                    json.WriteString("first_contact", $"{sides.A} {Words.Of(sides.Sides.A)}, {sides.B} {Words.Of(sides.Sides.B)}");
                }

                if (scenario.Reproduced is { } reproduced)
                {
                    json.WriteBoolean("reproduced", reproduced);
                }

                json.WriteBoolean("critical_before", scenario.CriticalBefore);
                json.WriteBoolean("critical", scenario.Critical);
                json.WriteBoolean("solvable", scenario.Solvable);
                json.WriteBoolean("single_collider", scenario.SingleCollider);
                json.WriteNumber("simulations", scenario.Simulations);
                json.WriteBoolean("reads_back", scenario.ReadsBack);
                json.WriteBoolean("same_bytes", scenario.SameBytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static double? Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";
}
