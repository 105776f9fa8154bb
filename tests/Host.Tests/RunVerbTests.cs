using System.Text.Json;
using Sim.Tests.Fakes;

namespace Sim.Tests;

public sealed class RunVerbTests : IDisposable
{
    private const string Three = "cases: [ { name: a, from: { fake: 3 } } ]\n";
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_run_leaves_the_whole_folder()
    {
        int code = _world.Sim("run", _world.Suite(Three + "expect: [ { all: end_speed >= 4 m/s } ]"), "--out", "r");

        Assert.True(code == 0, _world.Error);
        string[] expected = ["results.sqlite", "report.json", "run.json", "timing.json", "junit.xml", "summary.md", "cases"];
        Assert.Subset(Directory.EnumerateFileSystemEntries(_world.At("r")).Select(p => Path.GetFileName(p)!).ToHashSet(), expected.ToHashSet());
        string[] folders = Directory.GetDirectories(_world.At("r", "cases"));
        Assert.Equal(3, folders.Length);
        Assert.All(folders, f => Assert.Equal(["assessment.json", "recording.mcap", "scenario.yaml"], Directory.EnumerateFiles(f).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)));
        var report = JsonSerializer.Deserialize(_world.Bytes("r", "report.json"), SimJson.Default.RunReport)!;
        Assert.Equal("3 of 3 applicable", report.Gates[0].Message);
        Assert.All(report.Cases, c => Assert.Equal(64, c.Result.RecordingSha256.Length));
        Assert.False(File.Exists(_world.At("r", "results.sqlite-wal")));
    }

    [Fact]
    public void One_job_and_two_jobs_give_the_same_bytes()
    {
        string suite = _world.Suite("cases: [ { name: a, repeat: 2, from: { fake: 12 } } ]\nexpect: [ { all: end_speed >= 4 m/s } ]");
        Assert.Equal(0, _world.Sim("run", suite, "--out", "one", "--jobs", "1"));
        Assert.Equal(0, _world.Sim("run", suite, "--out", "two", "--jobs", "2"));

        Assert.Equal(RunSnapshot.Of(_world.At("one")), RunSnapshot.Of(_world.At("two")));
    }

    [Fact]
    public void A_number_that_cannot_be_written_costs_its_case_not_the_run()
    {
        _world.Catalog.Add<Plugins.Sdk.IAssessor>(new InfiniteAssessor());
        string suite = _world.Suite(Three + "expect: [ { all: ratio >= 0 } ]");
        File.WriteAllText(_world.At(suite), File.ReadAllText(_world.At(suite)).Replace("assess: [ fake ]", "assess: [ infinite ]", StringComparison.Ordinal));

        Assert.Equal(3, _world.Sim("run", suite, "--out", "r"));
        var report = JsonSerializer.Deserialize(_world.Bytes("r", "report.json"), SimJson.Default.RunReport)!;
        var bad = Assert.Single(report.Cases, c => c.Result.Status == CaseStatus.Error);
        Assert.Contains("the sample at step 7 of metric 'ratio' is not finite", bad.Result.Reason, StringComparison.Ordinal);
        Assert.Equal(2, report.Cases.Count(c => c.Result.Status == CaseStatus.Assessed));
    }

    [Fact]
    public void A_violated_expectation_exits_1_and_names_the_case()
    {
        int code = _world.Sim("run", _world.Suite(Three + "expect: [ { all: number < 2 } ]"), "--out", "r", "--json");

        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(_world.Out);
        Assert.Equal(1, json.RootElement.GetProperty("exit_code").GetInt32());
        Assert.StartsWith("a-n2-", json.RootElement.GetProperty("bad")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("1 expectation failed", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generator_that_throws_is_an_error_of_its_case_alone_and_exits_3()
    {
        int code = _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 3, mode: throw-1 } } ]\nexpect: [ { all: number < 9 } ]"), "--out", "r");

        Assert.Equal(3, code);
        var report = JsonSerializer.Deserialize(_world.Bytes("r", "report.json"), SimJson.Default.RunReport)!;
        Assert.Equal(2, report.Cases.Count(c => c.Verdict == CaseVerdict.Passed));
        var bad = Assert.Single(report.Cases, c => c.Verdict == CaseVerdict.Error);
        Assert.Equal("generator 'fake': InvalidOperationException: the generator gives up", bad.Result.Reason);
    }

    [Fact]
    public void A_generator_that_refuses_a_case_gives_the_reason_and_the_others_decide()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 3, mode: refuse-1 } } ]\nexpect: [ { all: number < 9 } ]");

        Assert.Equal(0, _world.Sim("run", suite, "--out", "r"));
        var report = JsonSerializer.Deserialize(_world.Bytes("r", "report.json"), SimJson.Default.RunReport)!;
        var refused = Assert.Single(report.Cases, c => c.Verdict == CaseVerdict.Refused);
        Assert.Equal((CaseStatus.Refused, "log.xml: nothing moves in it"), (refused.Result.Status, refused.Result.Reason));
        Assert.Equal(0, _world.Sim("generate", suite, "--out", "g"));
        Assert.Equal(2, Directory.GetFiles(_world.At("g")).Length);
        Assert.Contains("refused: a-n1-", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_throws_fails_its_case_and_exits_3()
    {
        int code = _world.Sim("run", _world.Suite(Three + "expect: [ { none: crashed } ]", driver: "{ use: fake, crash: fake 1 }"), "--out", "r");

        Assert.Equal(3, code);
        var report = JsonSerializer.Deserialize(_world.Bytes("r", "report.json"), SimJson.Default.RunReport)!;
        var failed = Assert.Single(report.Cases, c => c.Verdict == CaseVerdict.Failed);
        Assert.Equal(CaseStatus.DriverFailed, failed.Result.Status);
        Assert.Contains("at step 2", failed.Result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_used_folder_is_refused_with_advice()
    {
        string suite = _world.Suite(Three);
        Assert.Equal(0, _world.Sim("run", suite, "--out", "r"));
        Assert.Equal(2, _world.Sim("run", suite, "--out", "r"));
        Assert.Contains("--resume", _world.Error, StringComparison.Ordinal);
    }
}
