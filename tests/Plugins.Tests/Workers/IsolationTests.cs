using System.Diagnostics;
using System.Text.Json;
using Sim.Host.Store;
using Sim.Host.Workers;
using Sim.Tests.Faults;

namespace Sim.Tests.Workers;

/// <summary>A plugin in real worker processes: what it does to its process costs its case, and nothing else changes.</summary>
public sealed class IsolationTests
{
    private const string Process = "isolation: process\n";

    /// <summary>How a plugin can take its process down, with what the case then says.</summary>
    public static TheoryData<string, string> Crashes => new()
    {
        { "thread", "plugin 'misbehaves' was lost: its process was killed by signal 6 (SIGABRT): Unhandled exception. System.InvalidOperationException: thrown on a thread of its own" },
        { "overflow", "plugin 'misbehaves' was lost: its process was killed by signal 6 (SIGABRT): Stack overflow." },
        { "failfast", "plugin 'misbehaves' was lost: its process was killed by signal 6 (SIGABRT): Process terminated. enough is enough" },
        { "segfault", "plugin 'misbehaves' was lost: its process was killed by signal 6 (SIGABRT): Fatal error. System.AccessViolationException: Attempted to read or write protected memory. This is often an indication that other memory is corrupt." },
        { "exits", "plugin 'misbehaves' was lost: its process ended with exit code 0" },
    };

    [Theory]
    [MemberData(nameof(Crashes))]
    public void A_crash_costs_one_case(string how, string reason)
    {
        using var runs = new WorkerRuns(Process);
        runs.Suite("s.yaml", "misbehave", "idm", "misbehave", "well", $"generator {how}", $"simulator {how}", $"assessor {how}", "generator throws");
        runs.Suite("d.yaml", "embedded", "misbehave", "criticality", "well too", $"driver {how}");
        Assert.Equal(ExitCode.Infrastructure, runs.Sim("run", "s.yaml", "d.yaml", "--out", "r", "--jobs", "2", "--quiet"));

        var results = Results(runs, "r");
        Assert.Equal((CaseStatus.Assessed, ""), results["well too"]);
        Assert.Equal((CaseStatus.Assessed, ""), results["well"]);
        Assert.Equal((CaseStatus.Error, $"generator 'misbehave': {reason}"), results[$"generator {how}"]);
        Assert.Equal((CaseStatus.DriverFailed, $"driver 'misbehave' failed at step 5: {reason}"), results[$"driver {how}"]);
        Assert.Equal(CaseStatus.Error, results[$"simulator {how}"].Status);
        Assert.EndsWith(reason, results[$"simulator {how}"].Reason, StringComparison.Ordinal);
        Assert.Equal((CaseStatus.Error, $"assessor 'misbehave': {reason}"), results[$"assessor {how}"]);
        Assert.Equal((CaseStatus.Error, "generator 'misbehave': ArithmeticException: it does not add up"), results["generator throws"]);
        Assert.Empty(runs.Living());
    }

    [Fact]
    public void A_report_writer_in_a_worker_reads_the_recordings_of_the_run_and_of_its_baseline()
    {
        using var runs = new WorkerRuns(Process);
        runs.Suite("s.yaml", "embedded", "idm", "criticality", "well", "well again");
        Assert.Equal(0, runs.Sim("run", "s.yaml", "--out", "before", "--quiet"));
        Assert.Equal(0, runs.Sim("run", "s.yaml", "--out", "now", "--driver", "stationary", "--quiet", "--baseline", "before", "--write", "both-runs", "--isolate", "none"));
        string[] here = File.ReadAllLines(Path.Combine(runs.Folder, "now", "both.txt"));
        Assert.Equal(2, here.Length);
        Assert.All(here, line => Assert.True(line.Split(' ') is [_, var now, var before] && now != before && now != "none" && before != "none", line));

        Assert.Equal(0, runs.Sim("report", "now", "--baseline", "before", "--write", "both-runs"));
        Assert.Equal(here, File.ReadAllLines(Path.Combine(runs.Folder, "now", "both.txt")));
        string id = here[0].Split(' ')[0];
        File.Delete(Path.Combine(runs.Folder, "before", "cases", id, "recording.mcap"));
        Assert.Equal(0, runs.Sim("report", "now", "--baseline", "before", "--write", "both-runs"));
        Assert.Equal([string.Join(' ', [.. here[0].Split(' ')[..2], "none"]), here[1]], File.ReadAllLines(Path.Combine(runs.Folder, "now", "both.txt")));
        Assert.Contains($"the baseline's recording of {id} is damaged or missing", runs.Errors, StringComparison.Ordinal);
        Assert.Empty(runs.Living());
    }

