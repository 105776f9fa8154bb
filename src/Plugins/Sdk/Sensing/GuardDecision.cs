namespace Sim.Plugins.Sdk;

/// <summary>What a guard says.</summary>
/// <param name="Outcome">The decision.</param>
/// <param name="Score">Suspicion, higher is worse.</param>
/// <param name="Reason">One sentence.</param>
public sealed record GuardDecision(GuardOutcome Outcome, double Score, string Reason);
