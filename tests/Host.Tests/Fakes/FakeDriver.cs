using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>Driver "fake": brakes gently; can crash at a scenario by name, or hang until told to go on.</summary>
internal sealed class FakeDriver : IDriver
{
    public string Name => "fake";

    public string Description => "Brakes gently.";

    public DriverInfo Info => new("fake", "1", Reproducibility.Bit);

    /// <summary>Called at each decision with the scenario's name, the step and the case's token.</summary>
    public Action<string, int, CancellationToken> OnDecide { get; set; } = static (_, _, _) => { };

    /// <summary>Added to every acceleration; a driver that is not deterministic changes it.</summary>
    public Func<string, int, double> Extra { get; set; } = static (_, _) => 0;

    /// <summary>What it shows with the answer of a scenario's step; null for nothing.</summary>
    public Func<string, int, DriverDebug?> Debug { get; set; } = static (_, _) => null;

    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        new Session(this, task.Scenario, options.Find("crash")?.Text, double.Parse(options.Find("brake")?.Text ?? "1", CultureInfo.InvariantCulture));

    private sealed class Session(FakeDriver owner, string scenario, string? crash, double brake) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            owner.OnDecide(scenario, observation.Step, cancellationToken);
            return crash == scenario && observation.Step == 2
                ? throw new InvalidOperationException("the driver gives up")
                : DriverAnswer.FromControls(owner.Extra(scenario, observation.Step) - brake, 0) with { Debug = owner.Debug(scenario, observation.Step) };
        }

        public void Dispose()
        {
        }
    }
}
