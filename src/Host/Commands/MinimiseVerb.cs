using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sim.Host.Output;
using Sim.Host.Reducing;
using Sim.Host.Store;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim minimise</c>: the smallest scenario in which a failure still occurs.</summary>
internal sealed class MinimiseVerb : Verb
{
    private readonly CaseSwitches _switches;
    private readonly Option<string?> _out;
    private readonly Option<bool> _json;

    /// <summary>Makes the verb.</summary>
    public MinimiseVerb()
        : base(
            "minimise",
            "Leaves out of a failing case's scenario whatever the failure does not need, and writes what remains as a scenario file. Exit 0 when nothing more can go, 1 when the failure does not occur again, 4 when --max-runs was reached before.",
            "sim minimise runs/smoke/cases/cut-in-1a2b3c4d5e6f",
            "sim minimise cut-in-1a2b3c4d5e6f --run runs/smoke --out smallest.yaml --json")
    {
        _switches = new CaseSwitches(this);
        _out = Option<string?>("--out", "File for the minimal scenario, which must not exist; default CASE-minimal.yaml in the working folder.", "FILE");
        _json = Option<bool>("--json", "Writes the outcome for programs on standard output.");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var (folder, id) = _switches.Case(parsed, context);
        string file = parsed.GetValue(_out) ?? $"{id}-minimal.yaml";
        if (File.Exists(context.Full(file)))
        {
            throw new InputException($"'{file}' exists; name a new file with --out");
        }

        var modules = context.Modules().Catalog;
        var setup = _switches.Setup(parsed, folder, id, modules, context, cancellationToken);
        CaseMinimiser.FailureOf(setup);
        var (trials, progress) = _switches.Trials(parsed, setup, "minimising", modules, context, cancellationToken);
        MinimiseReport report;
        byte[]? scenario;
        try
        {
            (report, scenario) = setup.Mask.Guard(() => new CaseMinimiser(setup, trials, context.Codec).Run(file));
        }
        finally
        {
            progress.End();
        }

        if (scenario is not null)
        {
            AtomicFile.Write(context.Full(file), scenario);
        }

        Show(report, parsed.GetValue(_json), context);
        return report.Outcome switch
        {
            "minimal" => ExitCode.Passed,
            "stopped" => ExitCode.Partial,
            _ => ExitCode.Failed,
        };
    }

    private static void Show(MinimiseReport report, bool json, CliContext context)
    {
        if (json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(report, OutputJson.Default.MinimiseReport));
        }
        else if (report.Elements.Count > 0)
        {
            var table = new TextTable("element", "kind", "");
            foreach (var element in report.Elements.OrderByDescending(e => e.Required))
            {
                table.Add(element.Name, element.Kind, element.Required ? "required" : "irrelevant");
            }

            foreach (var number in report.Numbers)
            {
                string unit = number.Unit.Length > 0 ? " " + number.Unit : "";
                table.Add(number.Name, "number", number.GoneAt is { } gone
                    ? string.Create(CultureInfo.InvariantCulture, $"{number.Value:0.###}{unit} suffices (was {number.Original:0.###}); gone at {gone:0.###}")
                    : string.Create(CultureInfo.InvariantCulture, $"irrelevant: fails at the usual {number.Nominal:0.###}{unit} too (was {number.Original:0.###})"));
            }

            table.Write(context.Out);
        }

        context.Error.WriteLine($"{report.Case}: {report.Title} ({report.Signature})");
        context.Error.WriteLine(report.Outcome == "minimal" ? context.Style.Green(report.Sentence) : context.Style.Red(report.Sentence));
        if (report.File is not null)
        {
            context.Error.WriteLine($"scenario: {report.File}");
        }
    }
}
