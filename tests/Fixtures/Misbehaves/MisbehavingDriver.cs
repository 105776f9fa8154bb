using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

internal sealed class MisbehavingDriver : IDriver
{
    public string Name => "misbehave";

    public string Description => "Steers a little, and brakes by what sensors show; misbehaves in its fifth step when it is told so.";

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

            int seen = observation.Frames.Sum(f => 60 + f.Data.ToArray().Sum(b => b) % 10);
            return DriverAnswer.FromControls((0.1 * observation.Ego.SpeedMps / 3) - (0.05 * seen), (task.Seed % 7) * 0.001);
        }

        public void Dispose()
        {
        }
    }
}
