namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>What the expert did in a situation.</summary>
/// <param name="Features">The situation, all features.</param>
/// <param name="WayM">Way gone along the road after each half second, m.</param>
internal sealed record Demonstration(double[] Features, double[] WayM);
