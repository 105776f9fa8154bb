namespace Sim.Simulation.Engine;

/// <summary>A box on the ground: centre, axis and half sizes, local frame, m.</summary>
internal readonly record struct CorridorBox(double X, double Y, double Cos, double Sin, double HalfLength, double HalfWidth);
