using System.Text;
using Sim.Tests.Fakes;

namespace Sim.Tests.Ci;

public sealed class CiOutputTests : IDisposable
{
    private const string Failing = "cases:\n  - { name: a, from: { fake: 3 } }\nexpect:\n  - { all: number < 2 }";
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void On_github_the_end_is_annotated_and_summed_up_and_the_run_folder_is_the_same()
    {
        string suite = _world.Suite(Failing);
        Assert.Equal(1, _world.Sim("run", suite, "--out", "plain"));
        Assert.DoesNotContain("::", _world.Error, StringComparison.Ordinal);

        GitHub();
        Assert.Equal(1, _world.Sim("run", suite, "--out", "r", "--json"));
        string[] commands = [.. _world.Error.Split('\n').Where(l => l.StartsWith("::", StringComparison.Ordinal))];
        Assert.StartsWith("::error file=s.yaml,line=10,title=expectation failed::all: number < 2: ", commands[0], StringComparison.Ordinal);
        Assert.Contains(commands, c => c.StartsWith("::error file=s.yaml,line=8,title=failed%3A ", StringComparison.Ordinal));
        Assert.Single(commands, c => c.StartsWith("::notice ", StringComparison.Ordinal));
        Assert.Contains("report: https://github.com/o/r/actions/runs/5", _world.Error, StringComparison.Ordinal);
        Assert.StartsWith("{", _world.Out, StringComparison.Ordinal);
        string summary = File.ReadAllText(_world.At("step.md"));
        Assert.StartsWith("# s: failed", summary, StringComparison.Ordinal);
        Assert.Equal(RunSnapshot.Of(_world.At("plain")), RunSnapshot.Of(_world.At("r")));

        Assert.Equal(1, _world.Sim("report", "r"));
        Assert.Contains("::error file=s.yaml,line=10,", _world.Error, StringComparison.Ordinal);
        Assert.Equal(summary + "\n" + summary, File.ReadAllText(_world.At("step.md")));
    }

    [Fact]
    public void A_merged_run_knows_where_its_suites_are()
    {
        Directory.CreateDirectory(_world.At("suites"));
        _world.Suite(Failing, "suites/s.yaml");
        Assert.InRange(_world.Sim("run", "suites/s.yaml", "--out", "1", "--shard", "1/2"), 0, 1);
        Assert.InRange(_world.Sim("run", "suites/s.yaml", "--out", "2", "--shard", "2/2"), 0, 1);
        GitHub();
        Assert.Equal(1, _world.Sim("merge", "1", "2", "--out", "all"));
        Assert.Contains("::error file=suites/s.yaml,line=10,", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_that_is_nearly_full_takes_only_what_fits_and_a_full_one_nothing()
    {
        GitHub();
        File.WriteAllText(_world.At("step.md"), new string('x', 1_048_576 - 5_000));
        Assert.Equal(1, _world.Sim("run", _world.Suite(Failing), "--out", "r"));
        Assert.InRange(new FileInfo(_world.At("step.md")).Length, 1_048_576 - 4_900, 1_048_576);
        File.WriteAllText(_world.At("step.md"), new string('x', 1_048_576 - 100));
        Assert.Equal(1, _world.Sim("report", "r"));
        Assert.Equal(1_048_576 - 100, new FileInfo(_world.At("step.md")).Length);
        Assert.Contains("summary is full", _world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("gitlab", "report: https://gitlab.example/j/1/artifacts/file/r/report.html")]
    [InlineData("jenkins", "report: https://jenkins.example/job/1/artifact/r/report.html")]
    public void The_switch_chooses_the_server(string server, string said)
    {
        GitHub();
        _world.Variables["CI_JOB_URL"] = "https://gitlab.example/j/1";
        _world.Variables["BUILD_URL"] = "https://jenkins.example/job/1/";
        Assert.Equal(1, _world.Sim("run", _world.Suite(Failing), "--out", "r", "--ci", server));
        Assert.DoesNotContain("\n::", _world.Error, StringComparison.Ordinal);
        Assert.Contains(said, _world.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_world.At("step.md")));
        Assert.Equal(2, _world.Sim("run", _world.Suite(Failing), "--out", "x", "--ci", "travis"));
    }

    [Fact]
    public void Writers_on_request_write_when_they_are_asked_and_options_are_checked_before_anything_runs()
    {
        string suite = _world.Suite(Failing);
        Assert.Equal(1, _world.Sim("run", suite, "--out", "r"));
        Assert.False(File.Exists(_world.At("r", "cases.csv")));
        Assert.False(Directory.Exists(_world.At("r", "allure-results")));
        Assert.Equal(1, _world.Sim("report", "r", "--write", "csv,allure,sarif", "--write", "junit: { style: full }"));
        Assert.True(File.Exists(_world.At("r", "cases.csv")) && File.Exists(_world.At("r", "findings.sarif")) && Directory.Exists(_world.At("r", "allure-results")));
        Assert.Contains("<testsuites name=", File.ReadAllText(_world.At("r", "junit.xml")), StringComparison.Ordinal);

        Assert.Equal(2, _world.Sim("run", suite, "--out", "x", "--write", "junit: { styl: full }"));
        Assert.Contains("unknown key 'styl'", _world.Error, StringComparison.Ordinal);
        Assert.Equal(2, _world.Sim("run", suite, "--out", "x", "--write", "junt"));
        Assert.Contains("junit", _world.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.At("x")));
    }

    private void GitHub()
    {
        _world.Variables["GITHUB_ACTIONS"] = "true";
        _world.Variables["GITHUB_STEP_SUMMARY"] = _world.At("step.md");
        _world.Variables["GITHUB_WORKSPACE"] = _world.Folder;
        _world.Variables["GITHUB_SERVER_URL"] = "https://github.com";
        _world.Variables["GITHUB_REPOSITORY"] = "o/r";
        _world.Variables["GITHUB_RUN_ID"] = "5";
    }
}
