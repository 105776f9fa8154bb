using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>Driver "fake": brakes gently; can crash at a scenario by name, or hang until told to go on.</summary>
internal sealed class FakeDriver : IDriver
{
    public string Name => "fake";

    public string Description => "Brakes gently.";

    public DriverInfo Info => new("fake", "1", Reproducibility.Bit);

    /// <summary>Called at each decision with the scenario's name and step.</summary>
    public Action<string, int> OnDecide { get; set; } = static (_, _) => { };

    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        new Session(this, task.Scenario, options.Find("crash")?.Text, double.Parse(options.Find("brake")?.Text ?? "1", CultureInfo.InvariantCulture));

    private sealed class Session(FakeDriver owner, string scenario, string? crash, double brake) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            owner.OnDecide(scenario, observation.Step);
            return crash == scenario && observation.Step == 2
                ? throw new InvalidOperationException("the driver gives up")
                : DriverAnswer.FromControls(-brake, 0);
        }

        public void Dispose()
        {
        }
    }
}
