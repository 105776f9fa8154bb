namespace Sim.Simulation.Engine;

/// <summary>How the engine moves an actor.</summary>
internal enum Motion : byte
{
    Stationary,
    ConstantVelocity,
    Trajectory,
    Path,
    Lane,
    Driven,
    Outside,
    Story,
}
