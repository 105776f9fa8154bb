using System.CommandLine;
using System.Text.Json;
using Sim.Host.Ci;
using Sim.Host.Drivers;
using Sim.Host.Output;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Running;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim run</c>: the main job.</summary>
internal sealed class RunVerb : Verb
{
    private const int MaxShownLogs = 3;
    private readonly Argument<string[]> _suites;
    private readonly Option<string?> _out;
    private readonly PlanSwitches _plan;
    private readonly WorkSwitches _work;
    private readonly Option<string?> _shard;
    private readonly Option<string?> _timing;
    private readonly Option<bool> _resume;
    private readonly Option<bool> _list;
    private readonly Option<bool> _dryRun;
    private readonly Option<string?> _today;
    private readonly Option<bool> _json;
    private readonly Option<bool> _quiet;
    private readonly LockSwitches _lock;
    private readonly IsolateSwitch _isolate;
    private readonly Option<bool> _debugDriver;
    private readonly TriageSwitch _triage;
    private readonly ReportSwitches _reports;
    private readonly BaselineSwitches _baseline;

    /// <summary>Makes the verb.</summary>
    public RunVerb()
        : base(
            "run",
            "Runs suites: plans cases, simulates and assesses each, checks the expectations, writes a run folder.",
            "sim run scenarios/smoke.yaml",
            "sim run scenarios/smoke.yaml --out runs/today --jobs 4 --json",
            "sim run scenarios/smoke.yaml --out runs/today --resume",
            "sim run suite.yaml --filter \"family = ncap-* and odd.light != night\" --list",
            "sim run suite.yaml --shard auto --timing earlier/timing.json",
            "sim run suite.yaml --write csv,allure --write \"summary: { rows: 200 }\"",
            "sim run scenarios/smoke.yaml --out runs/today --baseline baseline.txt --fail-on regressed",
            "sim run suite.yaml --rerun-failed runs/today --out runs/again",
            "sim run scenarios/smoke.yaml --driver-command \"python3 drive.py\"",
            "sim run scenarios/smoke.yaml --driver grpc://localhost:50051 --filter \"id = cut-in-*\" --debug-driver")
    {
        _suites = Argument<string[]>("SUITE", "Suite files.", ArgumentArity.ZeroOrMore);
        _out = Option<string?>("--out", "Run folder; default runs/SUITE.", "FOLDER");
        _plan = new PlanSwitches(this);
        _work = new WorkSwitches(this);
        _shard = Option<string?>("--shard", "Part i of n by a stable hash of the case id; auto reads CI_NODE_*, SLURM_ARRAY_TASK_*, JOB_COMPLETION_INDEX.", "i/n|auto");
        _timing = Option<string?>("--timing", "timing.json of an earlier run: balances shards, estimates --dry-run.", "FILE");
        _resume = Option<bool>("--resume", "Continues the run in --out: committed cases stay, the rest is run.");
        _list = Option<bool>("--list", "Writes the ids of the cases and runs nothing.");
        _dryRun = Option<bool>("--dry-run", "Says how many cases, what they cost and how much disk they take, and runs nothing.");
        _today = Option<string?>("--today", "Today's date for waivers; default SIM_TODAY or the clock.", "DATE");
        _json = Option<bool>("--json", "Writes a summary for programs on standard output.");
        _quiet = Option<bool>("--quiet", "Writes nothing for people but errors.");
        _lock = new LockSwitches(this);
        _isolate = new IsolateSwitch(this);
        _debugDriver = Option<bool>("--debug-driver", "One case, one job, no deadlines; the driver shares this terminal, and a hint says how to attach a debugger.");
        _triage = new TriageSwitch(this);
        _reports = new ReportSwitches(this);
        _baseline = new BaselineSwitches(this);
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        context = _isolate.Apply(parsed, context);
        var today = context.Today(parsed.GetValue(_today));
        var shard = parsed.GetValue(_shard) is { } text ? Shard.Parse(text, context.Environment) : null;
        var earlier = parsed.GetValue(_timing) is { } timing ? TimingJson.Read(context.Full(timing)).CaseS : null;
        var engine = _work.Read(parsed);
        var planOptions = _plan.Read(parsed, context, today) with { Keep = engine.Keep };
        var suites = SuiteLoader.Load(parsed.GetValue(_suites) ?? [], _plan.Yaml(parsed, context));
        var mask = SecretMask.Of(suites.Select(s => s.Suite), context.Environment);
        return mask.Guard(() => Run(parsed, new Inputs(suites, planOptions, engine, shard, earlier, today, mask), context, cancellationToken));
    }

