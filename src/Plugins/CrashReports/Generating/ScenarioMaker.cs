using System.Text.Json;
using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving;
using Sim.Plugins.CrashReports.Solving.Critical;
using Sim.Plugins.Sdk;
using Sim.Simulation.Drivers;

namespace Sim.Plugins.CrashReports.Generating;

/// <summary>From a text to a scenario: extract, check and mend, complete, lay out the road, solve. Thread-safe.</summary>
internal static class ScenarioMaker
{
    private static readonly RecordCache Records = new(256);

    /// <summary>Makes the scenario of one key.</summary>
    /// <exception cref="InputException">Options, map or extractor are wrong.</exception>
    /// <exception cref="RefusedException">The text gives no valid scenario: names the rule that broke.</exception>
    public static Scenario Make(CrashReport report, ReportOptions options, GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        var (choice, variant) = CrashReportGenerator.Read(key);
        var extractor = ExtractorOf(options, request);
        var record = Records.Get(report, KeyOf(extractor, options), () => RecordMender.Mend(extractor.Extract(report, cancellationToken), report.Text));
        if (record.Findings.FirstOrDefault(f => !f.Mended) is { } fault)
        {
            throw Refused(report, fault);
        }

        var completed = RecordCompletion.Complete(record);
        string ego = EgoChoice.Of(completed, choice);
        var road = RoadBuilder.Build(completed);
        SolvedScenario? tried = null;
        foreach (var place in options.Map is null ? [road] : ReportMap.Places(options.Map, request.Files, completed))
        {
            road = place;
            tried = CrashSolver.Solve(completed, place, request.Vehicle, ego, variant - 1, seed, request.StepUs, request.HorizonUs, cancellationToken);
            if (tried.IsValid)
            {
                break;
            }
        }

        var solved = tried!;
        if (solved is not { IsValid: true, Scenario: { } scenario })
        {
            throw Refused(report, solved.Broken.FirstOrDefault() ?? solved.Findings[0]);
        }

        if (options.Search > 0)
        {
            scenario = CriticalSearch.Run(solved, new IdmDriver(), Setting.Empty, options.Search, cancellationToken).Scenario;
        }

        string source = report.File.Length > 0 ? $"{report.File}#{report.Id}" : "text";
        return scenario with
        {
            Name = key.Label.Length > 0 ? key.Label : report.Id,
            Provenance = scenario.Provenance with
            {
                Generator = report.IsSentence ? "text" : "crash-report",
                Seed = seed,
                Parents = [$"{source} sha256:{record.TextSha256}", .. scenario.Provenance.Parents.Skip(1)],
                Licence = Licences.Join(report.Licence.Length > 0 ? report.Licence : options.Licence, road.Map.Licence),
                Egress = record.Egress,
                Unused = [.. scenario.Provenance.Unused, .. solved.Findings.Select(finding => $"{finding.Rule} {finding.Path}: {finding.Message}")],
            },
        };
    }

    /// <summary>Finds out before anything is made whether the extractor has what it needs.</summary>
    /// <exception cref="InputException">No such extractor, wrong options, no permission.</exception>
    public static void CheckExtractor(ReportOptions options, GenerateRequest request) => _ = ExtractorOf(options, request);

    private static IRecordExtractor ExtractorOf(ReportOptions options, GenerateRequest request) =>
        Extractors.Of(options.Extractor, new ExtractorHost { Files = request.Files, Network = request.Network });

    private static string KeyOf(IRecordExtractor extractor, ReportOptions options) =>
        $"{extractor.Name} {extractor.Version} {(options.Extractor is null ? "" : JsonSerializer.Serialize(options.Extractor, SimJson.Default.Setting))}";

    private static RefusedException Refused(CrashReport report, RecordFinding finding) => new($"{finding.Rule} {finding.Path}: {finding.Message}", report.File.Length > 0 ? report.File : null);
}
