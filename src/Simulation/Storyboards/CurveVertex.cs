namespace Sim.Simulation.Storyboards;

/// <summary>A vertex of a trajectory.</summary>
/// <param name="X">m.</param>
/// <param name="Y">m.</param>
/// <param name="Heading">Stated heading, rad, or null.</param>
/// <param name="Time">s, or null.</param>
internal readonly record struct CurveVertex(double X, double Y, double? Heading, double? Time);
