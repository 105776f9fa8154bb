namespace Sim;

/// <summary>An axis of the grid of outcomes.</summary>
/// <param name="Name">What it measures.</param>
/// <param name="Unit">SI unit.</param>
/// <param name="Labels">Its bins, the worst first; the last one is for cases without a value.</param>
public sealed record BehaviourAxis(string Name, string Unit, IReadOnlyList<string> Labels);
