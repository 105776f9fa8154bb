using Sim.Formats.Yaml;
using Sim.Host.Drivers;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;
using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Host.Running;

/// <summary>Runs a stored case again, from its scenario and its recorded answers or with the driver itself.</summary>
/// <param name="modules">The modules.</param>
/// <param name="codec">Byte forms.</param>
/// <param name="options">Variables and roots for the options of modules, which a run folder keeps as the user wrote them.</param>
internal sealed class CaseReplay(ModuleCatalog modules, CaseCodec codec, YamlOptions options)
{
    /// <summary>Runs it again.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="live">How to ask the driver again; null to take its recorded answers.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="PeerException">The driver cannot be reached.</exception>
    /// <returns>Whether the bytes are the same, else where they part ways.</returns>
    /// <exception cref="InputException">No such case, or its recording was not kept.</exception>
    public ReplayOutcome Run(RunFolder folder, string caseId, LiveReplay? live, CancellationToken cancellationToken)
    {
        var run = StoredRunReader.Read(folder.StorePath);
        var stored = run.Cases.FirstOrDefault(c => c.Result.Case.Id == caseId)
            ?? throw new InputException($"the run has no case '{caseId}'; {Nearest.Hint(caseId, run.Cases.Select(c => c.Result.Case.Id))}", folder.Path);
        var suite = run.Suites.First(s => s.Name == stored.Suite);
        byte[] bytes = folder.RecordingBytes(caseId)
            ?? throw new InputException($"the case '{caseId}' has no recording ({stored.Result.Status}: {stored.Result.Reason}; --keep may have dropped it)", folder.Path);
        var recorded = codec.ReadRecording(bytes, CaseFiles.Recording);
        var scenario = folder.Scenario(caseId);
        var use = suite.Cases.FirstOrDefault(e => e.Name == stored.Result.Case.Entry)?.Driver ?? suite.Driver;
        use = live?.Override(use) ?? use;
        if (live is not null && use.Name == CommandDriver.ModuleName && live.Command is null && !options.AllowCommandDrivers)
        {
            throw new InputException($"this run's driver is started from a command line ('{CommandText.Shown(use.Options.Find("command") ?? Setting.Empty)}'), which is not allowed here (--no-commands)");
        }

        var driver = modules.Get<IDriver>(use.Name, use.Options);
        var mask = SecretMask.Of([suite], options.Variables);
        var simulator = StoredModules.Simulator(suite.Simulator, live is null && suite.Simulator.Name == SimulatorUse.WithTraffic ? options with { AllowCommandDrivers = true } : options);
        // What other processes answered is an input of the replay: the driver's answers, and where its traffic model put everybody.
        bool recordedTraffic = live is null && simulator.Name == SimulatorUse.WithTraffic;
        var planned = stored.Result.Case;
        ulong Seed(string purpose) => PlannedCase.Seed(suite.Seed, planned, purpose);
        Recording Again(IDriver asked, Setting driverOptions) => ClosedLoop.Run(
            recordedTraffic ? new RecordedTrafficSimulator(recorded) : modules.Get<ISimulator>(simulator.Name, simulator.Options), simulator, scenario, asked, driverOptions, Seed("simulator"), Seed("driver"), cancellationToken);
        var again = mask.Guard(() => mask.Apply(live is null
            ? Again(new RecordedDriver(recorded, TracksPerfectly(driver, use, run)), Setting.Empty)
            : AskAgain(driver, use, caseId, live, run, Again, cancellationToken)));
        cancellationToken.ThrowIfCancellationRequested();
        again = WithRecordedEnd(again, recorded, live is not null);
        return ReplayOutcome.Of(recorded, bytes, again, codec.WriteRecording(again));
    }

    // A driver that runs elsewhere is not asked for this: its handshake stands in run.json.
    private static bool TracksPerfectly(IDriver driver, ModuleUse use, StoredRun run) => driver is ILeasedDriver leased
        ? run.Identity.Modules.Any(m => m.Kind == ModuleList.DriverKind && m.Name == leased.Shown(use.Options) && PeerHello.SaysPerfectTracking(m.Version))
        : driver.Info.PerfectTracking;

    private Recording AskAgain(IDriver driver, ModuleUse use, string caseId, LiveReplay live, StoredRun run, Func<IDriver, Setting, Recording> again, CancellationToken cancellationToken)
    {
        var driverOptions = live.IsOverridden ? use.Options : StoredModules.Expanded(use.Options, $"driver '{use.Name}'", options);
        var files = live.IsOverridden ? SuiteFile.Roots(driverOptions, options.WorkingFolder, options) : StoredModules.Files(driver, driverOptions, run, options);
        if (driver is not ILeasedDriver leased)
        {
            return again(new RootedDriver(driver, files), driverOptions);
        }

        var context = new LeaseContext(caseId, live.Debugging);
        leased.Greet(driverOptions, files, context, cancellationToken);
        using var lease = leased.Lease(driverOptions, files, context, cancellationToken);
        var recording = again(new RootedDriver(lease.Driver, files), driverOptions);
        if (recording.End == RecordingEnd.DriverFailed)
        {
            lease.Condemn();
        }

        return recording;
    }

    // How a driver came to its end, by a failure or by the case's time limit, is an input of the replay, like its answers.
    private static Recording WithRecordedEnd(Recording again, Recording recorded, bool live)
    {
        if (live || again.End != RecordingEnd.DriverFailed || again.Events.Count == 0 || again.StepCount != recorded.StepCount)
        {
            return again;
        }

        return recorded.End switch
        {
            RecordingEnd.DriverFailed when recorded.Events.Count > 0 => again with { Events = [.. again.Events.SkipLast(1), again.Events[^1] with { Text = recorded.Events[^1].Text }] },
            RecordingEnd.Interrupted => again with { End = RecordingEnd.Interrupted, Events = [.. again.Events.SkipLast(1)] },
            _ => again,
        };
    }
}
