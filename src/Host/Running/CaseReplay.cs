using Sim.Formats.Yaml;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
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
    /// <param name="live">True to ask the driver again.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether the bytes are the same, else where they part ways.</returns>
    /// <exception cref="InputException">No such case, or its recording was not kept.</exception>
    public ReplayOutcome Run(RunFolder folder, string caseId, bool live, CancellationToken cancellationToken)
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
        var driver = modules.Get<IDriver>(use.Name);
        var mask = SecretMask.Of([suite], options.Variables);
        var simulator = suite.Simulator with { Options = Expanded(suite.Simulator.Options, $"simulator '{suite.Simulator.Name}'") };
        var driverOptions = live ? Expanded(use.Options, $"driver '{use.Name}'") : Setting.Empty;
        IDriver asked = live ? Live(driver, driverOptions, run) : new RecordedDriver(recorded, driver.Info.PerfectTracking);
        var planned = stored.Result.Case;
        ulong Seed(string purpose) => PlannedCase.Seed(suite.Seed, planned, purpose);
        var again = mask.Guard(() => mask.Apply(ClosedLoop.Run(
            modules.Get<ISimulator>(simulator.Name), simulator, scenario, asked, driverOptions, Seed("simulator"), Seed("driver"), cancellationToken)));
        cancellationToken.ThrowIfCancellationRequested();
        again = WithRecordedEnd(again, recorded, live);
        return ReplayOutcome.Of(recorded, bytes, again, codec.WriteRecording(again));
    }

    private Setting Expanded(Setting written, string whose)
    {
        try
        {
            return YamlSettings.Expand(written, options);
        }
        catch (InputException e)
        {
            throw new InputException($"the options of {whose}, as the run keeps them: {e.Detail}");
        }
    }

    // The suite's folder is not known any more; a file counts as the run's by its hash, wherever it now lies.
    private RootedDriver Live(IDriver driver, Setting driverOptions, StoredRun run)
    {
        var files = SuiteFile.Roots(driverOptions, options.WorkingFolder, options);
        foreach (var (key, path) in driver.Inputs(driverOptions, files))
        {
            string hash = FileHash.Of(path, key);
            if (!run.Identity.Inputs.Any(i => i.Sha256 == hash && (i.Key == key || i.Key.EndsWith($":{key}", StringComparison.Ordinal))))
            {
                throw new InputException($"the file of driver '{driver.Name}' is not the one that the run read (its hash is not among the run's inputs); give the original back", key);
            }
        }

        return new RootedDriver(driver, files);
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
