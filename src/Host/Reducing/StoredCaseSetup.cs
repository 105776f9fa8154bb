using Sim.Formats.Yaml;
using Sim.Host.Drivers;
using Sim.Host.Gates;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Running;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
using Sim.Reports.Failures;
using Sim.Rpc.Peers;

namespace Sim.Host.Reducing;

/// <summary>A case of a run folder with everything that is needed to run it, or another scenario in its place, as the run did: modules, options, seeds, gates.</summary>
/// <param name="Run">The run.</param>
/// <param name="Stored">The case.</param>
/// <param name="Planned">How to run it; its generator's files are not known.</param>
/// <param name="Scenario">Its scenario.</param>
/// <param name="ScenarioSha256">SHA-256 of its scenario's file.</param>
/// <param name="Mask">Keeps secrets out.</param>
/// <param name="Places">How many cases its driver takes at the same time; null for any number.</param>
internal sealed record StoredCaseSetup(StoredRun Run, StoredCase Stored, PlannedCase Planned, Scenario Scenario, string ScenarioSha256, SecretMask Mask, int? Places)
{
    /// <summary>The case's id.</summary>
    public string Id => Planned.Case.Id;

    /// <summary>What the gates make of it.</summary>
    public CaseRow Row => RowOf(Planned.Suite, Stored.Result);

    /// <summary>What the gates of a suite make of a result.</summary>
    public static CaseRow RowOf(Suite suite, CaseResult result)
    {
        var judge = CaseJudge.Of(suite.Expect, result);
        return new CaseRow(result, judge.Verdict, judge.Violates) { Otherwise = judge.Otherwise, Suite = suite.Name };
    }

    /// <summary>Sets a case up.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="asked">Whom to ask as its driver.</param>
    /// <param name="modules">The modules.</param>
    /// <param name="options">Variables and roots.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">No such case, no scenario, or its modules cannot be set up again.</exception>
    /// <exception cref="PeerException">The driver cannot be reached.</exception>
    public static StoredCaseSetup Load(RunFolder folder, string caseId, LiveReplay asked, ModuleCatalog modules, YamlOptions options, CancellationToken cancellationToken)
    {
        var run = StoredRunReader.Read(folder.StorePath);
        var stored = run.Cases.FirstOrDefault(c => c.Result.Case.Id == caseId)
            ?? throw new InputException($"the run has no case '{caseId}'; {Nearest.Hint(caseId, run.Cases.Select(c => c.Result.Case.Id))}", folder.Path);
        var suite = run.Suites.First(s => s.Name == stored.Suite);
        var entry = suite.Cases.FirstOrDefault(e => e.Name == stored.Result.Case.Entry) ?? throw new InputException($"the run does not know the entry '{stored.Result.Case.Entry}' of the case '{caseId}'", folder.Path);
        var scenario = folder.Scenario(caseId);
        var own = entry.Driver ?? suite.Driver;
        var use = asked.Override(own) ?? own;
        if (use.Name == CommandDriver.ModuleName && asked.Command is null && !options.AllowCommandDrivers)
        {
            throw new InputException($"this run's driver is started from a command line ('{CommandText.Shown(use.Options.Find("command") ?? Setting.Empty)}'), which is not allowed here (--no-commands)");
        }

        var driver = modules.Get<IDriver>(use.Name, use.Options);
        if (!asked.IsOverridden)
        {
            use = use with { Options = StoredModules.Expanded(use.Options, $"driver '{use.Name}'", options) };
        }

        var files = asked.IsOverridden ? SuiteFile.Roots(use.Options, options.WorkingFolder, options) : StoredModules.Files(driver, use.Options, run, options);
        int? places = null;
        if (driver is ILeasedDriver leased)
        {
            leased.Greet(use.Options, files, new LeaseContext(caseId, asked.Debugging), cancellationToken);
            places = leased.Places(use.Options);
        }

        suite = suite with
        {
            Simulator = StoredModules.Simulator(suite.Simulator, options),
            Assess = [.. suite.Assess.Select(a => a with { Options = StoredModules.Expanded(a.Options, $"assessor '{a.Name}'", options) })],
            Files = files,
        };
        var planned = new PlannedCase(stored.Result.Case, suite, entry, RequestOf(suite, entry, entry.From, FileRoots.Nowhere), use);
        string sha256 = FileHash.Of(Path.Combine(folder.CaseFolder(caseId), CaseFiles.Scenario), CaseFiles.Scenario);
        return new StoredCaseSetup(run, stored, planned, scenario, sha256, SecretMask.Of([suite], options.Variables), places);
    }

    /// <summary>What the generator of an entry is asked.</summary>
    public static GenerateRequest RequestOf(Suite suite, CaseEntry entry, Setting from, FileRoots files) => new()
    {
        Entry = entry.Name,
        From = from,
        Vehicle = entry.Vehicle ?? suite.Vehicle,
        StepUs = suite.Simulator.StepUs,
        HorizonUs = suite.Simulator.HorizonUs,
        Traffic = suite.Simulator.Traffic,
        SuiteSeed = suite.Seed,
        Network = suite.Network,
        Files = files,
    };
}
