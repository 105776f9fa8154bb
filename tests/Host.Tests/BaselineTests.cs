using System.Text;
using System.Text.Json;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
using Sim.Tests.Fakes;

namespace Sim.Tests;

public sealed class BaselineTests : IDisposable
{
    private const string Cases = "cases: [ { name: a, from: { fake: 3 } } ]\nexpect: [ { all: end_speed >= 4 m/s } ]";
    private readonly FakeWorld _world = new();
    private readonly string _suite;

    public BaselineTests()
    {
        _suite = _world.Suite(Cases);
        Assert.Equal(0, _world.Sim("run", _suite, "--out", "before"));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_planted_regression_is_found_at_the_end_of_the_run_and_again_by_report()
    {
        _world.Driver.Extra = (scenario, _) => scenario == "fake 1" ? -3 : 0;
        Assert.Equal(1, _world.Sim("run", _suite, "--out", "now", "--baseline", "before", "--json"));

        var comparison = Report("now").Comparison!;
        var changed = Assert.Single(comparison.Cases);
        Assert.StartsWith("a-n1-", changed.Case, StringComparison.Ordinal);
        Assert.Equal((CaseChange.Regressed, "passed before, failed now: violates all: end_speed >= 4 m/s"), (changed.Change, changed.Reason));
        Assert.Equal(("end_speed", true), (Assert.Single(changed.Metrics).Name, changed.Metrics[0].Worse));
        Assert.Equal((2, false), (comparison.Same, comparison.Accepted));
        Assert.StartsWith("s, Sim ", comparison.Against, StringComparison.Ordinal);
        Assert.Contains("1 regressed, 2 the same", _world.Error, StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(_world.Out).RootElement.GetProperty("changes").GetProperty("regressed").GetInt32());

        byte[] first = _world.Bytes("now", "report.json"), manifest = _world.Bytes("now", "manifest.sha256");
        Assert.Equal(1, _world.Sim("report", "now", "--baseline", "before"));
        Assert.Equal(first, _world.Bytes("now", "report.json"));
        Assert.Equal(manifest, _world.Bytes("now", "manifest.sha256"));
        Assert.Equal(0, _world.Sim("verify", "now"));
        Assert.Equal(1, _world.Sim("report", "now"));
        Assert.Null(Report("now").Comparison);
    }

    [Fact]
    public void A_baseline_alone_informs_and_fail_on_decides()
    {
        _world.Driver.Extra = (scenario, _) => scenario == "fake 1" ? -0.1 : 0;
        Assert.Equal(0, _world.Sim("run", _suite, "--out", "now", "--baseline", "before"));
        Assert.Equal(CaseChange.Changed, Assert.Single(Report("now").Comparison!.Cases).Change);

        Assert.Equal(0, _world.Sim("report", "now", "--baseline", "before", "--fail-on", "regressed,removed"));
        Assert.Equal(0, _world.Sim("report", "now", "--baseline", "before", "--fail-on", "regressed, worse", "--allow", "end_speed: 1 m/s"));
        Assert.Equal((3, 1), (Report("now").Comparison!.Same, Report("now").Comparison!.WithinAllowed));
        Assert.Contains("(1 metric differs by no more than allowed)", _world.Error, StringComparison.Ordinal);
        Assert.Equal(1, _world.Sim("report", "now", "--baseline", "before", "--fail-on", "regressed, worse", "--allow", "end_speed: 0.001 m/s"));
        Assert.Equal(1, _world.Sim("report", "now", "--baseline", "before", "--fail-on", "regressed, worse"));
        Assert.Contains("failed against the baseline (1 worse)", _world.Error, StringComparison.Ordinal);
        Assert.Equal(1, Report("now").ExitCode);
        Assert.Equal(0, _world.Sim("report", "before", "--baseline", "now", "--fail-on", "worse"));
    }

    [Fact]
    public void What_else_differs_is_named()
    {
        _world.Suite("cases: [ { name: a, from: { fake: 4 } } ]\nexpect: [ { all: end_speed >= 3 m/s } ]");
        Assert.Equal(0, _world.Sim("run", _suite, "--out", "now", "--seed", "8", "--baseline", "before"));

        var comparison = Report("now").Comparison!;
        Assert.Contains("seed: 7 before, 8 now", comparison.Differences);
        Assert.Contains("the expectations differ", comparison.Differences);
        Assert.Contains("input suite:s has changed", comparison.Differences);
        Assert.Equal(CaseChange.New, Assert.Single(comparison.Cases).Change);
        Assert.Equal(0, _world.Sim("report", "before", "--baseline", "now"));
        Assert.Equal(CaseChange.Removed, Assert.Single(Report("before").Comparison!.Cases).Change);
    }

    [Fact]
    public void A_scenario_that_is_refused_now_is_not_comparable()
    {
        _world.Suite("cases: [ { name: a, from: { fake: 3, mode: refuse-2 } } ]\nexpect: [ { all: end_speed >= 4 m/s } ]");
        Assert.Equal(0, _world.Sim("run", _suite, "--out", "now", "--baseline", "before"));

        var changed = Assert.Single(Report("now").Comparison!.Cases);
        Assert.Equal((CaseChange.NotComparable, CaseVerdict.Passed, CaseVerdict.Refused), (changed.Change, changed.Before, changed.After));
        Assert.Equal(1, _world.Sim("report", "now", "--baseline", "before", "--fail-on", "not-comparable"));
    }

    [Fact]
    public void Shards_and_filters_remove_nothing()
    {
        Assert.Equal(0, _world.Sim("run", _suite, "--out", "some", "--filter", "id = a-n1-*", "--baseline", "before"));
        Assert.Empty(Report("some").Comparison!.Cases);
        _world.Sim("run", _suite, "--out", "one", "--shard", "1/2", "--baseline", "before");
        Assert.Empty(Report("one").Comparison!.Cases);
        _world.Sim("run", _suite, "--out", "two", "--shard", "2/2");
        Assert.Equal(0, _world.Sim("merge", "one", "two", "--out", "all", "--baseline", "before", "--fail-on", "removed,regressed"));
        Assert.Equal(3, Report("all").Comparison!.Same);
    }

    [Fact]
    public void Writers_get_the_recordings_of_the_baseline()
    {
        var writer = new Comparing();
        _world.Catalog.Add<IReportWriter>(writer);
        _world.Driver.Extra = (_, _) => -0.1;
        Assert.Equal(0, _world.Sim("run", _suite, "--out", "now", "--baseline", "before"));

        Assert.Equal(3, writer.Speeds.Count);
        Assert.All(writer.Speeds, s => Assert.True(s.Before > s.Now));
        writer.Speeds.Clear();
        Assert.Equal(0, _world.Sim("report", "now"));
        Assert.Empty(writer.Speeds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_damaged_recording_of_the_baseline_costs_its_replay_only(int damage)
    {
        var writer = new Comparing();
        _world.Catalog.Add<IReportWriter>(writer);
        Assert.Equal(0, _world.Sim("run", _suite, "--out", "now"));
        string id = Report("before").Cases[1].Result.Case.Id;
        string recording = _world.At("before", "cases", id, "recording.mcap");
        byte[] bytes = File.ReadAllBytes(recording);
        Action<string> harm = damage switch { 0 => File.Delete, 1 => f => File.WriteAllBytes(f, bytes[..100]), _ => f => File.WriteAllBytes(f, [.. bytes[..200], (byte)~bytes[200], .. bytes[201..]]) };
        harm(recording);

        Assert.Equal(0, _world.Sim("report", "now", "--baseline", "before"));
        string sentence = $"the baseline's recording of {id} is damaged or missing, so its replay does not show the baseline";
        Assert.Contains("warning: " + sentence, _world.Error, StringComparison.Ordinal);
        Assert.Equal([sentence], Report("now").Comparison!.Differences);
        Assert.Equal((3, 2), (Report("now").Comparison!.Same, writer.Speeds.Count));

        byte[] first = _world.Bytes("now", "report.html");
        Assert.Equal(0, _world.Sim("report", "now", "--baseline", "before"));
        Assert.Equal(first, _world.Bytes("now", "report.html"));
    }

    [Fact]
    public void Accepted_results_are_compared_like_a_run()
    {
        Assert.Equal(0, _world.Sim("baseline", "accept", "before", "--file", "baseline.txt", "--reason", "first results", "--today", "2027-03-01"));
        string[] lines = Encoding.UTF8.GetString(_world.Bytes("baseline.txt")).TrimEnd('\n').Split('\n');
        Assert.Equal(10, lines.Length);
        Assert.Matches(@"^  passed suite=s scenario=[0-9a-f]{16} assessors=fake@1 end_speed@1=[0-9.]+ \| 2027-03-01 first results$", lines[3]);

        Assert.Equal(0, _world.Sim("report", "before", "--baseline", "baseline.txt", "--fail-on", "worse,removed,new,not-comparable"));
        Assert.Equal((3, true, "baseline.txt, 3 accepted cases, the last of 2027-03-01"), (Report("before").Comparison!.Same, Report("before").Comparison!.Accepted, Report("before").Comparison!.Against));

        _world.Driver.Extra = (scenario, _) => scenario == "fake 1" ? -3 : 0;
        Assert.Equal(1, _world.Sim("run", _suite, "--out", "now", "--baseline", "baseline.txt"));
        Assert.Equal(CaseChange.Regressed, Assert.Single(Report("now").Comparison!.Cases).Change);

        byte[] earlier = _world.Bytes("baseline.txt");
        Assert.Equal(0, _world.Sim("baseline", "accept", "now", "--file", "baseline.txt", "--only", "a-n0-*", "--reason", "nothing new"));
        Assert.Equal(earlier, _world.Bytes("baseline.txt"));
        Assert.Equal(0, _world.Sim("baseline", "accept", "now", "--file", "baseline.txt", "--reason", "agreed in AEB-91", "--today", "2027-03-02"));
        Assert.Contains("baseline.txt: 1 accepted, 2 as before, 0 taken out, 0 not accepted; 3 cases in all", _world.Error, StringComparison.Ordinal);
        string[] after = Encoding.UTF8.GetString(_world.Bytes("baseline.txt")).TrimEnd('\n').Split('\n');
        Assert.Equal([6], Enumerable.Range(0, 10).Where(i => after[i] != lines[i]));
        Assert.EndsWith(" | 2027-03-02 agreed in AEB-91", after[6], StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_could_not_be_evaluated_is_not_accepted()
    {
        _world.Suite("cases: [ { name: a, from: { fake: 3, mode: throw-1 } } ]");
        Assert.Equal(3, _world.Sim("run", _suite, "--out", "now"));
        Assert.Equal(3, _world.Sim("baseline", "accept", "now", "--file", "baseline.txt", "--reason", "r"));
        Assert.Contains("not accepted, it could not be evaluated: a-n1-", _world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a-n1-", Encoding.UTF8.GetString(_world.Bytes("baseline.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--baseline names the run itself", "report", "before", "--baseline", "before")]
    [InlineData("neither a run folder nor a file", "report", "before", "--baseline", "nowhere")]
    [InlineData("s.yaml:1:1", "report", "before", "--baseline", "s.yaml")]
    [InlineData("name one with --baseline", "report", "before", "--fail-on", "regressed")]
    [InlineData("name one with --baseline", "report", "before", "--allow", "end_speed: 1 m/s")]
    [InlineData("but end_speed is in m/s", "report", "before", "--baseline", "other", "--allow", "end_speed: 1 s")]
    [InlineData("no metric of the baseline is called 'speed'", "report", "before", "--baseline", "other", "--allow", "speed: 1 m/s")]
    [InlineData("found 'worst', expected regressed", "report", "before", "--baseline", "s.yaml", "--fail-on", "worst")]
    [InlineData("neither a run folder nor a file", "run", "s.yaml", "--out", "new", "--baseline", "nowhere")]
    [InlineData("--reason is empty", "baseline", "accept", "before", "--file", "b.txt", "--reason", " ")]
    [InlineData("matches no case", "baseline", "accept", "before", "--file", "b.txt", "--reason", "r", "--only", "z*")]
    [InlineData("s.yaml:1:1", "baseline", "accept", "before", "--file", "s.yaml", "--reason", "r")]
    public void What_is_wrong_is_refused_before_anything_is_written(string message, params string[] arguments)
    {
        if (arguments.Contains("other"))
        {
            Assert.Equal(0, _world.Sim("run", _suite, "--out", "other"));
        }

        Assert.Equal(2, _world.Sim(arguments));
        Assert.Contains(message, _world.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.At("new")));
        Assert.False(File.Exists(_world.At("b.txt")));
    }

    [Fact]
    public void The_hash_of_a_scenario_is_of_what_happens_in_it()
    {
        var scenario = new RunFolder(_world.At("before"), _world.Context().Codec).Scenario(Report("before").Cases[0].Result.Case.Id);
        string hash = ScenarioHash.Of(scenario);

        Assert.Equal(hash, Report("before").Cases[0].Result.ScenarioSha256);
        Assert.Equal(hash, ScenarioHash.Of(scenario with { Name = "x", Tags = ["y"], Provenance = new() { Generator = "another", Version = "2" } }));
        Assert.NotEqual(hash, ScenarioHash.Of(scenario with { HorizonUs = 600_000 }));
        Assert.NotEqual(hash, ScenarioHash.Of(scenario with { Actors = [scenario.Actors[0], scenario.Actors[1] with { Initial = new(51, 0, 0, 0) }] }));
    }

    private RunReport Report(string run) => JsonSerializer.Deserialize(_world.Bytes(run, "report.json"), SimJson.Default.RunReport)!;

    private sealed class Comparing : IReportWriter
    {
        public List<(double Before, double Now)> Speeds { get; } = [];

        public string Name => "comparing";

        public string Description => "Reads the recordings of both runs.";

        public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
        {
            foreach (var row in report.Cases)
            {
                if (files.BaselineRecording(row.Result.Case.Id) is { } before)
                {
                    Speeds.Add((before.Ego()!.SpeedMps.Span[^1], files.Recording(row.Result.Case.Id)!.Ego()!.SpeedMps.Span[^1]));
                }
            }
        }
    }
}
