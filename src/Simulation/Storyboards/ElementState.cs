namespace Sim.Simulation.Storyboards;

/// <summary>State of an element. Before its parent runs it has none of the standard's states.</summary>
internal enum ElementState
{
    Init,
    Standby,
    Running,
    Complete,
}
