namespace Sim.Reports.Reducing;

/// <summary>What minimisation found out about an element.</summary>
/// <param name="Kind">"actor", "behaviour", "weather" or "task".</param>
/// <param name="Name">The element.</param>
/// <param name="Required">True when the failure does not occur without it; false when it was left out.</param>
internal sealed record ElementFinding(string Kind, string Name, bool Required);
