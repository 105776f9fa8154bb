using Sim.Simulation.Engine;

namespace Sim.Simulation;

/// <summary>
/// Another simulator that moves some actors of a scenario while the embedded engine moves the others, the ego's vehicle included, and keeps contacts,
/// events, goals and the recording. One session, not thread-safe.
/// </summary>
public interface IOutsideTraffic : IDisposable
{
    /// <summary>Takes a scenario over: builds the other simulator's world.</summary>
    /// <param name="scenario">The scenario as it is run, settings applied (<see cref="TrafficOverride"/>).</param>
    /// <param name="seed">Seed of the simulator.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">The scenario cannot be run; says why.</exception>
    OutsidePart Load(Scenario scenario, ulong seed, CancellationToken cancellationToken);

    /// <summary>The world stands at step 0, its own actors are placed: go back to the start too and place the moved ones.</summary>
    void Begin(World world);

    /// <summary>The world's own actors stand at the end of the step: do the same step and place or remove the moved ones.</summary>
    void Advance(World world, CancellationToken cancellationToken);

    /// <summary>What happened since the last call besides what the world sees itself; empties the list.</summary>
    IReadOnlyList<RecordedEvent> TakeEvents();
}
