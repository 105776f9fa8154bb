using System.Text.Json;
using Sim.Host;
using Sim.Host.Store;
using Sim.Tests.Fakes;
using Sim.Tests.Faults;

namespace Sim.Tests;

public sealed class StabilityTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_further_entry_or_sweep_value_changes_no_other_case()
    {
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 4 } } ]"), "--out", "few"));
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: z, from: { fake: 2 } }, { name: a, from: { fake: 6 } } ]"), "--out", "more"));

        foreach (string folder in Directory.GetDirectories(_world.At("few", "cases")))
        {
            foreach (string file in Directory.GetFiles(folder))
            {
                Assert.Equal(File.ReadAllBytes(file), _world.Bytes("more", "cases", Path.GetFileName(folder), Path.GetFileName(file)));
            }
        }
    }

    [Fact]
    public void A_case_replays_from_its_recorded_answers()
    {
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]"), "--out", "r"));
        _world.Driver.Extra = static (_, step) => step == 3 ? 0.5 : 0;
        string id = Path.GetFileName(Directory.GetDirectories(_world.At("r", "cases"))[0]);

        Assert.Equal(0, _world.Sim("replay", $"r/cases/{id}"));
        Assert.Equal(1, _world.Sim("replay", id, "--run", "r", "--live"));
        Assert.Contains("differs at step 3 (0.3 s): answer.controls.accel_mps2 is -1 in the recording and -0.5 now, 0.5 m/s² apart", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_whose_driver_failed_replays_too()
    {
        Assert.Equal(3, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]", driver: "{ use: fake, crash: fake 0 }"), "--out", "r"));
        string id = Path.GetFileName(Directory.GetDirectories(_world.At("r", "cases"))[0]);

        Assert.Equal(0, _world.Sim("replay", id, "--run", "r"));
    }

    [Fact]
    public void A_case_that_ran_out_of_time_replays_too()
    {
        _world.Driver.OnDecide = static (_, step, token) =>
        {
            if (step == 2)
            {
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
            }
        };
        Patience.Until(500, limit =>
        {
            string run = $"r{limit}";
            Assert.Equal(3, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]"), "--out", run, "--timeout", $"{limit} ms"));
            string id = Path.GetFileName(Directory.GetDirectories(_world.At(run, "cases"))[0]);

            Assert.Equal(RecordingEnd.Interrupted, new RunFolder(_world.At(run), CaseCodecs.Standard).Recording(id)?.End);
            Assert.Equal(0, _world.Sim("replay", id, "--run", run));
        });
    }

    [Fact]
    public void A_driver_that_is_not_deterministic_is_found()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]");
        Assert.Equal(0, _world.Sim("verify-determinism", suite));

        int calls = 0;
        _world.Driver.Extra = (scenario, step) => scenario == "fake 1" && step == 2 ? 1e-6 * Interlocked.Increment(ref calls) : 0;
        Assert.Equal(1, _world.Sim("verify-determinism", suite));
        Assert.Contains("step 2 (0.2 s): answer.controls.accel_mps2 is -0.99999", _world.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 3 cases differ", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_can_be_written_again_from_the_store()
    {
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]\nexpect: [ { all: number < 9 } ]"), "--out", "r"));
        string before = RunSnapshot.Of(_world.At("r"));
        File.Delete(_world.At("r", "report.json"));
        File.Delete(_world.At("r", "junit.xml"));

        Assert.Equal(0, _world.Sim("report", "r"));
        Assert.Equal(before, RunSnapshot.Of(_world.At("r")));
    }

    [Fact]
    public void Changed_inputs_are_refused_when_locked()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]");
        Assert.Equal(2, _world.Sim("run", suite, "--locked", "--list"));
        Assert.Equal(0, _world.Sim("run", suite, "--write-lock", "--list"));
        Assert.Equal(0, _world.Sim("run", suite, "--locked", "--list"));
        _world.Suite("cases: [ { name: a, from: { fake: 2 } } ]");
        Assert.Equal(2, _world.Sim("run", suite, "--locked", "--list"));
        Assert.Contains("input suite:s has changed", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_cases_run_again_alone()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 4 } } ]\nexpect: [ { all: number < 2 } ]");
        Assert.Equal(1, _world.Sim("run", suite, "--out", "r"));
        Assert.Equal(0, _world.Sim("run", suite, "--rerun-failed", "r", "--list"));
        Assert.Equal(2, _world.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("all", 4)]
    [InlineData("failed", 2)]
    [InlineData("none", 0)]
    public void Recordings_are_kept_as_asked(string keep, int expected)
    {
        _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 4 } } ]\nexpect: [ { all: number < 2 } ]"), "--out", "r", "--keep", keep);

        Assert.Equal(expected, Directory.GetFiles(_world.At("r", "cases"), "recording.mcap", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("-rf")]
    [InlineData("A")]
    [InlineData("a\0b")]
    public void Only_case_ids_become_folders(string id) =>
        Assert.Throws<InputException>(() => new RunFolder(_world.Folder, CaseCodecs.Standard).CaseFolder(id));

    [Theory]
    [InlineData("../report.json")]
    [InlineData("/etc/passwd")]
    public void Report_writers_stay_inside_the_run_folder(string path) =>
        Assert.Throws<InputException>(() => new StagedFiles(new RunFolder(_world.Folder, CaseCodecs.Standard)).Create(path).Dispose());

    [Fact]
    public void A_report_writer_that_fails_leaves_nothing_and_exits_3()
    {
        _world.Catalog.Add<Plugins.Sdk.IReportWriter>(new FakeReportWriter());

        Assert.Equal(3, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]"), "--out", "r"));
        Assert.Contains("report writer 'half' failed", _world.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_world.At("r", "half.txt")));
        Assert.True(File.Exists(_world.At("r", "junit.xml")));
    }

    [Fact]
    public void One_folder_belongs_to_one_process_at_a_time()
    {
        using var store = ResultStore.Open(_world.At("results.sqlite"));

        var error = Assert.Throws<InputException>(() => ResultStore.Open(_world.At("results.sqlite")));
        Assert.Contains("another sim works in this run folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_store_is_said_to_be_one()
    {
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]"), "--out", "r"));
        File.WriteAllBytes(_world.At("r", "results.sqlite"), [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 31))]);

        Assert.Equal(2, _world.Sim("report", "r"));
        Assert.Contains("damaged", _world.Error, StringComparison.Ordinal);
        Assert.Equal(2, _world.Sim("run", "s.yaml", "--out", "r", "--resume"));
        Assert.Contains("not a result store", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_verbs_and_switches_say_the_nearest()
    {
        Assert.Equal(2, _world.Sim("rnu"));
        Assert.Contains("did you mean 'run'?", _world.Error, StringComparison.Ordinal);
        Assert.Equal(2, _world.Sim("run", "s.yaml", "--resum"));
        Assert.Contains("did you mean '--resume'?", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_adds_a_verb()
    {
        _world.Catalog.Add<Plugins.Sdk.ICommand>(new FakeCommand());

        Assert.Equal(1, _world.Sim("greet", "a", "--b"));
        Assert.Equal("a --b", _world.Out);
        Assert.Equal(2, _world.Sim("gret"));
        Assert.Contains("did you mean 'greet'?", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Scenarios_are_generated_without_a_run()
    {
        Assert.Equal(0, _world.Sim("generate", _world.Suite("cases: [ { name: a, from: { fake: 2 } } ]"), "--out", "g"));
        Assert.Equal(2, Directory.GetFiles(_world.At("g"), "a-n*.yaml").Length);
        Assert.Equal(2, _world.Sim("generate", "s.yaml", "--out", "g"));
    }

    [Fact]
    public void A_run_that_its_suite_cannot_mend_leaves_no_folder()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 2 } } ]\nexpect: [ { all: end_speed >= 1 s } ]");
        Assert.Equal(2, _world.Sim("run", suite, "--out", "r"));
        Assert.False(Directory.Exists(_world.At("r")));
    }

    [Fact]
    public void Both_halves_in_one_folder_are_the_whole_run()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 9 } } ]\nexpect: [ { all: number < 9, min_cases: 9 } ]");
        Assert.Equal(0, _world.Sim("run", suite, "--out", "r", "--shard", "1/2"));
        Assert.Equal(0, _world.Sim("run", suite, "--out", "r", "--shard", "2/2", "--resume"));
        Assert.Contains("passed: 9 cases (9 passed)", _world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("merge", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verb_shows_examples()
    {
        foreach (var verb in Host.Commands.Verbs.All())
        {
            Assert.Equal(0, _world.Sim(verb.Name, "--help"));
            Assert.Contains($"sim {verb.Name}", _world.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2027-03-01", 0, "used")]
    [InlineData("2027-03-02", 1, "expired")]
    public void A_waiver_holds_until_its_last_day(string today, int code, string state)
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]\nexpect: [ { all: number < 2 } ]\nknown: [ { case: a-n2-*, reason: r, expires: 2027-03-01 } ]");

        Assert.Equal(code, _world.Sim("run", suite, "--out", "r", "--today", today));
        var report = JsonSerializer.Deserialize(_world.Bytes("r", "report.json"), SimJson.Default.RunReport)!;
        Assert.Equal(state, report.Waivers[0].State);
        Assert.Equal(code == 0 ? CaseVerdict.Known : CaseVerdict.Failed, report.Cases.Single(c => c.Result.Case.Key.Label == "n2").Verdict);
    }

    [Fact]
    public void A_waiver_of_a_passing_case_fails_and_names_it()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]\nexpect: [ { all: number < 2 } ]\nknown: [ { case: \"a-*\", reason: r, expires: 2027-03-01 } ]");

        Assert.Equal(1, _world.Sim("run", suite, "--out", "r", "--today", "2026-01-01"));
        Assert.Contains("covers 2 passing cases (a-n0-", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_and_the_value_of_a_variable_appear_nowhere()
    {
        _world.Variables["COUNT"] = "3";
        _world.Variables["CANARY"] = "canary-5f3a9c";
        _world.Variables["CANARY_PATH"] = "canary-path-77d1";
        string suite = _world.Suite("cases: [ { name: a, from: { fake: \"${COUNT}\" } } ]", driver: "{ use: fake, key: \"${secret:CANARY}\", crash: \"fake ${COUNT}\", note: \"${CANARY_PATH}\" }");
        _world.Driver.OnDecide = static (scenario, step, _) => Leak(scenario == "fake 1" && step == 1);

        Assert.Equal(3, _world.Sim("run", suite, "--out", "r", "--json"));

        string everything = _world.Out + _world.Error + string.Concat(Directory.GetFiles(_world.At("r"), "*", SearchOption.AllDirectories).Select(f => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f))));
        Assert.Contains("key refused: ***", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Folder, everything, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_in_debug_output_appears_nowhere_and_the_case_replays()
    {
        // The mask of a short secret is longer than it: 1024 pairs would grow to 4096 characters.
        _world.Variables["CANARY"] = "kq";
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]", driver: "{ use: fake, key: \"${secret:CANARY}\" }");
        _world.Driver.Debug = static (_, step) => new()
        {
            Signals = [new("kq_m", 1), new("gap_m", step)],
            Texts = [new("planner", string.Concat(Enumerable.Repeat("kq", 1024)))],
        };

        Assert.Equal(0, _world.Sim("run", suite, "--out", "r"));
        string id = Path.GetFileName(Directory.GetDirectories(_world.At("r", "cases"))[0]);
        var recording = new RunFolder(_world.At("r"), CaseCodecs.Standard).Recording(id)!;

        Assert.Equal(5, recording.Answers.Count);
        Assert.All(recording.Answers, a => Assert.Equal("gap_m", Assert.Single(a.Answer.Debug!.Signals).Name));
        Assert.All(recording.Answers, a => Assert.Equal(new string('*', DriverDebug.MaxTextLength), Assert.Single(a.Answer.Debug!.Texts).Text));
        Assert.Equal(0, _world.Sim("replay", id, "--run", "r"));
        Assert.Equal(0, _world.Sim("replay", id, "--run", "r", "--live"));
    }

    [Fact]
    public void A_secret_in_a_planning_error_is_masked()
    {
        _world.Variables["CANARY"] = "canary-5f3a9c";
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 1, key: \"${secret:CANARY}\" } } ]");
        _world.Generator.Refusal = "key refused: canary-5f3a9c";

        Assert.Equal(2, _world.Sim("run", suite, "--out", "r"));
        Assert.Contains("key refused: ***", _world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-", _world.Error, StringComparison.Ordinal);
    }

    private static void Leak(bool now)
    {
        if (now)
        {
            throw new InvalidOperationException("key refused: canary-5f3a9c");
        }
    }
}
