using Sim.Plugins.Sdk;
using Sim.Simulation.Engine;

namespace Sim.Simulation;

/// <summary>What follows from a scenario alone, whoever simulates it. Pure, any thread.</summary>
public static class ScenarioTask
{
    /// <summary>What a driver is told: the scenario's actors in its order, the ego's vehicle (its own, or the usual one for its box) with the road's friction.</summary>
    /// <param name="scenario">The scenario as it is run, settings applied (<see cref="TrafficOverride"/>).</param>
    /// <param name="seed">Seed of the simulator.</param>
    /// <exception cref="InputException">The scenario has no ego.</exception>
    public static DriverTask Of(Scenario scenario, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var ego = scenario.Ego;
        return new DriverTask
        {
            Scenario = scenario.Name,
            Map = scenario.Map,
            StepUs = scenario.StepUs,
            HorizonUs = scenario.HorizonUs,
            Actors = [.. scenario.Actors.Select(a => new ActorInfo(a.Id, a.Class, a.Body))],
            EgoIndex = scenario.Actors.TakeWhile(a => a.Id != scenario.EgoId).Count(),
            Vehicle = EgoVehicle.For(scenario),
            Task = scenario.Task,
            Environment = scenario.Environment,
            EgoLog = ego.Behaviour is DriverBehaviour driven ? driven.Log : [],
            Seed = seed,
        };
    }

    /// <summary>Where a recording of a scenario comes from.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="simulator">Who simulated it.</param>
    /// <param name="version">Its version.</param>
    /// <param name="seed">Its seed.</param>
    public static Provenance Provenance(Scenario scenario, string simulator, string version, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new Provenance
        {
            Generator = simulator,
            Version = version,
            Seed = seed,
            Parents = [$"scenario {scenario.Name} by {scenario.Provenance.Generator} {scenario.Provenance.Version}".TrimEnd(), .. scenario.Provenance.Parents],
            Licence = scenario.Provenance.Licence,
            Assumptions = scenario.Provenance.Assumptions,
            Facts = scenario.Provenance.Facts,
            Unused = scenario.Provenance.Unused,
        };
    }
}
