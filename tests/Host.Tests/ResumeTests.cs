using Sim.Tests.Fakes;
using Sim.Tests.Faults;

namespace Sim.Tests;

public sealed class ResumeTests : IDisposable
{
    private const string Twelve = "cases: [ { name: a, from: { fake: 12 } } ]\nexpect: [ { all: end_speed >= 4 m/s } ]";
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 3)]
    [InlineData(11, 4)]
    public void An_interrupted_run_resumes_to_the_same_bytes(int atCase, int atStep)
    {
        string whole = Whole();
        using var stop = new CancellationTokenSource();
        _world.Driver.OnDecide = (scenario, step, _) => Cancel(scenario == $"fake {atCase}" && step == atStep, stop);
        _world.Interrupt = stop.Token;
        Assert.Equal(130, _world.Sim("run", "s.yaml", "--out", "part", "--jobs", "1"));
        Assert.Contains("--resume", _world.Error, StringComparison.Ordinal);

        _world.Driver.OnDecide = static (_, _, _) => { };
        _world.Interrupt = TestContext.Current.CancellationToken;
        Assert.Equal(0, _world.Sim("run", "s.yaml", "--out", "part", "--resume"));
        Assert.Equal(whole, RunSnapshot.Of(_world.At("part")));
    }

    [Fact]
    public void What_a_killed_process_leaves_behind_is_removed()
    {
        string whole = Whole();
        Directory.CreateDirectory(_world.At("whole", "cases", ".tmp-a-n3-000000000000"));
        Directory.CreateDirectory(_world.At("whole", "cases", "a-n99-000000000000"));
        File.WriteAllText(_world.At("whole", "report.json.part"), "{");

        Assert.Equal(0, _world.Sim("run", "s.yaml", "--out", "whole", "--resume"));
        Assert.Equal(whole, RunSnapshot.Of(_world.At("whole")));
    }

    [Fact]
    public void A_folder_without_its_row_is_run_again()
    {
        string whole = Whole();
        using (var connection = Host.Store.ResultStore.Connect(_world.At("whole", "results.sqlite"), Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite))
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "DELETE FROM metrics WHERE case_id LIKE 'a-n7-%'; DELETE FROM cases WHERE case_id LIKE 'a-n7-%'";
            command.ExecuteNonQuery();
        }

        Assert.Equal(0, _world.Sim("run", "s.yaml", "--out", "whole", "--resume"));
        Assert.Equal(whole, RunSnapshot.Of(_world.At("whole")));
    }

    [Fact]
    public void A_row_without_its_folder_is_run_again()
    {
        string whole = Whole();
        Directory.Delete(Directory.GetDirectories(_world.At("whole", "cases"))[3], recursive: true);

        Assert.Equal(0, _world.Sim("run", "s.yaml", "--out", "whole", "--resume"));
        Assert.Equal(whole, RunSnapshot.Of(_world.At("whole")));
    }

    [Fact]
    public void Another_seed_is_another_run_and_is_refused_by_name()
    {
        Whole();

        Assert.Equal(2, _world.Sim("run", "s.yaml", "--out", "whole", "--resume", "--seed", "8"));
        Assert.Contains("seed: 7 before, 8 now", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_suite_is_refused_by_name()
    {
        Whole();
        _world.Suite(Twelve + "\nknown: []");

        Assert.Equal(2, _world.Sim("run", "s.yaml", "--out", "whole", "--resume"));
        Assert.Contains("input suite:s has changed", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_no_run_is_not_touched()
    {
        _world.Suite(Twelve);
        Directory.CreateDirectory(_world.At("mine"));
        File.WriteAllText(_world.At("mine", "thesis.txt"), "precious");

        Assert.Equal(2, _world.Sim("run", "s.yaml", "--out", "mine", "--resume"));
        Assert.Equal("precious", File.ReadAllText(_world.At("mine", "thesis.txt")));
    }

    [Fact]
    public void A_used_up_time_budget_is_partial_and_resumes()
    {
        string whole = Whole();
        _world.Driver.OnDecide = static (scenario, _, token) => Wait(scenario == "fake 5", token);
        Assert.Equal(4, _world.Sim("run", "s.yaml", "--out", "part", "--jobs", "1", "--time-budget", "10 ms"));
        Assert.Contains("planned cases have no result", _world.Error, StringComparison.Ordinal);

        _world.Driver.OnDecide = static (_, _, _) => { };
        Assert.Equal(0, _world.Sim("run", "s.yaml", "--out", "part", "--resume"));
        Assert.Equal(whole, RunSnapshot.Of(_world.At("part")));
    }

    [Fact]
    public void A_case_that_exceeds_its_time_is_timed_out_and_the_others_end()
    {
        _world.Suite(Twelve);
        _world.Driver.OnDecide = static (scenario, _, token) => Wait(scenario == "fake 5", token);

        Patience.Until(50, limit =>
        {
            Assert.Equal(3, _world.Sim("run", "s.yaml", "--out", $"r{limit}", "--jobs", "1", "--timeout", $"{limit} ms"));
            Assert.Contains("1 case could not be evaluated", _world.Error, StringComparison.Ordinal);
            Assert.Contains("time limit", _world.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_thread_that_ignores_its_time_limit_costs_one_case()
    {
        _world.Suite(Twelve);
        using var never = new ManualResetEventSlim();
        _world.Driver.OnDecide = (scenario, _, _) => Wait(scenario == "fake 5", never);

        Patience.Until(50, limit =>
        {
            Assert.Equal(3, _world.Sim("run", "s.yaml", "--out", $"r{limit}", "--jobs", "1", "--timeout", $"{limit} ms"));
            Assert.Contains("12 cases (11 passed, 1 in error)", _world.Error, StringComparison.Ordinal);
        });
        never.Set();
    }

    [Fact]
    public void The_first_failure_stops_a_run_that_shall_fail_fast()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 12 } } ]\nexpect: [ { all: number < 0 } ]");

        Assert.Equal(1, _world.Sim("run", suite, "--out", "r", "--jobs", "1", "--fail-fast"));
        Assert.Single(Directory.GetDirectories(_world.At("r", "cases")));
    }

    private static void Cancel(bool now, CancellationTokenSource stop)
    {
        if (now)
        {
            stop.Cancel();
        }
    }

    private static void Wait(bool here, CancellationToken token)
    {
        if (here)
        {
            token.WaitHandle.WaitOne();
        }
    }

    private static void Wait(bool here, ManualResetEventSlim gate)
    {
        if (here)
        {
            gate.Wait(CancellationToken.None);
        }
    }

    private string Whole()
    {
        Assert.Equal(0, _world.Sim("run", _world.Suite(Twelve), "--out", "whole", "--jobs", "2"));
        return RunSnapshot.Of(_world.At("whole"));
    }
}