    [Fact]
    public void A_hang_ends_at_the_time_limit_and_leaves_no_process()
    {
        using var runs = new WorkerRuns(Process);
        runs.Suite("s.yaml", "misbehave", "misbehave", "misbehave", "well", "generator hangs", "driver hangs", "simulator hangs", "assessor hangs", "simulator throws");
        Patience.Until(2_000, limit =>
        {
            long begin = Stopwatch.GetTimestamp();
            Assert.Equal(ExitCode.Infrastructure, runs.Sim("run", "s.yaml", "--out", $"r{limit}", "--jobs", "2", "--quiet", "--timeout", $"{limit} ms"));

            var results = Results(runs, $"r{limit}");
            Assert.Equal(CaseStatus.Assessed, results["well"].Status);
            Assert.All(results.Where(r => r.Key.EndsWith("hangs", StringComparison.Ordinal)), r => Assert.Equal((CaseStatus.TimedOut, "the case's time limit (--timeout) was reached"), r.Value));
            Assert.Equal((CaseStatus.Error, "simulator 'misbehave': the simulator failed at step 4: ArithmeticException: it does not add up"), results["simulator throws"]);
            Assert.True(Stopwatch.GetElapsedTime(begin).TotalMilliseconds > limit);
        });
        Assert.Empty(runs.Living());
    }

    [Fact]
    public void A_hang_ends_at_the_deadline_of_its_plugin_when_nobody_sets_a_time_limit()
    {
        Patience.Until(2_000, limit =>
        {
            string within = $"within its deadline of {limit / 1000} s";
            using var runs = new WorkerRuns($"{Process}deadline: {limit / 1000} s\n");
            runs.Suite("s.yaml", "embedded", "misbehave", "criticality", "well", "generator hangs", "driver hangs");
            Assert.Equal(ExitCode.Infrastructure, runs.Sim("run", "s.yaml", "--out", "r", "--jobs", "2", "--quiet"));

            var results = Results(runs, "r");
            Assert.Equal((CaseStatus.Assessed, ""), results["well"]);
            Assert.Equal((CaseStatus.Error, $"generator 'misbehave': plugin 'misbehaves' did not return from 'Generate' {within}"), results["generator hangs"]);
            Assert.Equal((CaseStatus.DriverFailed, $"driver 'misbehave' failed at step 5: plugin 'misbehaves' did not return from 'Decide' {within}"), results["driver hangs"]);
            Assert.Empty(runs.Living());
        });
    }

    [Fact]
    public void A_leak_is_stopped_at_the_memory_limit()
    {
        using var runs = new WorkerRuns(Process + "memory: 400 MiB\n");
        runs.Suite("s.yaml", "embedded", "misbehave", "criticality", "well", "generator leaks", "driver leaks");
        Assert.Equal(ExitCode.Infrastructure, runs.Sim("run", "s.yaml", "--out", "r", "--jobs", "1", "--quiet"));

        const string Reason = "plugin 'misbehaves' was lost: its processes took more memory than 'memory: 400 MiB' allows";
        var results = Results(runs, "r");
        Assert.Equal((CaseStatus.Assessed, ""), results["well"]);
        Assert.Equal((CaseStatus.Error, "generator 'misbehave': " + Reason), results["generator leaks"]);
        Assert.Equal((CaseStatus.DriverFailed, "driver 'misbehave' failed at step 5: " + Reason), results["driver leaks"]);
        Assert.Empty(runs.Living());
    }

