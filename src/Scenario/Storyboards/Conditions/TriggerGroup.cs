namespace Sim.Storyboards;

/// <summary>Holds when all its conditions hold in the same step.</summary>
/// <param name="Conditions">Conditions, at least one.</param>
public sealed record TriggerGroup(IReadOnlyList<TriggerCondition> Conditions);
