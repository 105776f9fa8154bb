using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

internal sealed class MisbehavingDriver : IDriver
{
    public string Name => "misbehave";

    public string Description => "Steers a little; misbehaves in its fifth step when it is told so.";

    public DriverInfo Info { get; } = new("misbehave", "1.0.0", Reproducibility.Bit);

    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => new Session(task);

    private sealed class Session(DriverTask task) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            if (observation.Step == 5)
            {
                Misdeed.Commit(task.Scenario, "driver");
            }

            return DriverAnswer.FromControls(0.1 * observation.Ego.SpeedMps / 3, (task.Seed % 7) * 0.001);
        }

        public void Dispose()
        {
        }
    }
}
