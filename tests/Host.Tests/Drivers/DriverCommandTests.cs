using System.Text;
using Sim.Tests.Fakes;
using Sim.Tests.Faults;

namespace Sim.Tests.Drivers;

/// <summary>Drivers that sim starts: real processes, and everything that can go wrong with them.</summary>
public sealed class DriverCommandTests : IDisposable
{
    private readonly DriverWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_command_drives_every_case_and_leaves_nothing_behind()
    {
        _world.Exits(0, "run", _world.Suite(), "--out", "r", "--jobs", "1");

        Assert.Contains("listening at unix:", _world.Log("r", "-n0-"), StringComparison.Ordinal);
        Assert.Equal("case fake 1\n", _world.Log("r", "-n1-"));
        Assert.Equal(Reproducibility.Bit, _world.Result("r", "-n0-").Reproducibility);
        string identity = File.ReadAllText(_world.World.At("r", "run.json"));
        Assert.Contains("\"version\": \"test-driver 1.0.0, contract 1.0.0, bit\"", identity, StringComparison.Ordinal);
        Assert.Contains($"\"name\": \"command: {DriverWorld.Command()}\"", identity, StringComparison.Ordinal);
        _world.NothingIsLeft("r");
    }

    [Theory]
    [InlineData("throw", "", "driver failed at step 2: InvalidOperationException: the model is empty")]
    [InlineData("crash", "", "failed at step 2: its process ended with exit code 7: ValueError: no path")]
    [InlineData("kill", "", "failed at step 2: its process was killed by signal 9 (SIGKILL)")]
    [InlineData("leak", "memory: 700 MiB", "failed at step 2: its processes took more memory than 'memory: 700 MiB' allows")]
    [InlineData("nan", "", "failed at step 2: its answer is malformed")]
    [InlineData("wrong-step", "", "failed at step 2: it answered step 3 to step 2")]
    [InlineData("huge", "", "failed at step 2: ")]
    public void A_driver_that_fails_costs_its_case_only(string mode, string more, string verdict)
    {
        _world.Exits(0, "run", _world.Suite(file: "good.yaml"), "--out", "good", "--jobs", "2");
        CostsItsCaseOnly(mode, more, verdict, "r");
    }

    [Fact]
    public void A_driver_that_hangs_costs_its_case_only()
    {
        _world.Exits(0, "run", _world.Suite(file: "good.yaml"), "--out", "good", "--jobs", "2");
        Patience.Until(2_000, deadline => CostsItsCaseOnly("hang", $"deadline: {deadline / 1000} s", $"failed at step 2: it missed its deadline of {deadline / 1000} s", $"r{deadline}"));
    }

    [Fact]
    public void A_driver_that_floods_its_outputs_is_neither_blocked_nor_kept_whole()
    {
        _world.Exits(0, "run", _world.Suite("mode: flood, in: fake 1"), "--out", "r", "--jobs", "1");

        string log = _world.Log("r", "-n1-");

        // Which of a process's two outputs is read first is left to chance.
        Assert.Contains("case fake 1\n", log, StringComparison.Ordinal);
        Assert.Contains(" bytes dropped …]", log, StringComparison.Ordinal);
        Assert.InRange(log.Length, 500_000, 600_000);
        Assert.Equal("case fake 2\n", _world.Log("r", "-n2-"));
    }

