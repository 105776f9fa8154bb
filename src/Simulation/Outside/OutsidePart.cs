namespace Sim.Simulation;

/// <summary>What an <see cref="IOutsideTraffic"/> makes of a scenario. Immutable.</summary>
/// <param name="Scenario">The scenario with the actors that the other simulator adds, behind its own.</param>
/// <param name="Moved">Ids of the actors that the other simulator moves.</param>
/// <param name="Generator">Its name, for the recording's provenance.</param>
/// <param name="Version">Its version.</param>
/// <param name="Traffic">How the other actors move, in a word; null: as the scenario says.</param>
/// <param name="LeftOut">What it does not do as the scenario says, one sentence each; they become assumptions of the recording.</param>
/// <param name="IsStrict">True: a storyboard that names something the engine does not do is refused; false: it is left out; null: as the options of the embedded engine say.</param>
public sealed record OutsidePart(Scenario Scenario, IReadOnlySet<string> Moved, string Generator, string Version, string? Traffic, IReadOnlyList<string> LeftOut, bool? IsStrict = null);
