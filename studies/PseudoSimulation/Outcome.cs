namespace Sim.Studies.PseudoSimulation;

/// <summary>One driver on one scene.</summary>
/// <param name="Values">A value for each <see cref="Column"/>.</param>
/// <param name="CallsOneFrame">Driver calls of pseudo-simulation with one frame for each view.</param>
/// <param name="CallsTwoFrames">The same with the frame half a second earlier, which extended comfort needs.</param>
internal sealed record Outcome(double[] Values, int CallsOneFrame, int CallsTwoFrames);
