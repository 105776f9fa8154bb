using System.CommandLine;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim merge</c>: several shards become one run.</summary>
internal sealed class MergeVerb : Verb
{
    private readonly Argument<string[]> _runs;
    private readonly Option<string> _out;
    private readonly Option<string?> _today;
    private readonly Option<bool> _json;
    private readonly TriageSwitch _triage;
    private readonly ReportSwitches _reports;
    private readonly BaselineSwitches _baseline;

    /// <summary>Makes the verb.</summary>
    public MergeVerb()
        : base(
            "merge",
            "Joins the run folders of shards into one, with the bytes of a single run. Missing or double cases: exit 4.",
            "sim merge shards/1 shards/2 shards/3 --out runs/all")
    {
        _runs = Argument<string[]>("RUN", "Run folders.", ArgumentArity.OneOrMore);
        _out = Option<string>("--out", "Folder of the merged run.", "FOLDER");
        _out.Required = true;
        _today = Option<string?>("--today", "Today's date for waivers; default SIM_TODAY or the clock.", "DATE");
        _json = Option<bool>("--json", "Writes a summary for programs on standard output.");
        _triage = new TriageSwitch(this);
        _reports = new ReportSwitches(this);
        _baseline = new BaselineSwitches(this);
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var sources = parsed.GetValue(_runs)!.Select(r => new RunFolder(context.Full(r), context.Codec)).ToList();
        string name = parsed.GetValue(_out)!;
        var target = new RunFolder(context.Full(name), context.Codec);
        byte[]? notes = _triage.Read(parsed, context) ?? TriageSwitch.Common(sources);
        var today = context.Today(parsed.GetValue(_today));
        var baseline = _baseline.Read(parsed, target.Path, today, context);
        // What is wrong with a switch must not leave a merged folder behind.
        var modules = context.Modules();
        context = context with { Modules = () => modules };
        _reports.Writers(parsed, context, modules.Catalog);
        StoredRun run;
        try
        {
            run = RunMerge.Merge(sources, target);
        }
        catch (DuplicateCaseException e)
        {
            context.Error.WriteLine($"{context.Style.Red("error:")} {e.Message}");
            return ExitCode.Partial;
        }

        TriageSwitch.Keep(notes, target);
        return ReportVerb.Finish(run, target, name, _reports, parsed, today, parsed.GetValue(_json), context, cancellationToken, baseline);
    }
}
