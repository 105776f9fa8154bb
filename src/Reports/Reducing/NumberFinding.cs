namespace Sim.Reports.Reducing;

/// <summary>What minimisation found out about a number.</summary>
/// <param name="Name">The number.</param>
/// <param name="Unit">Its unit; empty for none.</param>
/// <param name="Original">As in the case.</param>
/// <param name="Value">As in the minimal scenario: the failure still occurs.</param>
/// <param name="Nominal">What is usual.</param>
/// <param name="GoneAt">Nearest value tried, further towards the usual, at which the failure does not occur; null when it occurs at the usual value.</param>
internal sealed record NumberFinding(string Name, string Unit, double Original, double Value, double Nominal, double? GoneAt);
