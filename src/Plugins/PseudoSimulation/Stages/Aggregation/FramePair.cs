namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>Tokens of a frame and of the one half a second earlier, between which extended comfort is measured.</summary>
/// <param name="Now">The frame.</param>
/// <param name="Previous">The earlier one.</param>
public readonly record struct FramePair(string Now, string Previous);
