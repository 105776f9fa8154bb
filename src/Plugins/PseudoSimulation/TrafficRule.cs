namespace Sim.Plugins.PseudoSimulation;

/// <summary>How everybody else moves while a plan is judged (specs/pseudo-simulation.md §6).</summary>
public enum TrafficRule
{
    /// <summary>As recorded, without those that touch the ego at the start.</summary>
    LogReplay,
    /// <summary>Vehicles keep their velocity, others as recorded.</summary>
    ConstantVelocity,
    /// <summary>Vehicles follow their lanes with the Intelligent Driver Model, others as recorded.</summary>
    Idm,
}
