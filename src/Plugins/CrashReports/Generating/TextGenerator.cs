using System.Security.Cryptography;
using System.Text;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports.Generating;

/// <summary>
/// Makes a scenario of one sentence: <c>from: { text: "a cyclist crosses from behind a parked bus in the rain" }</c>. The ego is the driver who is spoken
/// to (V1). The same extractors, rules and solver as for reports. Thread-safe.
/// </summary>
internal sealed class TextGenerator : IScenarioGenerator
{
    private const int LabelLength = 40;

    /// <inheritdoc/>
    public string Name => "text";

    /// <inheritdoc/>
    public string Description => "One sentence that tells what should happen, read and solved like a crash report.";

    /// <inheritdoc/>
    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken)
    {
        var (texts, options) = Read(request);
        ScenarioMaker.CheckExtractor(options, request);
        return [.. texts.SelectMany(t => CrashReportGenerator.Keys(Source(t), Label(t), options)).DistinctBy(k => CaseId.Of(request.Entry, k, 0))];
    }

    /// <inheritdoc/>
    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (texts, options) = Read(request);
        string text = texts.FirstOrDefault(t => Source(t) == key.Source) ?? throw new InputException($"the entry '{request.Entry}' has no text with the key '{key.Source}'");
        return ScenarioMaker.Make(new CrashReport { Id = key.Source, Text = text, IsSentence = true }, options, request, key, seed, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(GenerateRequest request, CancellationToken cancellationToken) =>
        Ordered.Copy(Read(request).Options.Inputs(request.Files).Select(f => KeyValuePair.Create(f.Key, f.FullPath)));

    private static (IReadOnlyList<string> Texts, ReportOptions Options) Read(GenerateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reader = new SettingReader(request.From, "a text entry");
        var place = reader.Required("text");
        var texts = place.Kind == SettingKind.List ? reader.TextList("text")! : [reader.RequiredText("text")];
        var options = ReportOptions.Read(reader, "V1");
        reader.Done();
        if (texts.FirstOrDefault(t => string.IsNullOrWhiteSpace(t) || t.Length > CrashReport.MaxCharacters) is not null || texts.Count == 0)
        {
            throw place.Error($"'text' is empty or longer than {CrashReport.MaxCharacters} characters; write what should happen: text: \"the car ahead brakes hard\"");
        }

        return (texts, options);
    }

    // The words themselves may hold anything; the key must be short and printable.
    private static string Source(string text) => $"text sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Label(string text)
    {
        var label = new StringBuilder();
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                label.Append(char.ToLowerInvariant(c));
            }
            else if (label.Length > 0 && label[^1] != '-')
            {
                label.Append('-');
            }

            if (label.Length >= LabelLength)
            {
                break;
            }
        }

        return label.ToString().Trim('-');
    }
}
