namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>The starts of a scene and what became of the other places.</summary>
/// <param name="Starts">Those that are used, in the grid's order; empty when there is no stage two.</param>
/// <param name="Survivors">How many survived before the cap and the share.</param>
/// <param name="Candidates">Places of the grid.</param>
/// <param name="Rejected">Why places were dropped: reason → count, in a fixed order.</param>
/// <param name="Reason">Why there is no stage two; empty when there is one.</param>
public sealed record StartSet(
    IReadOnlyList<StartState> Starts,
    int Survivors,
    int Candidates,
    IReadOnlyList<KeyValuePair<string, int>> Rejected,
    string Reason = "");
