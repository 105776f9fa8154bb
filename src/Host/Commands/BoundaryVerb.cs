using System.CommandLine;
using System.Text.Json;
using Sim.Host.Output;
using Sim.Host.Planning;
using Sim.Host.Reducing;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
using Sim.Reports.Failures;

namespace Sim.Host.Commands;

/// <summary><c>sim boundary</c>: where a failing case begins to pass.</summary>
internal sealed class BoundaryVerb : Verb
{
    private readonly CaseSwitches _switches;
    private readonly Option<string?> _parameter;
    private readonly Option<string?> _tolerance;
    private readonly Option<string?> _against;
    private readonly Option<string?> _to;
    private readonly Option<string?> _suite;
    private readonly Option<bool> _json;

    /// <summary>Makes the verb.</summary>
    public BoundaryVerb()
        : base(
            "boundary",
            "Finds by bisection where a failing case begins to pass, between it and the nearest passing case of its entry. Exit 0 when it is found, 1 when the failure does not occur again or nothing passes, 3 when a point between cannot be evaluated, 4 when --max-runs was reached.",
            "sim boundary runs/smoke/cases/cut-in-1a2b3c4d5e6f",
            "sim boundary cut-in-1a2b3c4d5e6f --run runs/smoke --parameter gap --tolerance \"0.1 m\"",
            "sim boundary cut-in-1a2b3c4d5e6f --run runs/smoke --parameter gap --to \"60 m\" --json")
    {
        _switches = new CaseSwitches(this);
        _parameter = Option<string?>("--parameter", "The one number to change: a parameter of the case, or gap, partner_speed, trigger_time, trigger_ttc, trigger_gap, trigger_time_to_path, friction or ego_speed of its scenario.", "NAME");
        _tolerance = Option<string?>("--tolerance", "How exactly: a value with its unit, or a share of the range; default 1 %, of counts 1.", "VALUE");
        _against = Option<string?>("--against", "The case at the other end instead of the nearest; one of the two must pass.", "CASE");
        _to = Option<string?>("--to", "With --parameter: its value at the passing end, instead of a case.", "VALUE");
        _suite = Option<string?>("--suite", "Suite of the run, for cases whose generator reads files.", "FILE");
        _json = Option<bool>("--json", "Writes the outcome for programs on standard output.");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var (folder, id) = _switches.Case(parsed, context);
        var modules = context.Modules().Catalog;
        string? against = parsed.GetValue(_against);
        if (against is not null && parsed.GetValue(_to) is not null)
        {
            throw new InputException("--against and --to both name the passing end; give one of them");
        }

        var setup = _switches.Setup(parsed, folder, id, modules, context, cancellationToken);
        if (against is not null && !FailureSignatures.IsFailure(setup.Row.Verdict))
        {
            (setup, against) = (_switches.Setup(parsed, folder, against, modules, context, cancellationToken), id);
        }

        var request = new BoundaryRequest(
            parsed.GetValue(_parameter), Number(parsed.GetValue(_tolerance)), against, Number(parsed.GetValue(_to)), Suite(parsed, setup, context));
        var (trials, progress) = _switches.Trials(parsed, setup, "searching", modules, context, cancellationToken);
        BoundaryReport report;
        try
        {
            report = setup.Mask.Guard(() => new CaseBoundary(setup, trials, modules, request, cancellationToken).Run());
        }
        finally
        {
            progress.End();
        }

        Show(report, parsed.GetValue(_json), context);
        return report.Outcome switch
        {
            "boundary" => ExitCode.Passed,
            "undecided" => ExitCode.Infrastructure,
            "stopped" => ExitCode.Partial,
            _ => ExitCode.Failed,
        };
    }

    private static Quantity? Number(string? text) => text is null ? null : Quantity.Parse(text);

    private Suite? Suite(ParseResult parsed, StoredCaseSetup setup, CliContext context)
    {
        if (parsed.GetValue(_suite) is not { } file)
        {
            return null;
        }

        var suite = SuiteLoader.Load([file], _switches.Yaml(parsed, context))[0].Suite;

        // Switches of the run may have overridden what the file says; the run folder knows what held.
        return suite.Name == setup.Planned.Suite.Name
            ? suite with { Seed = setup.Planned.Suite.Seed, Simulator = setup.Planned.Suite.Simulator }
            : throw new InputException($"--suite: '{file}' is the suite '{suite.Name}', the case belongs to '{setup.Planned.Suite.Name}'");
    }

    private static void Show(BoundaryReport report, bool json, CliContext context)
    {
        if (json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(report, OutputJson.Default.BoundaryReport));
        }
        else if (report.Numbers.Count > 0)
        {
            var table = new TextTable("number", "case", "fails up to", "passes from", "other end");
            foreach (var number in report.Numbers)
            {
                string unit = number.Unit.Length > 0 ? " " + number.Unit : "";
                string Shown(decimal value) => Reports.Reducing.BoundaryAxis.Plain(value) + unit;
                table.Add(number.Name, Shown(number.FailingEnd), Shown(number.FailsAt), Shown(number.PassesAt), Shown(number.PassingEnd));
            }

            table.Write(context.Out);
        }

        context.Error.WriteLine($"{report.Case}: {report.Title} ({report.Signature})");
        foreach (string other in report.OtherFailures)
        {
            context.Error.WriteLine($"on the way also: {other}");
        }

        string sentence = $"{report.Sentence}; {report.Runs} runs";
        context.Error.WriteLine(report.Outcome == "boundary" ? context.Style.Green(sentence) : context.Style.Red(sentence));
    }
}