    [Fact]
    public void A_slow_driver_gives_the_same_bytes_as_a_fast_one()
    {
        _world.Exits(0, "run", _world.Suite("mode: good"), "--out", "fast", "--jobs", "1");
        _world.Exits(0, "run", _world.Suite("mode: slow"), "--out", "slow", "--jobs", "2");

        foreach (string folder in Directory.GetDirectories(_world.World.At("fast", "cases")))
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "recording.mcap")), _world.World.Bytes("slow", "cases", Path.GetFileName(folder), "recording.mcap"));
        }
    }

    [Fact]
    public void A_driver_that_ends_when_its_case_is_closed_is_started_again()
    {
        _world.Exits(0, "run", _world.Suite("mode: rude-close, in: fake 1"), "--out", "r", "--jobs", "1");

        Assert.Contains("listening at", _world.Log("r", "-n2-"), StringComparison.Ordinal);
        _world.NothingIsLeft("r");
    }

    [Fact]
    public void Children_and_deaf_processes_are_killed_with_their_driver()
    {
        _world.Exits(0, "run", _world.Suite(modes: "fork ignore-sigterm"), "--out", "r", "--jobs", "1");

        _world.NothingIsLeft("r");
    }

    [Theory]
    [InlineData("exit-at-start", "", "does not start: its process ended with exit code 4: no licence found (before it answered a handshake)")]
    [InlineData("never-ready", "start_deadline: 2 s", "does not start: it did not listen at the address in SIM_DRIVER_ADDRESS within its start_deadline of 2 s")]
    public void A_driver_that_does_not_start_ends_the_run_before_its_first_case(string modes, string more, string message)
    {
        _world.Exits(3, "run", _world.Suite(modes: modes, more: more), "--out", "r");

        Assert.Contains(message, _world.World.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.World.At("r")));
        Assert.Empty(_world.Processes());
    }

    [Fact]
    public void A_driver_that_introduces_itself_otherwise_is_refused()
    {
        _world.Exits(3, "run", _world.Suite("mode: crash, in: fake 0", modes: "versions"), "--out", "r", "--jobs", "1");

        Assert.Contains("introduces itself as", _world.Result("r", "-n1-").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_run_resumes_to_the_same_bytes()
    {
        string suite = _world.Suite("mode: crash, in: fake 1");
        _world.Exits(3, "run", suite, "--out", "whole", "--jobs", "1");
        _world.Exits(3, "run", suite, "--out", "part", "--jobs", "1", "--fail-fast");

        _world.Exits(3, "run", suite, "--out", "part", "--jobs", "2", "--resume");
        Assert.Equal(Fakes.RunSnapshot.Of(_world.World.At("whole")), Fakes.RunSnapshot.Of(_world.World.At("part")));
    }

    [Fact]
    public void A_replay_starts_nothing_and_a_live_one_does()
    {
        _world.Exits(0, "run", _world.Suite(), "--out", "r");
        string id = _world.CaseId("r", "-n1-");

        _world.Exits(0, "replay", id, "--run", "r", "--live");
        _world.Exits(2, "replay", id, "--run", "r", "--live", "--driver-command", DriverWorld.Command(), "--driver", "fake");
        _world.Exits(0, "replay", id, "--run", "r", "--live", "--driver-command", DriverWorld.Command("chatty"));
        _world.Exits(3, "replay", id, "--run", "r", "--live", "--driver-command", DriverWorld.Command("exit-at-start"));
        _world.Exits(2, "replay", id, "--run", "r", "--live", "--no-commands");
        _world.Exits(1, "replay", id, "--run", "r", "--live", "--driver", "fake");
        Assert.Empty(_world.Processes());
    }

    [Fact]
    public void Lists_and_checks_start_nothing()
    {
        string suite = _world.World.Suite(DriverWorld.Three, driver: "{ command: \"./no-such-program\" }");

        _world.Exits(0, "run", suite, "--list");
        _world.Exits(0, "run", suite, "--dry-run");
        _world.Exits(0, "validate", suite);
        _world.Exits(2, "validate", suite, "--no-commands");
        _world.Exits(2, "run", suite, "--list", "--no-commands");
        _world.Exits(2, "run", suite);
        Assert.Contains("there is no program './no-such-program' for the driver", _world.World.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_that_a_command_names_are_inputs()
    {
        File.WriteAllText(_world.World.At("drive.cfg"), "1");
        string suite = _world.Suite(modes: "drive.cfg");
        _world.Exits(0, "run", suite, "--out", "r");
        Assert.Contains("\"driver:drive.cfg\"", File.ReadAllText(_world.World.At("r", "run.json")), StringComparison.Ordinal);

        File.WriteAllText(_world.World.At("drive.cfg"), "2");
        _world.Exits(2, "run", suite, "--out", "r", "--resume");
        Assert.Contains("input driver:drive.cfg has changed", _world.World.Error, StringComparison.Ordinal);
        _world.Exits(2, "replay", _world.CaseId("r", "-n1-"), "--run", "r", "--live");
    }

    [Fact]
    public void Secrets_reach_the_process_and_nothing_else()
    {
        _world.World.Variables["KEY"] = "hunter2hunter2";
        string suite = _world.World.Suite(DriverWorld.Three, driver: $"{{ command: [ sh, -c, \"echo $TOKEN >&2; exit 5\" ], env: {{ TOKEN: \"${{secret:KEY}}\" }} }}");

        _world.Exits(3, "run", suite, "--out", "r");
        Assert.Contains("exit code 5: ***", _world.World.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Debugging_takes_one_case_and_says_how_to_attach()
    {
        string suite = _world.Suite();
        _world.Exits(2, "run", suite, "--out", "r", "--debug-driver");
        Assert.Contains("--debug-driver runs one case, but 3 are selected; choose one: --filter \"id = a-n0-", _world.World.Error, StringComparison.Ordinal);
        _world.Exits(2, "run", suite, "--out", "r", "--debug-driver", "--driver", "fake", "--filter", "id = a-n1-*");
        Assert.Contains("runs within sim", _world.World.Error, StringComparison.Ordinal);

        _world.Exits(0, "run", suite, "--out", "r", "--debug-driver", "--filter", "id = a-n1-*");
        Assert.Matches("driver: process [0-9]+, no deadlines\\n  C#: attach", _world.World.Error);
        Assert.Empty(_world.Processes());
    }

    [Fact]
    public void What_a_driver_prints_makes_no_equal_runs_differ_but_in_its_log_and_the_end_of_it()
    {
        string suite = _world.Suite(options: "in: fake 1, mode: crash-stamped", modes: "stamps");
        _world.Exits(3, "run", suite, "--out", "one");
        _world.Exits(3, "run", suite, "--out", "two");

        Assert.NotEqual(_world.Log("one", "n1"), _world.Log("two", "n1"));
        var differing = Files("one").Where(f => f is not ("results.sqlite" or "timing.json") && !_world.World.Bytes("one", f).AsSpan().SequenceEqual(_world.World.Bytes("two", f))).ToList();
        Assert.Contains(Name("driver-tail.html"), differing);
        Assert.All(differing, f => Assert.True(f == Name("driver-tail.html") || Path.GetFileName(f) == "driver.log", f));
        Assert.Equal(Files("one"), Files("two"));
        Assert.Equal(RunSnapshot.Of(_world.World.At("one")), RunSnapshot.Of(_world.World.At("two")));
        Assert.EndsWith("its process ended with exit code 7: pid (process) at (time), object at (address): no path", _world.Result("one", "n1").Reason, StringComparison.Ordinal);
        string tail = Encoding.UTF8.GetString(_world.World.Bytes("one", Name("driver-tail.html")));
        Assert.Contains(": no path\n</pre>", tail, StringComparison.Ordinal);
        Assert.DoesNotContain("driver-tail", File.ReadAllText(_world.World.At("one", "manifest.sha256")), StringComparison.Ordinal);
        _world.Exits(0, "verify", "one");

        _world.Exits(3, "report", "one", "--write", "html: { driver_output: inside, title: Mine }");
        _world.Exits(3, "report", "two", "--write", "html: { driver_output: inside, title: Mine }");
        Assert.NotEqual(_world.World.Bytes("one", "report.html"), _world.World.Bytes("two", "report.html"));
        Assert.Contains("<title>Mine: ", Encoding.UTF8.GetString(_world.World.Bytes("one", "report.html")), StringComparison.Ordinal);

        string Name(string file) => $"cases/{_world.CaseId("one", "n1")}/{file}";
        List<string> Files(string run) => [.. Directory.EnumerateFiles(_world.World.At(run), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_world.World.At(run), f)).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void More_jobs_than_instances_wait_for_their_turn()
    {
        _world.Exits(0, "run", _world.Suite(more: "instances: 1"), "--out", "r", "--jobs", "3");

        Assert.Single(Directory.GetDirectories(_world.World.At("r", "cases")), f => File.ReadAllText(Path.Combine(f, "driver.log")).Contains("listening", StringComparison.Ordinal));
    }

    private void CostsItsCaseOnly(string mode, string more, string verdict, string run)
    {
        _world.Exits(3, "run", _world.Suite($"mode: {mode}, in: fake 1", more: more), "--out", run, "--jobs", "2");

        var failed = _world.Result(run, "-n1-");
        Assert.Equal(CaseStatus.DriverFailed, failed.Status);
        Assert.Contains(verdict, failed.Reason.Replace($"'{DriverWorld.Command()}' ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("/tmp", failed.Reason, StringComparison.Ordinal);
        foreach (string other in (string[])["-n0-", "-n2-"])
        {
            string id = _world.CaseId("good", other);
            foreach (string file in (string[])["scenario.yaml", "recording.mcap", "assessment.json"])
            {
                Assert.Equal(_world.World.Bytes("good", "cases", id, file), _world.World.Bytes(run, "cases", id, file));
            }
        }

        _world.Exits(0, "replay", _world.CaseId(run, "-n1-"), "--run", run);
        _world.NothingIsLeft(run);
    }
}
