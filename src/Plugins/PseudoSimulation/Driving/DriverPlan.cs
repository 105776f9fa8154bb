using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Driving;

/// <summary>What a driver wants to do in the next four seconds.</summary>
/// <param name="Poses">8 poses, one each half second, relative to the ego's rear axle at the start; empty when the driver failed.</param>
/// <param name="Calls">How often it was asked.</param>
/// <param name="Frames">How many sensor frames it was shown.</param>
/// <param name="Failure">Why there is no plan; empty when there is one.</param>
internal sealed record DriverPlan(IReadOnlyList<Pose2d> Poses, int Calls, int Frames, string Failure);
