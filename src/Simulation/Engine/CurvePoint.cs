namespace Sim.Simulation.Engine;

/// <summary>A sampled point of a curve: position, unit tangent and heading (continuous along the curve), local frame, m and rad.</summary>
internal readonly record struct CurvePoint(double X, double Y, double TangentX, double TangentY, double HeadingRad);
