using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>
/// <c>sim evaluate extraction</c>: reads labelled reports with an extractor and compares the projections of the records with the labels, field by field.
/// Thread-safe.
/// </summary>
/// <param name="extractors">Gives the extractor that the option <c>extractor</c> asks for; see <see cref="Extractors.Of"/>.</param>
internal sealed class ExtractionEvaluation(Func<Setting?, ExtractorHost, IRecordExtractor> extractors) : IEvaluation
{
    private static readonly string[] Groups = ["road", "actors", "environment"];

    /// <summary>Evaluates any of the plugin's extractors.</summary>
    public ExtractionEvaluation()
        : this(Extractors.Of)
    {
    }

    /// <inheritdoc/>
    public string Name => "extraction";

    /// <inheritdoc/>
    public string Description => "Reads labelled crash reports and compares the records with the labels, field by field; the bars are those of the scenario generation specification.";

    /// <inheritdoc/>
    public EvaluationTable Evaluate(EvaluationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = new SettingReader(request.Options, "the options of the evaluation 'extraction'");
        string fold = options.Choice("fold", "a", "b", "all") ?? "all";
        var host = new ExtractorHost { Files = request.Files, Network = options.Bool("network") ?? false };
        var extractor = extractors(options.Optional("extractor"), host);
        options.Done();
        var reports = LabelledReports.Read(request.Files, request.Data).Where(r => fold == "all" || LabelledReports.Fold(r.Report.Id) == fold[0]).ToList();
        if (reports.Count == 0)
        {
            throw new InputException($"'{request.Data}' holds no report of the fold '{fold}'");
        }

        var scores = new ExtractionScores();
        var items = new List<EvaluationItem>(reports.Count);
        foreach (var report in reports)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (record, refusal) = Extract(extractor, report.Report, cancellationToken);
            var projection = LabelProjection.Project(record ?? new CrashRecord { Id = report.Report.Id, TextSha256 = "", Extractor = extractor.Name });
            scores.Add(report, record, projection);

            // The second fold is kept unseen while rules are written: its sums may be read, its records not.
            if (fold != "b")
            {
                items.Add(new EvaluationItem(report.Report.Id, Item(report.Report.Id, record, projection, refusal)));
            }
        }

        return Table(scores, llm: extractor.Name == "llm") with { Items = items };
    }

    private static (CrashRecord? Record, string Refusal) Extract(IRecordExtractor extractor, CrashReport report, CancellationToken cancellationToken)
    {
        try
        {
            return (extractor.Extract(report, cancellationToken), "");
        }
        catch (RefusedException e)
        {
            return (null, e.Message);
        }
    }

    private static EvaluationTable Table(ExtractionScores scores, bool llm)
    {
        var rows = new List<IReadOnlyList<string>>();
        bool passed = true;
        int barred = 0;
        foreach (var field in scores.Fields)
        {
            double? bar = ExtractionBars.Of(field.Name, llm);
            string holds = "";
            if (bar is { } least && field.Score is { } score)
            {
                bool reached = score >= least;
                passed &= reached;
                barred += field.Name == "evidence_literal" ? 0 : 1;
                holds = reached ? "yes" : "no";
            }

            rows.Add([field.Name, field.Count.ToString(CultureInfo.InvariantCulture), Number(field.Score), Number(bar), holds, Number(field.MacroF1), Number(field.Jaccard)]);
        }

        foreach (string group in Groups)
        {
            var members = scores.Fields.Where(f => f.Group == group && f.Score is not null).ToList();
            rows.Add([$"group_{group}", members.Sum(f => f.Count).ToString(CultureInfo.InvariantCulture),
                Number(members.Count == 0 ? null : members.Sum(f => f.Score!.Value) / members.Count), "", "", "", ""]);
        }

        return new EvaluationTable(["field", "n", "score", "bar", "holds", "macro_f1", "jaccard"], rows, passed && barred > 0);
    }

    private static JsonElement Item(string id, CrashRecord? record, ReportLabels projection, string refusal)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            if (record is null)
            {
                writer.WriteNull("record");
                writer.WriteString("refused", refusal);
            }
            else
            {
                writer.WritePropertyName("record");
                writer.WriteRawValue(CrashJson.Write(record));
            }

            writer.WritePropertyName("projection");
            JsonSerializer.Serialize(writer, projection, LabelJson.Default.ReportLabels);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