    private int Run(ParseResult parsed, Inputs inputs, CliContext context, CancellationToken cancellationToken)
    {
        byte[]? triage = _triage.Read(parsed, context);
        var modules = context.Modules();
        Warn(modules, context, parsed);
        var server = _reports.Server(parsed, context);
        var writers = _reports.Writers(parsed, context, modules.Catalog);
        var plan = new RunPlanner(modules.Catalog).Plan(inputs.Suites, inputs.Plan, cancellationToken);
        bool preview = parsed.GetValue(_list) || parsed.GetValue(_dryRun);
        string folder = parsed.GetValue(_out) ?? Path.Combine("runs", CaseId.Slug(string.Join('-', plan.Suites.Select(s => s.Name))));
        var baseline = _baseline.Read(parsed, context.Full(folder), inputs.Today, context);
        Action<string>? debugging = null;
        if (parsed.GetValue(_debugDriver) && !preview)
        {
            DebugSelection.Require(plan, inputs.Shard, modules.Catalog);
            debugging = context.Error.WriteLine;
        }

        if (!preview)
        {
            var greeted = PeerGreeting.Of(plan, modules.Catalog, new LeaseContext("", debugging), cancellationToken);
            foreach (var peer in greeted.Identity.Modules.Except(plan.Identity.Modules).Where(_ => !parsed.GetValue(_quiet)))
            {
                context.Error.WriteLine($"{peer.Kind} {peer.Name}: {peer.Version}");
            }

            plan = greeted;
        }

        _lock.Apply(parsed, plan.Identity, (parsed.GetValue(_suites) ?? [])[0], context);
        var request = new RunRequest
        {
            Plan = plan,
            Out = context.Full(folder),
            Engine = debugging is not null ? inputs.Engine with { Jobs = 1, Timeout = null }
                : preview ? inputs.Engine
                : inputs.Engine with { Jobs = PeerGreeting.Jobs(plan, modules.Catalog, inputs.Engine.Jobs) },
            Debugging = debugging,
            Shard = inputs.Shard,
            EarlierSeconds = inputs.EarlierSeconds,
            Resume = parsed.GetValue(_resume),
            Today = inputs.Today,
            Baseline = baseline,
            Mask = inputs.Mask,
            Triage = triage,
            Writers = writers,
            SuiteFiles = SuiteFiles(inputs.Suites, parsed.GetValue(_suites) ?? [], context),
        };
        if (preview)
        {
            return Preview(parsed, request, modules.Catalog, context, cancellationToken);
        }

        bool quiet = parsed.GetValue(_quiet);
        var progress = new RunProgress(context.Error, context.Style, quiet);
        var session = new RunSession(modules.Catalog, context.Codec, progress, problem => context.Error.WriteLine($"{context.Style.Red("error:")} {problem}"));
        var end = session.Run(request, cancellationToken);
        Show(parsed, end, folder, quiet, context);
        CiOutput.Show(end.Report, folder, server, request.SuiteFiles, context);
        return end.ExitCode;
    }

    // Below the working folder, as it is named there; a path of this machine alone means nothing elsewhere.
    private static IReadOnlyDictionary<string, string> SuiteFiles(IReadOnlyList<SuiteInput> suites, string[] paths, CliContext context) => Ordered.Copy(suites.Zip(paths, (suite, path) =>
    {
        string relative = Path.GetRelativePath(context.WorkingFolder, context.Full(path)).Replace('\\', '/');
        return KeyValuePair.Create(suite.Suite.Name, relative.StartsWith("../", StringComparison.Ordinal) ? Path.GetFileName(path) : relative);
    }));

    private int Preview(ParseResult parsed, RunRequest request, ModuleCatalog modules, CliContext context, CancellationToken cancellationToken)
    {
        var mine = request.Mine();
        var cases = request.Plan.Cases.Where(c => mine.Contains(c.Case.Id)).ToList();
        if (parsed.GetValue(_dryRun))
        {
            var estimate = RunEstimate.Of(cases, request.EarlierSeconds, modules, context.Codec, cancellationToken);
            context.Out.WriteLine(parsed.GetValue(_json) ? JsonSerializer.Serialize(estimate, OutputJson.Default.RunEstimate) : estimate.ToText(request.Engine.Jobs));
        }
        else if (parsed.GetValue(_json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize([.. cases.Select(c => c.Case)], OutputJson.Default.IReadOnlyListCase));
        }
        else
        {
            foreach (var planned in cases)
            {
                context.Out.WriteLine(planned.Case.Id);
            }
        }

        return ExitCode.Passed;
    }

    private void Show(ParseResult parsed, RunEnd end, string folder, bool quiet, CliContext context)
    {
        if (!quiet)
        {
            RunTables.Write(end.Report, context.Error, context.Style);
            ShowLogs(end.Report, folder, context);
            context.Error.WriteLine(end.Stop switch
            {
                StopReason.Interrupted => $"interrupted; continue with --resume --out {folder}",
                StopReason.TimeBudget => $"the time budget is used up; continue with --resume --out {folder}",
                StopReason.FailFast => $"stopped at the first failure; continue with --resume --out {folder}",
                _ => $"run folder: {folder}",
            });
        }

        if (parsed.GetValue(_json))
        {
            string stop = JsonNamingPolicy.SnakeCaseLower.ConvertName(end.Stop.ToString());
            context.Out.WriteLine(CommandGuard.Json(JsonSerializer.Serialize(RunSummary.Of(end.Report, folder, end.ExitCode, stop), OutputJson.Default.RunSummary)));
        }
    }

    private static void ShowLogs(RunReport report, string folder, CliContext context)
    {
        var failed = report.Cases.Where(r => r.Result.Status == CaseStatus.DriverFailed).Select(r => Path.Combine(folder, "cases", r.Result.Case.Id, CaseFiles.DriverLog));
        foreach (string log in failed.Where(f => File.Exists(context.Full(f))).Take(MaxShownLogs))
        {
            context.Error.WriteLine($"driver's output: {log}");
        }
    }

    private void Warn(LoadedModules modules, CliContext context, ParseResult parsed)
    {
        foreach (var plugin in modules.Plugins.Where(p => p.State != PluginState.Loaded && !parsed.GetValue(_quiet)))
        {
            context.Error.WriteLine($"{context.Style.Yellow("warning:")} plugin '{plugin.Id}' is not loaded: {plugin.Reason}");
        }
    }

    private sealed record Inputs(
        IReadOnlyList<SuiteInput> Suites,
        PlanOptions Plan,
        EngineOptions Engine,
        Shard? Shard,
        IReadOnlyDictionary<string, double>? EarlierSeconds,
        DateOnly Today,
        SecretMask Mask);
}
