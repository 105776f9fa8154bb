using System.Globalization;

namespace Sim.Reports.Ci;

/// <summary>The figures of coverage in the Markdown summary.</summary>
internal static class CoverageText
{
    /// <summary>Adds them.</summary>
    public static void Add(MarkdownPage page, CoverageReport? coverage)
    {
        if (coverage is null)
        {
            return;
        }

        var rows = new List<string>();
        void Row(string what, string figure, string remark) => rows.Add($"| {what} | {figure} | {MarkdownPage.Escape(remark)} |");
        if (coverage.Grade is { } grade)
        {
            Row("goals of the suites", Percent(grade), "mean over all items with a goal");
        }

        foreach (var entry in coverage.Entries)
        {
            string name = MarkdownPage.Code($"{entry.Suite}.{entry.Entry}");
            foreach (var way in entry.Ways)
            {
                Row(string.Create(CultureInfo.InvariantCulture, $"{name}, combinations of {way.Strength}"), Of(way.Covered, way.Feasible), "");
            }

            if (entry.Dispersion is { } dispersion)
            {
                Row($"{name}, largest hole", MetricText.Number(dispersion), "radius over the diagonal of the parameters' space");
            }
        }

        if (coverage.Odd is { } odd)
        {
            Row("operational design domain", odd.Declared ? Of(odd.Covered, odd.Combinations) : string.Create(CultureInfo.InvariantCulture, $"{odd.Cells.Count} combinations occur"),
                odd.ExposureShare is { } share ? $"{Percent(share)} of the exposure" : odd.Declared ? "" : "no suite declares one");
            if (odd.Outside.Count > 0)
            {
                Row("outside the operational design domain", odd.Outside.Count.ToString(CultureInfo.InvariantCulture), "cases, counted apart");
            }
        }

        if (coverage.Behaviour is { } behaviour)
        {
            Row("behaviour", Of(behaviour.Cells.Count, behaviour.Size), $"another case shows something new in {Percent(behaviour.NewCellRate)}");
        }

        page.Table("Coverage", ("| what | covered | |", "|---|---:|---|"), rows, "report.html");
    }

    private static string Of(long covered, long all) => string.Create(CultureInfo.InvariantCulture, $"{covered} of {all}{(all > 0 ? $" ({Percent((double)covered / all)})" : "")}");

    private static string Percent(double share) => MetricText.Number(Math.Round(share * 1000) / 10) + " %";
}
