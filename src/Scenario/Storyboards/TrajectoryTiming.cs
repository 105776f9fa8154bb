namespace Sim.Storyboards;

/// <summary>How the times of a trajectory become simulated times: time × scale + offset, from the action's start unless absolute.</summary>
/// <param name="Absolute">True: simulation time; false: time since the action began.</param>
/// <param name="Scale">Factor, positive.</param>
/// <param name="OffsetS">Offset, s.</param>
public sealed record TrajectoryTiming(bool Absolute, double Scale = 1, double OffsetS = 0);
