using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>What a driver makes of the world, for one case. Not thread-safe.</summary>
internal interface IPerception
{
    /// <summary>Changes an observation into what is seen of it; lists are replaced, never written to.</summary>
    void Apply(Observation observation);
}
