using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sim.Tests.Reports.Ci;

namespace Sim.Tests.Ci;

/// <summary>The files of docs/ci, followed with their shell steps as they stand.</summary>
public sealed partial class WorkflowTests : IDisposable
{
    private const string TooMuch = "expect:\n  - { all: min_ttc >= 1000 s }\n";
    private readonly CiWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void GitHub_runs_shards_and_merges_them_to_the_bytes_of_one_run_twice()
    {
        var server = new GitHubServer(_workspace);
        string whole = _workspace.Whole();
        for (int run = 1; run <= 2; run++)
        {
            // The second run finds the wall times of the first in the cache.
            server.Run(CiWorkspace.Page("github-actions.yml"));
            Assert.True(server.Jobs.Values.All(c => c == 0), server.Log);
            Assert.Equal(run == 1 ? 0 : 3, Directory.Exists(server.Artifact("timing")) ? 3 : 0);
            foreach (string file in (string[])["report.json", "junit.xml", "summary.md", "report.html"])
            {
                Assert.Equal(File.ReadAllText(Path.Combine(whole, file)), File.ReadAllText(Path.Combine(server.Artifact("run"), file)));
            }

            Assert.True(File.Exists(Path.Combine(server.Artifact("run"), "cases.csv")));
            Assert.StartsWith("# smoke: passed", Assert.Single(server.Summaries), StringComparison.Ordinal);
            Assert.Contains("\n::notice title=sim::passed", server.Log, StringComparison.Ordinal);
            Assert.DoesNotContain("::error", server.Log, StringComparison.Ordinal);
            using var sarif = JsonDocument.Parse(server.Sarif!);
            Assert.Empty(SarifRules.Check(sarif.RootElement));
        }
    }

    [Fact]
    public void GitHub_shows_a_failed_expectation_at_its_line_and_keeps_the_run()
    {
        _workspace.Suite = text => text.Replace("expect:\n", TooMuch, StringComparison.Ordinal);
        int line = 1 + _workspace.Suite(File.ReadAllText(Path.Combine(CiWorkspace.Page(""), "../../scenarios/smoke.yaml"))).Split('\n').ToList().FindIndex(l => l.Contains("1000 s", StringComparison.Ordinal));
        var server = new GitHubServer(_workspace);
        server.Run(CiWorkspace.Page("github-actions.yml"));
        Assert.Equal((0, 0, 1), (server.Jobs["validate"], server.Jobs["shard"], server.Jobs["merge"]));
        // The merge job has no checkout: file and line come with the run.
        Assert.Contains($"\n::error file=scenarios/smoke.yaml,line={line},title=expectation failed::all: min_ttc >= 1000 s", server.Log, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(server.Artifact("run"), "report.html")));
    }

    [Fact]
    public void GitHub_ends_red_when_a_shard_is_lost_or_the_suite_is_wrong()
    {
        var server = new GitHubServer(_workspace);
        server.Before = job =>
        {
            if (job == "merge" && Directory.Exists(server.Artifact("shard-2")))
            {
                Directory.Delete(server.Artifact("shard-2"), recursive: true);
            }
        };
        server.Run(CiWorkspace.Page("github-actions.yml"));
        Assert.Equal(4, server.Jobs["merge"]);
        Assert.Contains("::warning title=partial::", server.Log, StringComparison.Ordinal);

        _workspace.Suite = text => text.Replace("seed:", "sead:", StringComparison.Ordinal);
        server.Run(CiWorkspace.Page("github-actions.yml"));
        Assert.Equal((2, -1), (server.Jobs["validate"], server.Jobs["shard"]));
        Assert.NotEqual(0, server.Jobs["merge"]);
        Assert.Contains("sead", server.Sarif, StringComparison.Ordinal);
    }

    [Fact]
    public void GitLab_runs_shards_and_finds_every_attachment()
    {
        var server = new GitLabServer(_workspace);
        server.Run(CiWorkspace.Page("gitlab-ci.yml"));
        Assert.True(server.Jobs.Count == 3 && server.Jobs.Values.All(c => c == 0), server.Log);
        var attached = XDocument.Parse(server.Reports["junit"]).Descendants("testcase").Elements("system-out").Select(o => Attachment().Match(o.Value).Groups[1].Value).ToList();
        Assert.NotEmpty(attached);
        Assert.All(attached, a => Assert.True(File.Exists(Path.Combine(server.Last, a)), a));
        Assert.Equal("[]", server.Reports["codequality"].Trim());
        Assert.Contains("report: https://gitlab.example/j/1/artifacts/file/runs/all/report.html", server.Log, StringComparison.Ordinal);
        Assert.True(File.Exists(_workspace.At("cache", "timing.json")));
        Assert.Equal(File.ReadAllText(Path.Combine(_workspace.Whole(), "report.json")), File.ReadAllText(Path.Combine(server.Last, "runs", "all", "report.json")));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Jenkins_runs_shards_and_tells_a_failed_expectation_from_a_broken_run(bool failing, int expected)
    {
        _workspace.Suite = text => failing ? text.Replace("expect:\n", TooMuch, StringComparison.Ordinal) : text;
        string page = File.ReadAllText(CiWorkspace.Page("Jenkinsfile"));
        string[] scripts = [.. Scripts().Matches(page).Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value)];
        Assert.Equal(3, scripts.Length);
        string[] shards = [.. Regex.Matches(Regex.Match(page, "values (.*)").Groups[1].Value, "'([^']*)'").Select(m => m.Groups[1].Value)];
        Assert.Equal(3, shards.Length);
        string folder = _workspace.NewFolder();
        _workspace.CheckOut(folder);
        var variables = Regex.Matches(page, @"^\s+([A-Z]+) = '([^']*)'$", RegexOptions.Multiline).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        variables["JENKINS_URL"] = "https://jenkins.example";
        variables["BUILD_URL"] = "https://jenkins.example/job/1/";
        variables["WORKSPACE"] = folder;

        var (code, log) = _workspace.Shell(scripts[0], folder, variables);
        Assert.True(code == 0, log);
        foreach (string shard in shards)
        {
            (code, log) = _workspace.Shell(scripts[1], folder, new Dictionary<string, string>(variables) { ["SHARD"] = shard });
            Assert.True(code == 0, log);
        }

        (code, log) = _workspace.Shell(scripts[2], folder, variables);
        Assert.True(code == expected, log);
        Assert.Contains("report: https://jenkins.example/job/1/artifact/runs/all/report.html", log, StringComparison.Ordinal);
        var attached = Attachment().Matches(File.ReadAllText(Path.Combine(folder, "runs", "all", "junit.xml"))).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(attached);
        Assert.All(attached, a => Assert.True(File.Exists(Path.Combine(folder, a)), a));
    }

    [GeneratedRegex(@"\[\[ATTACHMENT\|([^\]]*)\]\]")]
    private static partial Regex Attachment();

    [GeneratedRegex(@"\bsh(?:\(returnStatus: true, script:)? (?:'''(.*?)'''|'([^'\n]*)')", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
