using Sim.Host.Drivers;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Workers;
using Sim.Plugins.Sdk;
using Sim.Reports.Failures;
using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Host.Running;

/// <summary>One attempt at one case: what has been reached so far. Not thread-safe.</summary>
/// <param name="planned">The case.</param>
/// <param name="modules">The modules.</param>
/// <param name="workers">The worker processes of this attempt.</param>
/// <param name="mask">Keeps secrets out.</param>
/// <param name="debugging">Told what a person who debugs the driver should know; null when nobody does.</param>
internal sealed class CaseAttempt(PlannedCase planned, ModuleCatalog modules, WorkerScope workers, SecretMask mask, Action<string>? debugging)
{
    private readonly List<Assessment> _assessments = [];
    private Scenario? _scenario;
    private Recording? _recording;
    private DriverInfo? _driver;
    private SimulatorInfo? _simulator;
    private IReadOnlyList<string> _tags = [];
    private byte[]? _driverLog;
    private WatchedSimulator? _watched;

    /// <summary>What is being done, for messages.</summary>
    public string Phase { get; private set; } = "generator";

    /// <summary>True when a simulator that runs elsewhere was lost on the way.</summary>
    public bool LostSimulator => _watched is { IsLost: true };

    /// <summary>Runs the case.</summary>
    public CaseOutcome Run(CancellationToken cancellationToken)
    {
        Phase = $"generator '{planned.Entry.Generator}'";
        _scenario = planned.Scenario ?? workers.Bind(modules.Get<IScenarioGenerator>(planned.Entry.Generator))
            .Generate(planned.Request, planned.Case.Key, planned.GeneratorSeed, cancellationToken);

        Phase = $"simulator '{planned.Suite.Simulator.Name}'";
        var module = workers.Bind(modules.Get<ISimulator>(planned.Suite.Simulator.Name, planned.Suite.Simulator.Options));
        var simulator = module is IRemoteModule ? _watched = new WatchedSimulator(module) : module;
        var named = workers.Bind(modules.Get<IDriver>(planned.Driver.Name));
        if (named is not ILeasedDriver leased)
        {
            return Run(simulator, _scenario, named, null, cancellationToken);
        }

        using var lease = leased.Lease(planned.Driver.Options, planned.Suite.Files, new LeaseContext(planned.Case.Id, debugging), cancellationToken);
        try
        {
            return Run(simulator, _scenario, lease.Driver, lease, cancellationToken);
        }
        catch (Exception e)
        {
            if (e is not (RefusedException or InputException))
            {
                // Whatever it was doing, nobody knows its state now.
                lease.Condemn();
            }

            _driverLog = lease.TakeLog();
            throw;
        }
    }

    private CaseOutcome Run(ISimulator simulator, Scenario scenario, IDriver named, IDriverLease? lease, CancellationToken cancellationToken)
    {
        var driver = new RootedDriver(named, planned.Suite.Files);
        _simulator = simulator.Info;
        _driver = driver.Info;
        var check = ScenarioCheck.Check(scenario);
        _tags = [.. scenario.Tags.Concat(check.Tags).Distinct(StringComparer.Ordinal)];
        if (check.Refusal is { } refusal)
        {
            return Ended(CaseStatus.Refused, $"the scenario {refusal}");
        }

        Phase = $"simulator '{planned.Suite.Simulator.Name}' with driver '{planned.Driver.Name}'";
        _recording = mask.Apply(ClosedLoop.Run(
            simulator, planned.Suite.Simulator with { Files = planned.Suite.Files }, scenario, driver, planned.Driver.Options, planned.SeedFor("simulator"), planned.SeedFor("driver"), cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (_recording.End == RecordingEnd.DriverFailed)
        {
            lease?.Condemn();
        }

        if (_recording.End == RecordingEnd.SimulatorFailed)
        {
            _driverLog = lease?.TakeLog();
            return Ended(CaseStatus.Error, $"simulator '{planned.Suite.Simulator.Name}': {FailureText(_recording)}");
        }

        var peers = new AssessPeers(driver, planned.Driver.Options, simulator) { Sensors = modules.ByName<ISensor>(workers.Bind) };
        foreach (var use in planned.Suite.Assess)
        {
            Phase = $"assessor '{use.Name}'";
            var request = new AssessRequest { Recording = _recording, Scenario = scenario, Options = use.Options, Seed = planned.SeedFor($"assessor:{use.Name}") };
            var assessment = workers.Bind(modules.Get<IAssessor>(use.Name)).Assess(request, peers, cancellationToken);
            _assessments.Add(assessment.Fault() is { } fault ? throw new InputException(fault) : assessment);
        }

        _driverLog = lease?.TakeLog();
        return _recording.End == RecordingEnd.DriverFailed ? Ended(CaseStatus.DriverFailed, FailureText(_recording)) : Ended(CaseStatus.Assessed, "");
    }

    /// <summary>The outcome with what has been reached.</summary>
    public CaseOutcome Ended(CaseStatus status, string reason)
    {
        var result = new CaseResult
        {
            Case = planned.Case,
            Status = status,
            Reason = Reasons.OneLine(reason),
            Tags = _tags,
            Covers = planned.Entry.Covers,
            Odd = planned.Entry.Odd,
            End = _recording?.End,
            SimulatedUs = _recording is null ? 0 : _recording.TimeUs(Math.Max(0, _recording.StepCount - 1)),
            Assessments = [.. _assessments],
            Reproducibility = Of(_simulator?.Reproducibility ?? Reproducibility.Bit, _driver?.Reproducibility ?? Reproducibility.Bit),
            Traffic = _recording?.Traffic ?? "",
            Licence = _scenario?.Provenance.Licence ?? "",
            Egress = _scenario?.Provenance.Egress ?? [],
            Ending = _recording is null ? null : CaseEndings.Of(_recording, _assessments),
        };
        return new CaseOutcome(mask.Apply(result), _scenario, _recording, _driverLog is null ? null : mask.Apply(_driverLog));
    }

    private static string FailureText(Recording recording)
    {
        string kind = recording.End == RecordingEnd.DriverFailed ? ClosedLoop.DriverFailedEvent : ClosedLoop.SimulatorFailedEvent;
        return Reasons.OneLine(recording.Events.LastOrDefault(e => e.Kind == kind)?.Text ?? "no reason was given");
    }

    // Whatever a driver promises, its answers are recorded; only a simulator can make the same answers give other bytes.
    private static Reproducibility Of(Reproducibility simulator, Reproducibility driver) =>
        simulator == Reproducibility.Bit && driver != Reproducibility.Bit ? Reproducibility.FromRecording : simulator;
}
