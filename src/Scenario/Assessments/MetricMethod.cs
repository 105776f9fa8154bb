namespace Sim;

/// <summary>How a metric is defined, for people who must judge a report. Plain data.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">SI unit; "" for counts, shares, flags and where the page does not say.</param>
/// <param name="Formula">The definition, a line of plain text.</param>
/// <param name="Without">When it has no value or is at an end of its scale: "no conflict: …; too late: …"; may be empty.</param>
public sealed record MetricMethod(string Name, string Unit, string Formula, string Without);