    [Fact]
    public void A_flood_of_output_costs_nothing_at_all()
    {
        using var runs = new WorkerRuns(Process);
        runs.Suite("s.yaml", "embedded", "misbehave", "misbehave", "well", "generator floods", "assessor floods");
        Assert.Equal(ExitCode.Passed, runs.Sim("run", "s.yaml", "--out", "r", "--jobs", "1", "--quiet"));
        Assert.All(Results(runs, "r").Values, r => Assert.Equal((CaseStatus.Assessed, ""), r));
        Assert.DoesNotContain("out, out", runs.Output + runs.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_case_leaves_behind_does_not_change_the_result_of_the_next()
    {
        using var runs = new WorkerRuns(Process);

        // A thread of the first case takes the worker down while a later one uses it: that one gets a fresh worker.
        runs.Suite("s.yaml", "misbehave", "misbehave", "misbehave", "generator late", "well", "well too");
        Assert.Equal(ExitCode.Passed, runs.Sim("run", "s.yaml", "--out", "r", "--jobs", "1", "--quiet"));
        Assert.All(Results(runs, "r").Values, r => Assert.Equal((CaseStatus.Assessed, ""), r));
    }

    [Fact]
    public void The_bytes_of_a_run_are_the_same_in_this_process_and_in_others()
    {
        using var runs = new WorkerRuns();
        runs.Suite("s.yaml", "misbehave", "misbehave", "misbehave", "well", "well too", "generator throws", "generator refuses", "generator complains", "driver throws", "simulator throws", "assessor complains");
        string[] Run(string folder, string isolate, string jobs) => ["run", "s.yaml", "--out", folder, "--jobs", jobs, "--quiet", "--isolate", isolate];
        Assert.Equal(ExitCode.Infrastructure, runs.Sim(Run("here", "none", "1")));
        Assert.Equal(ExitCode.Infrastructure, runs.Sim(Run("there", WorkerRuns.Id, "1")));
        Assert.Equal(ExitCode.Infrastructure, runs.Sim(Run("all", "all", "2")));
        Assert.Equal(Snapshot(runs, "here"), Snapshot(runs, "there"));
        Assert.Equal(Snapshot(runs, "here"), Snapshot(runs, "all"));
        Assert.Equal((CaseStatus.Refused, "log.xml: nothing moves in it"), Results(runs, "there")["generator refuses"]);
        Assert.Equal((CaseStatus.Error, "generator 'misbehave': some.yaml:3:14: found 7, expected 8"), Results(runs, "there")["generator complains"]);
        Assert.Empty(runs.Living());
    }

    [Fact]
    public void The_bundled_plugins_give_the_same_bytes_over_the_smoke_suite()
    {
        using var runs = new WorkerRuns();
        string suite = Repository("scenarios/smoke.yaml");
        Assert.Equal(ExitCode.Passed, runs.Sim("run", suite, "--out", "here", "--quiet", "--isolate", "none"));
        Assert.Equal(ExitCode.Passed, runs.Sim("run", suite, "--out", "there", "--quiet", "--isolate", "all", "--jobs", "2"));
        Assert.Equal(Snapshot(runs, "here"), Snapshot(runs, "there"));
    }

    [Fact]
    public void A_host_that_is_killed_takes_its_workers_with_it()
    {
        using var runs = new WorkerRuns(Process);
        runs.Suite("s.yaml", "embedded", "idm", "criticality", "generator hangs");
        using var host = runs.Start("run", "s.yaml", "--out", "r", "--quiet");
        Until(() => runs.Living().Count > 0 && Directory.Exists(Path.Combine(runs.Folder, "r")));
        host.Kill();
        host.WaitForExit();
        Until(() => runs.Living().Count == 0);
    }

    [Fact]
    public void A_plugin_that_crashes_while_it_plans_ends_the_command_with_its_reason()
    {
        using var runs = new WorkerRuns(Process);
        runs.Suite("s.yaml", "misbehave", "misbehave", "misbehave", "planner failfast");
        Assert.Equal(ExitCode.Infrastructure, runs.Sim("run", "s.yaml", "--out", "r", "--quiet"));
        Assert.Contains("error: plugin 'misbehaves' was lost: its process was killed by signal 6 (SIGABRT): Process terminated. enough is enough", runs.Errors, StringComparison.Ordinal);
        Assert.Empty(runs.Living());
    }

    [Fact]
    public void The_lists_show_where_a_plugin_runs()
    {
        using var runs = new WorkerRuns(Process);
        Assert.Equal(ExitCode.Passed, runs.Sim("plugins", "list"));
        Assert.Contains("misbehaves (process)", runs.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Passed, runs.Sim("plugins", "check"));
        Assert.Contains("loaded (process)", runs.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Passed, runs.Sim("plugins", "check", "--json"));
        Assert.Contains("\"isolation\": \"process\"", runs.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Passed, runs.Sim("plugins", "list", "--isolate", "none"));
        Assert.DoesNotContain("(process)", runs.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, runs.Sim("plugins", "list", "--isolate", "misbehave"));
        Assert.Contains("did you mean 'misbehaves'", runs.Errors, StringComparison.Ordinal);
        Assert.Empty(runs.Living());
    }

    [Theory]
    [InlineData("isolation: thread\n", "'isolation' is 'thread'; write none")]
    [InlineData("isolation: process\nmemory: much\n", "'memory' is 'much'")]
    public void A_wrong_manifest_is_refused(string manifest, string words)
    {
        using var runs = new WorkerRuns(manifest);
        Assert.Equal(ExitCode.Infrastructure, runs.Sim("plugins", "check"));
        Assert.Contains(words, runs.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_cannot_be_loaded_says_why_from_its_process()
    {
        using var folder = new PluginFolder().Add("ThrowsInConstructor", "bad").Add("UsesLibraryV1", "broken", leaveOut: f => f.StartsWith("Sim.Fixtures.Library", StringComparison.Ordinal));
        using var isolated = new IsolatedPlugins(new IsolationChoice(true, []));
        var entries = Sim.Host.Plugins.PluginLoader.LoadAll([folder.Root], new Sim.Host.Plugins.ModuleCatalog(), isolated);
        Assert.Equal([Sim.Host.Plugins.PluginState.Failed, Sim.Host.Plugins.PluginState.MissingDependency], entries.Select(e => e.State));
        Assert.Contains("the licence file is missing", entries[0].Reason, StringComparison.Ordinal);
        Assert.Contains("Sim.Fixtures.Library", entries[1].Reason, StringComparison.Ordinal);
        Assert.Empty(isolated.ProcessIds);
    }

    [Fact]
    public void A_plugin_that_is_there_twice_leaves_no_process()
    {
        using var one = new PluginFolder().Add("UsesLibraryV1", "same").Add("UsesLibraryV2", "other");
        using var two = new PluginFolder().Add("UsesLibraryV1", "same");
        var isolated = new IsolatedPlugins(new IsolationChoice(true, []));
        var entries = Sim.Host.Plugins.PluginLoader.LoadAll([one.Root, two.Root], new Sim.Host.Plugins.ModuleCatalog(), isolated);
        Assert.Equal([Sim.Host.Plugins.PluginState.Loaded, Sim.Host.Plugins.PluginState.Loaded, Sim.Host.Plugins.PluginState.Duplicate], entries.Select(e => e.State));
        Assert.Equal(2, isolated.ProcessIds.Count);
        isolated.Dispose();
        Assert.Empty(WorkerRuns.Living(one.Root, two.Root));
    }

    private static void Until(Func<bool> condition)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(1), "it did not come to that");
            Thread.Sleep(10);
        }
    }

    private static string Repository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sim.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, path);
    }

    private static Dictionary<string, (CaseStatus Status, string Reason)> Results(WorkerRuns runs, string folder)
    {
        var run = StoredRunReader.Read(new RunFolder(Path.Combine(runs.Folder, folder), Sim.Host.CaseCodecs.Standard).StorePath);
        return run.Cases.ToDictionary(c => c.Result.Case.Key.Source, c => (c.Result.Status, c.Result.Reason));
    }

    private static string Snapshot(WorkerRuns runs, string folder)
    {
        string root = Path.Combine(runs.Folder, folder);
        var lines = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(f => Path.GetFileName(f) is not ("timing.json" or "results.sqlite"))
            .Select(f => $"{Path.GetRelativePath(root, f)} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}");
        var stored = StoredRunReader.Read(Path.Combine(root, "results.sqlite"));
        return string.Join('\n', [.. lines, .. stored.Cases.Select(c => JsonSerializer.Serialize(c.Result, SimJson.Default.CaseResult))]);
    }
}
