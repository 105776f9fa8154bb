namespace Sim.Reports.Reducing;

/// <summary>The smallest scenario that was found.</summary>
/// <param name="Scenario">The failure occurs in it.</param>
/// <param name="Elements">Every element of the original, in its order.</param>
/// <param name="Numbers">The numbers that were tried.</param>
/// <param name="Complete">True when none of its elements can be left out; false when the search was stopped before that was known.</param>
internal sealed record MinimisedScenario(Scenario Scenario, IReadOnlyList<ElementFinding> Elements, IReadOnlyList<NumberFinding> Numbers, bool Complete);
