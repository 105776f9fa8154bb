using System.CommandLine;
using Sim.Formats.Yaml;
using Sim.Host.Gates;
using Sim.Host.Planning;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary>The switches that change which cases run and with what.</summary>
internal sealed class PlanSwitches
{
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed instead of the suites' own.", HelpName = "N" };
    private readonly Option<int?> _repeat = new("--repeat") { Description = "Replicas of every case instead of the entries' own.", HelpName = "N" };
    private readonly Option<string?> _driver = new("--driver") { Description = "Driver instead of the suites' own: a name, grpc://host:port, grpcs://host:port or unix:/path.", HelpName = "NAME|ADDRESS" };
    private readonly Option<string?> _command = new("--driver-command") { Description = "Starts this program as the driver, instead of the suites' own; without a shell, in the working folder.", HelpName = "CMD" };
    private readonly Option<bool> _noCommands = new("--no-commands") { Description = "Refuses suites that start programs (driver: { command: … })." };
    private readonly Option<string?> _simulator = new("--simulator") { Description = "Simulator instead of the suites' own.", HelpName = "NAME|URL" };
    private readonly Option<string?> _filter = new("--filter") { Description = "Only cases for which all terms hold: KEY = PATTERN or KEY != PATTERN, joined by and; KEY is entry, family, id, tag, covers, odd.NAME or a parameter.", HelpName = "EXPR" };
    private readonly Option<string?> _rerun = new("--rerun-failed") { Description = "Only cases that did not pass in an earlier run folder.", HelpName = "RUN" };
    private readonly Option<string[]> _root = new("--root") { Description = "Folder below which suites may read, besides their own; repeatable.", HelpName = "FOLDER", AllowMultipleArgumentsPerToken = false };

    /// <summary>Adds them to a verb.</summary>
    public PlanSwitches(Command verb)
    {
        foreach (var option in (Option[])[_seed, _repeat, _driver, _command, _noCommands, _simulator, _filter, _rerun, _root])
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>How suites are read.</summary>
    public YamlOptions Yaml(ParseResult parsed, CliContext context) => context.Yaml(parsed.GetValue(_root) ?? [], !parsed.GetValue(_noCommands));

    /// <summary>Reads them.</summary>
    /// <exception cref="InputException">A value is wrong.</exception>
    public PlanOptions Read(ParseResult parsed, CliContext context, DateOnly today)
    {
        int? repeat = parsed.GetValue(_repeat);
        if (repeat is < 1 or > 10_000)
        {
            throw new InputException($"--repeat: found {repeat}, expected 1 to 10000");
        }

        return new PlanOptions
        {
            Seed = parsed.GetValue(_seed),
            Repeat = repeat,
            Driver = parsed.GetValue(_driver),
            DriverCommand = parsed.GetValue(_command),
            WorkingFolder = context.WorkingFolder,
            Simulator = parsed.GetValue(_simulator),
            Filter = parsed.GetValue(_filter),
            OnlyIds = parsed.GetValue(_rerun) is { } run ? NotPassed(run, context, today) : null,
        };
    }

    private static HashSet<string> NotPassed(string run, CliContext context, DateOnly today)
    {
        var stored = StoredRunReader.Read(new RunFolder(context.Full(run), context.Codec).StorePath);
        var report = ReportBuilder.Build(stored, today);
        var ids = report.Cases.Where(r => r.Verdict is CaseVerdict.Failed or CaseVerdict.Error).Select(r => r.Result.Case.Id).Concat(report.Missing).ToHashSet(StringComparer.Ordinal);
        return ids.Count > 0 ? ids : throw new InputException($"no case is selected: every case of {run} passed, so there is nothing to run again");
    }
}
