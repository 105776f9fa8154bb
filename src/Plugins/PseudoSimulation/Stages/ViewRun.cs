namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>A frame and the one half a second before it.</summary>
/// <param name="Now">The frame.</param>
/// <param name="Previous">The earlier one; null when only one frame is judged.</param>
public sealed record ViewRun(FrameRun Now, FrameRun? Previous);
