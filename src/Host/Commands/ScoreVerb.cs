using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sim.Host.Output;
using Sim.Host.Plugins;
using Sim.Host.Running;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim score</c>: assesses recordings without running anything.</summary>
internal sealed class ScoreVerb : Verb
{
    private readonly Argument<string[]> _recordings;
    private readonly Option<string[]> _with;
    private readonly Option<ulong?> _seed;
    private readonly Option<bool> _json;

    /// <summary>Makes the verb.</summary>
    public ScoreVerb()
        : base(
            "score",
            "Assesses recordings: files of a run or logs of any format that holds recorded traffic.",
            "sim score runs/smoke/cases/*/recording.mcap --with criticality",
            "sim score log.xml --with criticality --json")
    {
        _recordings = Argument<string[]>("RECORDING", "Recordings.", ArgumentArity.OneOrMore);
        _with = Option<string[]>("--with", "Assessor, repeatable; default all.", "NAME");
        _seed = Option<ulong?>("--seed", "Seed for assessors that draw; default 0.", "N");
        _json = Option<bool>("--json", "Writes the assessments on standard output, one object for each recording and assessor.");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var modules = context.Modules().Catalog;
        var names = parsed.GetValue(_with) ?? [];
        var assessors = names.Length == 0
            ? modules.All<IAssessor>()
            : [.. names.SelectMany(n => n.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(n => modules.Get<IAssessor>(n))];
        if (assessors.Count == 0)
        {
            throw new InputException("no assessor is installed (sim plugins list)");
        }

        int code = ExitCode.Passed;
        var table = new TextTable("recording", "metric", "value", "");
        foreach (string file in parsed.GetValue(_recordings)!)
        {
            var recording = FormatFiles.Read(context.Full(file), file, modules, cancellationToken).Recording
                ?? throw new InputException("this file holds no recording", file);
            foreach (var assessor in assessors)
            {
                code = Math.Max(code, Score(parsed, file, recording, assessor, table, context, cancellationToken));
            }
        }

        if (!parsed.GetValue(_json))
        {
            table.Write(context.Out);
        }

        return code;
    }

    private int Score(ParseResult parsed, string file, Recording recording, IAssessor assessor, TextTable table, CliContext context, CancellationToken cancellationToken)
    {
        try
        {
            var request = new AssessRequest { Recording = recording, Seed = Numerics.Seed.Derive(parsed.GetValue(_seed) ?? 0, recording.Name, 0, $"assessor:{assessor.Name}") };
            var assessment = assessor.Assess(request, AssessPeers.None, cancellationToken);
            if (parsed.GetValue(_json))
            {
                context.Out.WriteLine(JsonSerializer.Serialize(new Scored(file, assessment), OutputJson.Default.Scored));
            }

            foreach (var metric in assessment.Metrics)
            {
                string value = metric.Value.Value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.####} {metric.Unit}") : JsonNamingPolicy.SnakeCaseLower.ConvertName(metric.Value.State.ToString());
                table.Add(file, metric.Name, value, metric.Value.Reason);
            }

            return ExitCode.Passed;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            context.Error.WriteLine($"{context.Style.Red("error:")} {file}: assessor '{assessor.Name}': {Reasons.Of(e)}");
            return ExitCode.Infrastructure;
        }
    }
}
