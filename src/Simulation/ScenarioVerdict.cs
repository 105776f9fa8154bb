namespace Sim.Simulation;

/// <summary>What a check of a scenario says.</summary>
/// <param name="Refusal">Why it cannot be run, as the end of a sentence about the scenario; null when it can.</param>
/// <param name="Tags">What to know about it, e.g. "unavoidable-at-start".</param>
public sealed record ScenarioVerdict(string? Refusal, IReadOnlyList<string> Tags);
