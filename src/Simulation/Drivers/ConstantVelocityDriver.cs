using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Simulation.Drivers;

/// <summary>Keeps the first heading and speed it sees, whatever happens; answers with a straight plan. No options. Safe for concurrent use.</summary>
public sealed class ConstantVelocityDriver : IDriver
{
    /// <inheritdoc/>
    public string Name => "constant-velocity";

    /// <inheritdoc/>
    public string Description => "Drives straight on at its first speed, blind to everything.";

    /// <inheritdoc/>
    public DriverInfo Info { get; } = new("constant-velocity", EmbeddedSimulator.Version, Reproducibility.Bit);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        new SettingReader(options, "the options of driver 'constant-velocity'").Done();
        return new Session(task.Actors[task.EgoIndex].Body.RearAxleToCentreM);
    }

    private sealed class Session(double offset) : IDriverSession
    {
        private const long HorizonUs = 4_000_000;
        private const long SpacingUs = 500_000;

        private bool _begun;
        private ActorState _first;
        private long _firstUs;
        private double _cos;
        private double _sin;

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            if (!_begun)
            {
                (_begun, _first, _firstUs) = (true, observation.Ego, observation.TimeUs);
                (_sin, _cos) = Pinned.SinCos(_first.HeadingRad);
            }

            var plan = new PlanPoint[1 + (int)(HorizonUs / SpacingUs)];
            for (int i = 0; i < plan.Length; i++)
            {
                long time = observation.TimeUs + i * SpacingUs;
                double way = _first.SpeedMps * ((time - _firstUs) * 1e-6) - offset;
                plan[i] = new PlanPoint(time, _first.X + way * _cos, _first.Y + way * _sin, _first.HeadingRad, _first.SpeedMps);
            }

            return DriverAnswer.FromPlan(plan);
        }

        public void Dispose()
        {
        }
    }
}
