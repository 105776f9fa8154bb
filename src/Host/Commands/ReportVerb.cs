using System.CommandLine;
using System.Text.Json;
using Sim.Host.Ci;
using Sim.Host.Comparing;
using Sim.Host.Output;
using Sim.Host.Running;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim report</c>: all reports of a run, from its store.</summary>
internal sealed class ReportVerb : Verb
{
    private readonly Argument<string> _run;
    private readonly Option<string?> _today;
    private readonly Option<bool> _json;
    private readonly TriageSwitch _triage;
    private readonly ReportSwitches _reports;
    private readonly BaselineSwitches _baseline;

    /// <summary>Makes the verb.</summary>
    public ReportVerb()
        : base(
            "report",
            "Writes all reports of a run folder again from its store.",
            "sim report runs/smoke",
            "sim report runs/smoke --today 2027-03-01 --json",
            "sim report runs/smoke --triage triage.yaml",
            "sim report runs/smoke --write csv,allure --write \"junit: { style: full }\"",
            "sim report runs/smoke --baseline runs/yesterday",
            "sim report runs/smoke --baseline baseline.txt --fail-on regressed,removed")
    {
        _run = Argument<string>("RUN", "Run folder.", ArgumentArity.ExactlyOne);
        _today = Option<string?>("--today", "Today's date for waivers; default SIM_TODAY or the clock.", "DATE");
        _json = Option<bool>("--json", "Writes a summary for programs on standard output.");
        _triage = new TriageSwitch(this);
        _reports = new ReportSwitches(this);
        _baseline = new BaselineSwitches(this);
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        string name = parsed.GetValue(_run)!;
        var folder = new RunFolder(context.Full(name), context.Codec);
        var run = StoredRunReader.Read(folder.StorePath);
        var today = context.Today(parsed.GetValue(_today));
        var baseline = _baseline.Read(parsed, folder.Path, today, context);
        TriageSwitch.Keep(_triage.Read(parsed, context), folder);
        return Finish(run, folder, name, _reports, parsed, today, parsed.GetValue(_json), context, cancellationToken, baseline);
    }

    /// <summary>Writes the reports of a stored run and shows its end.</summary>
    internal static int Finish(
        StoredRun run,
        RunFolder folder,
        string name,
        ReportSwitches reports,
        ParseResult parsed,
        DateOnly today,
        bool json,
        CliContext context,
        CancellationToken cancellationToken,
        Baseline? baseline = null)
    {
        var server = reports.Server(parsed, context);
        var modules = context.Modules().Catalog;
        var report = RunReports.Write(
            run, folder, modules, reports.Writers(parsed, context, modules), today, problem => context.Error.WriteLine($"{context.Style.Red("error:")} {problem}"), cancellationToken, baseline,
            text => context.Error.WriteLine($"{context.Style.Yellow("warning:")} {text}"));
        RunTables.Write(report, context.Error, context.Style);
        CiOutput.Show(report, name, server, File.Exists(folder.TimingPath) ? TimingJson.Read(folder.TimingPath).SuiteFiles : Ordered.Empty, context);
        if (json)
        {
            context.Out.WriteLine(CommandGuard.Json(JsonSerializer.Serialize(RunSummary.Of(report, name, report.ExitCode, "finished"), OutputJson.Default.RunSummary)));
        }

        return report.ExitCode;
    }
}
