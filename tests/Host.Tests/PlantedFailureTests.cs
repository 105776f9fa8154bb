using System.Text.Json;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>Failures of known kinds, planted with real templates, run by the embedded engine.</summary>
public sealed class PlantedFailureTests : IDisposable
{
    private const string Head = "schema: 1\nsuite: planted\nsimulator: { use: embedded, step: 0.1 s }\nassess: [ criticality ]\nexpect: [ { none: collision.any, where: entry != passing } ]\n";
    private static readonly Dictionary<string, string> NoVariables = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-planted-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A driver that never brakes meets a standing car at four speeds, a pedestrian at three and a cut-in at three gaps; one cut-in is far enough ahead.
    private const string Ten =
        "driver: constant-velocity\nseed: 1\ncases:\n"
        + "  - { name: standing, from: { template: euro-ncap/ccrs, with: { speed: \"20 | 30 | 40 | 50 km/h\", overlap: 100 % } } }\n"
        + "  - { name: walking, from: { template: euro-ncap/cpna, with: { speed: \"20 | 40 | 60 km/h\", impact: 50 % } } }\n"
        + "  - { name: cutting, from: { template: r157/cut-in, with: { from: left, ttc: \"2 | 2.5 | 3 s\" } } }\n";

    // Three kinds within one family: the lead stands, brakes, or is slower.
    private const string OneFamily = "driver: constant-velocity\nseed: 1\ncases:\n  - { name: ahead, from: { template: \"nhtsa/lead-*\", with: { speed: \"50 | 70 km/h\" } } }\n";

    [Fact]
    public void Ten_failures_of_three_kinds_end_in_three_clusters()
    {
        var report = Run(Ten, "ten");
        Assert.Equal(10, report.Cases.Count(c => c.Verdict == CaseVerdict.Failed));
        Assert.Equal(
            [("cutting", "partner-cuts-in-from-left", 3), ("standing", "partner-stopped", 4), ("walking", "partner-crosses-from-right", 3)],
            report.Clusters.Select(c => (c.Signature.Family, c.Signature.Event, c.Cases.Count)).OrderBy(c => c.Family, StringComparer.Ordinal));
        Assert.Contains("constant-velocity hits a pedestrian that crosses from the right at 12 o'clock", report.Clusters.Select(c => c.Title));
    }

    [Fact]
    public void Kinds_within_one_family_are_told_apart_by_what_happened()
    {
        var report = Run(OneFamily, "family");
        Assert.Equal(
            [("partner-brakes", 8), ("partner-drives-ahead", 8), ("partner-stopped", 2)],
            report.Clusters.Select(c => (c.Signature.Event, c.Cases.Count)).OrderBy(c => c.Event, StringComparer.Ordinal));
        Assert.All(report.Clusters, c => Assert.Contains(c.Representative, c.Cases));
    }

    [Fact]
    public void Jobs_shards_seeds_kept_recordings_and_passing_cases_change_no_cluster()
    {
        string clusters = Text(Run(Ten, "one", "--jobs", "1"));
        Assert.Equal(clusters, Text(Run(Ten, "two", "--jobs", "2", "--keep", "none")));

        // Another seed makes other draws, and the cases of a grid draw nothing.
        Assert.Equal(clusters, Text(Run(Ten, "seed", "--seed", "99")));
        Assert.Equal(clusters, Text(Run(Ten + "  - { name: passing, from: { template: r157/cut-in, with: { ttc: 4 s } } }\n", "more")));

        for (int i = 1; i <= 3; i++)
        {
            Run(Ten, $"part-{i}", "--shard", $"{i}/3");
        }

        Sim(1, "merge", "part-1", "part-2", "part-3", "--out", "merged");
        Assert.Equal(clusters, Text(Read("merged")));
    }

    private static string Text(RunReport report) => string.Join('\n', report.Clusters.Select(c =>
        $"{c.Id} {c.Title} {c.Representative} {c.Verdict} {c.Severity} {c.Signature.Family} {c.Signature.Leading} {c.Signature.Event} {c.Signature.ImpactHour} {c.Signature.EgoManoeuvre}: {string.Join(' ', c.Cases)}"));

    private RunReport Run(string suite, string name, params string[] switches)
    {
        File.WriteAllText(Path.Combine(_folder, name + ".yaml"), Head + suite);
        Sim(1, ["run", name + ".yaml", "--out", name, "--quiet", .. switches]);
        return Read(name);
    }

    private RunReport Read(string name) => JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(_folder, name, "report.json")), SimJson.Default.RunReport)!;

    private void Sim(int expected, params string[] arguments)
    {
        var (code, _, error) = SimProcess.Run(_folder, NoVariables, arguments);
        Assert.True(code == expected, $"sim {string.Join(' ', arguments)} ended with {code}: {error}");
    }
}
