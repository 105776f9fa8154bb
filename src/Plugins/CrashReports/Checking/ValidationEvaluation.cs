using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sim.Plugins.CrashReports.Evaluating;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>
/// <c>sim evaluate validation</c>: reads reports with an extractor, plants one error at a time into the records and counts what the check finds and what
/// mending makes of it. Thread-safe.
/// </summary>
/// <param name="extractors">Gives the extractor that the option <c>extractor</c> asks for; see <see cref="Extractors.Of"/>.</param>
internal sealed class ValidationEvaluation(Func<Setting?, ExtractorHost, IRecordExtractor> extractors) : IEvaluation
{
    /// <summary>Evaluates any of the plugin's extractors.</summary>
    public ValidationEvaluation()
        : this(Extractors.Of)
    {
    }

    /// <summary>Least share of planted errors that is found.</summary>
    public const double DetectionBar = 0.90;

    /// <summary>Largest share of records without a planted error in which anything is found.</summary>
    public const double AlarmBar = 0.05;

    /// <inheritdoc/>
    public string Name => "validation";

    /// <inheritdoc/>
    public string Description => "Plants errors into the records of crash reports and measures how many of them the check finds and mends, and its false alarms.";

    /// <inheritdoc/>
    public EvaluationTable Evaluate(EvaluationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = new SettingReader(request.Options, "the options of the evaluation 'validation'");
        string fold = options.Choice("fold", "a", "b", "all") ?? "all";
        var extractor = extractors(options.Optional("extractor"), new ExtractorHost { Files = request.Files, Network = options.Bool("network") ?? false });
        options.Done();
        var reports = LabelledReports.Read(request.Files, request.Data).Select(labelled => labelled.Report).Where(report => fold == "all" || LabelledReports.Fold(report.Id) == fold[0]).ToList();
        var scores = new ValidationScores();
        var items = new List<EvaluationItem>();
        int refused = 0;
        foreach (var report in reports)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var outcomes = scores.Add(extractor.Extract(report, cancellationToken), report.Text, request.Seed);

                // The second fold is kept unseen while rules are written: its sums may be read, its records not.
                if (fold != "b") items.Add(new EvaluationItem(report.Id, Item(outcomes)));
            }
            catch (RefusedException)
            {
                refused++;
            }
        }

        if (scores.Records == 0) throw new InputException($"'{request.Data}' holds no report of the fold '{fold}' that can be read");
        return Table(scores, refused) with { Items = items };
    }

    /// <summary>The table of what was counted.</summary>
    public static EvaluationTable Table(ValidationScores scores, int refusedTexts)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var kind in Enum.GetValues<PlantedKind>()) rows.Add(Row(kind.ToString().ToLowerInvariant(), scores[kind]));
        rows.Add(Row("all", scores.All));
        double alarms = (double)scores.Alarmed / scores.Records;
        bool few = alarms <= AlarmBar;
        rows.Add(["false_alarms", Count(scores.Records), Number(alarms), "<= " + Number(AlarmBar), few ? "yes" : "no", "", "", "", ""]);
        rows.Add(["refused_after_mending", Count(scores.Records), Number((double)scores.Refused / scores.Records), "", "", "", "", "", ""]);
        rows.Add(["refused_texts", Count(scores.Records + refusedTexts), Number((double)refusedTexts / (scores.Records + refusedTexts)), "", "", "", "", "", ""]);
        bool found = scores.All is { Planted: > 0 } all && (double)all.Detected / all.Planted >= DetectionBar;
        return new EvaluationTable(["planted", "n", "share", "bar", "holds", "located", "mended_right", "mended_unknown", "marked"], rows, found && few);
    }

    private static IReadOnlyList<string> Row(string name, ValidationScores.Tally tally)
    {
        if (tally.Planted == 0) return [name, "0", "", ">= " + Number(DetectionBar), "", "", "", "", ""];
        double n = tally.Planted;
        return [name, Count(tally.Planted), Number(tally.Detected / n), ">= " + Number(DetectionBar), tally.Detected / n >= DetectionBar ? "yes" : "no",
            Number(tally.Located / n), Number(tally.MendedRight / n), Number(tally.MendedSafe / n), Number(tally.Marked / n)];
    }

    private static JsonElement Item(IReadOnlyList<ValidationOutcome> outcomes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var outcome in outcomes)
            {
                writer.WriteStartObject();
                writer.WriteString("planted", outcome.Kind);
                writer.WriteString("path", outcome.Path);
                writer.WriteBoolean("detected", outcome.Detected);
                writer.WriteBoolean("located", outcome.Located);
                writer.WriteString("mended", outcome.Mended);
                writer.WriteStartArray("findings");
                foreach (var finding in outcome.Findings) writer.WriteStringValue($"{finding.Rule} {finding.Path}: {finding.Message}");
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
