using System.Globalization;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>One measure of an evaluation beside its bar. Plain data.</summary>
/// <param name="Measure">What.</param>
/// <param name="Value">The figure as text, with its unit.</param>
/// <param name="Bar">The bar as text; empty when there is none.</param>
/// <param name="Holds">Whether it holds; null without a bar.</param>
/// <param name="Of">What it was measured on.</param>
/// <param name="Beside">What to see it beside.</param>
internal sealed record MeasureRow(string Measure, string Value, string Bar, bool? Holds, string Of, string Beside)
{
    /// <summary>Headings of <see cref="Cells"/>.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["measure", "value", "bar", "holds", "n", "beside"];

    /// <summary>The row's cells.</summary>
    public IReadOnlyList<string> Cells => [Measure, Value, Bar, Holds is { } holds ? (holds ? "yes" : "no") : "", Of, Beside];

    /// <summary>A measure that must not exceed its bar.</summary>
    public static MeasureRow AtMost(string measure, string unit, double value, double bar, string of, string beside = "") =>
        new(measure, Text(value, unit), "<= " + Text(bar, unit), value <= bar, of, beside);

    /// <summary>A measure that must reach its bar.</summary>
    public static MeasureRow AtLeast(string measure, string unit, double value, double bar, string of, string beside = "") =>
        new(measure, Text(value, unit), ">= " + Text(bar, unit), value >= bar, of, beside);

    /// <summary>A measure without a bar.</summary>
    public static MeasureRow Plain(string measure, string unit, double value, string of, string beside = "") =>
        new(measure, Text(value, unit), "", null, of, beside);

    private static string Text(double value, string unit) =>
        value.ToString("0.000", CultureInfo.InvariantCulture) + (unit.Length > 0 ? " " + unit : "");
}
