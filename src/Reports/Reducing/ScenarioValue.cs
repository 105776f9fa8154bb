namespace Sim.Reports.Reducing;

/// <summary>A number of a scenario that decides how hard it is, for scenarios that were not made from parameters.</summary>
/// <param name="Name">The word for it: "gap", "partner_speed", "trigger_time" …</param>
/// <param name="Meaning">For people, e.g. "distance of 'van' along the ego's heading".</param>
/// <param name="Unit">Its unit; empty for none.</param>
/// <param name="Value">Its value.</param>
/// <param name="Ends">Values at which the case may pass, to be tried in this order.</param>
/// <param name="With">The scenario with another value.</param>
internal sealed record ScenarioValue(string Name, string Meaning, string Unit, double Value, IReadOnlyList<double> Ends, Func<Scenario, double, Scenario> With);
