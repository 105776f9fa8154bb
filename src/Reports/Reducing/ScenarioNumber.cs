namespace Sim.Reports.Reducing;

/// <summary>A number of a scenario that may be nearer to what is usual.</summary>
/// <param name="Name">For people, e.g. "initial speed of 'van'".</param>
/// <param name="Unit">Its unit; empty for none.</param>
/// <param name="Element">Name of the element without which there is no such number; null for one of the ego.</param>
/// <param name="Value">Its value.</param>
/// <param name="Nominal">What is usual.</param>
/// <param name="Digits">Decimal places to which it is worth knowing.</param>
/// <param name="With">The scenario with another value.</param>
internal sealed record ScenarioNumber(string Name, string Unit, string? Element, double Value, double Nominal, int Digits, Func<Scenario, double, Scenario> With);
