using Sim.Plugins.Sdk;
using Sim.Simulation.Engine;

namespace Sim.Simulation;

/// <summary>
/// The embedded engine with the traffic that a recording holds: what a model in another process moved goes where it went, without the model. For replays of a recording's own
/// scenario. Safe for concurrent use.
/// </summary>
/// <param name="recording">A recording that was made with a model of traffic (<see cref="SimulatorUse.WithTraffic"/>).</param>
public sealed class RecordedTrafficSimulator(Recording recording) : ISimulator
{
    private readonly EmbeddedSimulator _embedded = new();

    /// <inheritdoc/>
    public string Name => SimulatorUse.WithTraffic;

    /// <inheritdoc/>
    public string Description => "The embedded engine with the traffic of a recording.";

    /// <inheritdoc/>
    public SimulatorInfo Info => _embedded.Info with { Name = Name };

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        return CoSimulation.Open(use.WithoutTraffic(), new Traffic(recording));
    }

    private sealed class Traffic(Recording recording) : IOutsideTraffic
    {
        private (int Index, Track? Track)[] _moved = [];

        public OutsidePart Load(Scenario scenario, ulong seed, CancellationToken cancellationToken)
        {
            var moved = TrafficOverride.Movable(scenario);
            var handed = TrafficOverride.HandOver(scenario, moved);
            _moved = [.. handed.Actors.Select((a, i) => (i, recording.Find(a.Id))).Where(m => moved.Contains(handed.Actors[m.i].Id))];
            // What the recording says of its traffic stands behind what the scenario assumed.
            var said = recording.Provenance.Assumptions.Skip(scenario.Provenance.Assumptions.Count);
            return new OutsidePart(handed, moved, "embedded", EmbeddedSimulator.Version, moved.Count == 0 ? null : recording.Traffic, [.. said]);
        }

        public void Begin(World world) => Place(world);

        public void Advance(World world, CancellationToken cancellationToken)
        {
            if (world.StepIndex >= recording.StepCount)
            {
                throw new ModuleFailedException(FormattableString.Invariant($"the recording holds no traffic beyond step {recording.StepCount - 1}"));
            }

            Place(world);
        }

        public IReadOnlyList<RecordedEvent> TakeEvents() => [];

        public void Dispose()
        {
        }

        private void Place(World world)
        {
            foreach (var (index, track) in _moved)
            {
                if (track?.IsPresent(world.StepIndex) == true)
                {
                    world.PlaceOutside(index, track.At(world.StepIndex));
                }
                else
                {
                    world.RemoveOutside(index);
                }
            }
        }
    }
}
