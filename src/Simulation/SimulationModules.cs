using Sim.Plugins.Sdk;
using Sim.Simulation.Assessors;
using Sim.Simulation.Drivers;
using Sim.Simulation.SelfTests;

namespace Sim.Simulation;

/// <summary>The modules of this assembly.</summary>
public static class SimulationModules
{
    /// <summary>Adds the embedded simulator, the built-in drivers, the assessor of replays and the figures of the models.</summary>
    public static void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<ISimulator>(new EmbeddedSimulator());
        registry.Add<IDriver>(new IdmDriver());
        registry.Add<IDriver>(new StationaryDriver());
        registry.Add<IDriver>(new ConstantVelocityDriver());
        registry.Add<IDriver>(new LogReplayDriver());
        registry.Add<IDriver>(new TrajectoryDriver());
        registry.Add<IAssessor>(new ReplayAssessor());
        registry.Add<ISelfTest>(new ModelsSelfTest());
    }
}
