namespace Sim.Reports.Reducing;

/// <summary>Something that a scenario may do without.</summary>
/// <param name="Kind">"actor", "behaviour", "weather" or "task".</param>
/// <param name="Name">For people, e.g. "actor 'van' (van)".</param>
/// <param name="Without">The scenario without it; a scenario that lacks it already stays as it is.</param>
internal sealed record ScenarioElement(string Kind, string Name, Func<Scenario, Scenario> Without);
