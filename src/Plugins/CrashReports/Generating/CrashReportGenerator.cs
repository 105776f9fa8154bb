using System.Globalization;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reports;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports.Generating;

/// <summary>
/// Makes scenarios of crash reports: <c>from: { crash-report: "reports/*.txt", variants: 3, ego: struck }</c>. A case for each report, ego and variant.
/// Thread-safe.
/// </summary>
internal sealed class CrashReportGenerator : IScenarioGenerator
{
    private const string VariantParameter = "variant";
    private const string EgoParameter = "ego";

    /// <summary>The latest report files.</summary>
    internal FileCache<IReadOnlyList<CrashReport>> ReadFiles { get; } = new(ReportFiles.Read);

    /// <inheritdoc/>
    public string Name => "crash-report";

    /// <inheritdoc/>
    public string Description => "Crash reports as text or JSON, read by rules or by a language model, solved into scenarios that reproduce the crash.";

    /// <inheritdoc/>
    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken)
    {
        var settings = Settings.Read(request);
        ScenarioMaker.CheckExtractor(settings.Options, request);
        var keys = new List<CaseKey>();
        foreach (var file in Files(request, settings))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var report in Reports(file).Where(r => Wildcard.Matches(settings.Reports, r.Id)))
            {
                keys.AddRange(Keys($"{file.Key}#{report.Id}", report.Id, settings.Options));
            }
        }

        return keys.Count > 0 ? keys : throw settings.Place.Error($"no report that '{settings.Place.Raw}' matches has an id like '{settings.Reports}'");
    }

    /// <inheritdoc/>
    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var settings = Settings.Read(request);
        int at = key.Source.IndexOf('#', StringComparison.Ordinal);
        if (at < 0)
        {
            throw settings.Place.Error($"the case key '{key.Source}' names no report; it should end in #ID");
        }

        var file = request.Files.FromKey(key.Source[..at]);
        string id = key.Source[(at + 1)..];
        var report = Reports(file).FirstOrDefault(r => r.Id == id) ?? throw settings.Place.Error($"'{file.Key}' has no report '{id}'");
        return ScenarioMaker.Make(report, settings.Options, request, key, seed, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(GenerateRequest request, CancellationToken cancellationToken)
    {
        var settings = Settings.Read(request);
        return Ordered.Copy(Files(request, settings).Concat(settings.Options.Inputs(request.Files)).DistinctBy(f => f.Key).Select(f => KeyValuePair.Create(f.Key, f.FullPath)));
    }

    /// <summary>The keys of one text: each ego, each variant.</summary>
    internal static IEnumerable<CaseKey> Keys(string source, string label, ReportOptions options)
    {
        foreach (string ego in options.Egos)
        {
            for (int variant = 1; variant <= options.Variants; variant++)
            {
                string number = variant.ToString(CultureInfo.InvariantCulture);
                yield return new CaseKey
                {
                    Source = source,
                    Parameters = Ordered.Copy([new(EgoParameter, ego), new(VariantParameter, number)]),
                    Label = string.Join('-', new[] { label, options.Egos.Count > 1 ? ego : "", options.Variants > 1 ? number : "" }.Where(w => w.Length > 0)),
                };
            }
        }
    }

    /// <summary>Ego and variant of a key.</summary>
    internal static (string Ego, int Variant) Read(CaseKey key) =>
        (key.Parameters[EgoParameter], int.Parse(key.Parameters[VariantParameter], NumberStyles.None, CultureInfo.InvariantCulture));

    private IReadOnlyList<CrashReport> Reports(SourceFile file) => ReadFiles.Get(file, ReportFiles.SketchPaths(file));

    private static List<SourceFile> Files(GenerateRequest request, Settings settings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. (settings.Place.Kind == SettingKind.List ? settings.Place.Items : [settings.Place]).SelectMany(p => request.Files.Glob(p)).Where(f => seen.Add(f.Key))];
    }

    private sealed record Settings(Setting Place, string Reports, ReportOptions Options)
    {
        public static Settings Read(GenerateRequest request)
        {
            ArgumentNullException.ThrowIfNull(request);
            var reader = new SettingReader(request.From, "a crash-report entry");
            var place = reader.Required("crash-report");
            string reports = reader.Text("reports") ?? "*";
            var options = ReportOptions.Read(reader, EgoChoice.Struck);
            reader.Done();
            return new Settings(place, reports, options);
        }
    }
}
