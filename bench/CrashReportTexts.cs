using System.Reflection;
using System.Text.Json;
using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving;

namespace Sim.Bench;

/// <summary>The invented reports of the tests, and the way from one of them to a scenario.</summary>
internal static class CrashReportTexts
{
    private const int SurveyLength = 2_300;
    private static readonly RuleExtractor Rules = new();

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<CrashReport> All { get; } = [.. Read().OrderBy(r => r.Id, StringComparer.Ordinal)];

    /// <summary>As many of them in one text as make the length of a report of the survey.</summary>
    public static CrashReport SurveyLong { get; } = new()
    {
        Id = "long",
        Text = All.Select(r => r.Text).Aggregate("", (text, next) => text.Length < SurveyLength ? text + "\n\n" + next : text)[..SurveyLength],
    };

    /// <summary>Reads a report by rules.</summary>
    public static object Extract(CrashReport report) => Rules.Extract(report, CancellationToken.None);

    /// <summary>What the generator does with a report that it has not met: read, mend, complete, lay out the road, solve. Null for what cannot be solved.</summary>
    public static Scenario? Solve(CrashReport report)
    {
        var record = RecordCompletion.Complete(RecordMender.Mend(Rules.Extract(report, CancellationToken.None), report.Text));
        var road = RoadBuilder.Build(record);
        return CrashSolver.ChooseEgo(record) is { } ego
            ? CrashSolver.Solve(record, road, VehicleSpec.Sedan, ego, 1, 7, null, null, CancellationToken.None).Scenario
            : null;
    }

    private static IEnumerable<CrashReport> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Narratives/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var document = JsonDocument.Parse(stream);
            yield return new CrashReport { Id = document.RootElement.GetProperty("id").GetString()!, Text = document.RootElement.GetProperty("narrative").GetString()! };
        }
    }
}
