using Sim.Plugins.Sumo.Networks;
using Sim.Plugins.Sumo.Processes;
using Sim.Simulation;
using Sim.Simulation.Engine;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>SUMO beside the embedded engine for one session: builds its world, starts it, and steps it with ours. Not thread-safe.</summary>
internal sealed class SumoTraffic : IOutsideTraffic
{
    private const long QuantumUs = 1000;
    private readonly SumoOptions _options;
    private readonly SimulatorUse _use;
    private string? _folder;
    private SumoLink? _link;
    private SumoPlan? _plan;
    private SumoStepper? _stepper;
    private CancellationToken _cancellation;

    public SumoTraffic(SumoOptions options, SimulatorUse use) => (_options, _use) = (options, use);

    /// <summary>The link, for tests.</summary>
    internal SumoLink? Link => _link;

    /// <summary>As of the link, for tests.</summary>
    internal Func<int, int> Through { get; init; } = static port => port;

    public OutsidePart Load(Scenario scenario, ulong seed, CancellationToken cancellationToken)
    {
        if (scenario.StepUs % QuantumUs != 0)
        {
            throw new InputException($"scenario '{scenario.Name}' has the step {scenario.StepUs} µs; SUMO counts in milliseconds: choose a multiple of {QuantumUs} µs");
        }

        Close();
        _cancellation = cancellationToken;
        var installation = SumoInstallation.Find();
        _folder = Directory.CreateTempSubdirectory("sim-sumo-").FullName;
        _plan = SumoPlan.Make(scenario, seed, _options, _use, installation, _folder, cancellationToken);
        _link = new SumoLink(installation, _plan.Arguments, _folder, _options) { Through = Through };
        _link.Begin(cancellationToken);
        return new OutsidePart(_plan.Scenario, _plan.Moved, "sumo", _link.Version, "sumo", _plan.LeftOut, _options.IsStrict);
    }

    public void Begin(World world)
    {
        var (plan, link) = (_plan!, _link!);
        // The first time SUMO has just been started.
        if (_stepper is not null)
        {
            link.Begin(_cancellation);
        }

        _stepper = new SumoStepper(plan, link, world, _stepper?.Lights);
        _stepper.Begin(_cancellation);
    }

    public void Advance(World world, CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        _stepper!.Advance(cancellationToken);
    }

    public IReadOnlyList<RecordedEvent> TakeEvents() => _stepper?.TakeEvents() ?? [];

    public void Dispose() => Close();

    private void Close()
    {
        _link?.Dispose();
        (_link, _stepper) = (null, null);
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
            _folder = null;
        }
    }
}
