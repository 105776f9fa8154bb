using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Running;

/// <summary>One attempt at one case: what has been reached so far. Not thread-safe.</summary>
internal sealed class CaseAttempt(PlannedCase planned, ModuleCatalog modules)
{
    private readonly List<Assessment> _assessments = [];
    private Scenario? _scenario;
    private Recording? _recording;
    private DriverInfo? _driver;
    private SimulatorInfo? _simulator;

    /// <summary>What is being done, for messages.</summary>
    public string Phase { get; private set; } = "generator";

    /// <summary>Runs the case.</summary>
    public CaseOutcome Run(CancellationToken cancellationToken)
    {
        Phase = $"generator '{planned.Entry.Generator}'";
        _scenario = modules.Get<IScenarioGenerator>(planned.Entry.Generator)
            .Generate(planned.Request, planned.Case.Key, planned.GeneratorSeed, cancellationToken);

        Phase = $"simulator '{planned.Suite.Simulator.Name}'";
        var simulator = modules.Get<ISimulator>(planned.Suite.Simulator.Name);
        var driver = modules.Get<IDriver>(planned.Driver.Name);
        _simulator = simulator.Info;
        _driver = driver.Info;
        var drive = new Drive(simulator, driver, planned.Driver.Options).Run(_scenario, planned.Suite.Simulator, planned.SeedFor("simulator"), planned.SeedFor("driver"), cancellationToken);
        _recording = drive.Recording;
        if (_recording is null)
        {
            return Ended(drive.Status, drive.Reason);
        }

        var peers = new AssessPeers(driver, planned.Driver.Options, simulator);
        foreach (var use in planned.Suite.Assess)
        {
            Phase = $"assessor '{use.Name}'";
            var request = new AssessRequest { Recording = _recording, Scenario = _scenario, Options = use.Options, Seed = planned.SeedFor($"assessor:{use.Name}") };
            _assessments.Add(modules.Get<IAssessor>(use.Name).Assess(request, peers, cancellationToken));
        }

        return Ended(drive.Status, drive.Reason);
    }

    /// <summary>The outcome with what has been reached.</summary>
    public CaseOutcome Ended(CaseStatus status, string reason)
    {
        var result = new CaseResult
        {
            Case = planned.Case,
            Status = status,
            Reason = reason,
            Tags = _scenario?.Tags ?? [],
            Covers = planned.Entry.Covers,
            Odd = planned.Entry.Odd,
            End = _recording?.End,
            SimulatedUs = _recording is null ? 0 : _recording.TimeUs(Math.Max(0, _recording.StepCount - 1)),
            Assessments = [.. _assessments],
            Reproducibility = Weaker(_simulator?.Reproducibility, _driver?.Reproducibility),
            Traffic = _recording?.Traffic ?? "",
            Licence = _scenario?.Provenance.Licence ?? "",
        };
        return new CaseOutcome(result, _scenario, _recording);
    }

    private static Reproducibility Weaker(Reproducibility? a, Reproducibility? b) =>
        (Reproducibility)Math.Max((int)(a ?? Reproducibility.Bit), (int)(b ?? Reproducibility.Bit));
}
