namespace Sim.Formats.OpenScenario;

/// <summary>Parameter values of one run of a scenario.</summary>
/// <param name="Name">Its number in the distribution, from 1.</param>
/// <param name="Values">Parameter → value.</param>
public sealed record OpenScenarioParameterSet(string Name, IReadOnlyDictionary<string, string> Values);
