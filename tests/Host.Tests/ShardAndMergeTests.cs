using Sim.Host.Planning;
using Sim.Tests.Fakes;

namespace Sim.Tests;

public sealed class ShardAndMergeTests : IDisposable
{
    private const string Forty = "cases: [ { name: a, from: { fake: 40 } } ]\nexpect: [ { all: end_speed >= 4 m/s, min_cases: 40 }, { quantile: 0.5, of: number, at_most: 30 } ]";
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Three_shards_merged_have_the_bytes_of_one_run()
    {
        string suite = _world.Suite(Forty);
        Assert.Equal(0, _world.Sim("run", suite, "--out", "one"));
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(0, _world.Sim("run", suite, "--out", $"p{i}", "--shard", $"{i}/3"));
            Assert.Contains("sim merge decides the rest", _world.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, _world.Sim("merge", "p3", "p1", "p2", "--out", "all"));
        Assert.Equal(RunSnapshot.Of(_world.At("one")), RunSnapshot.Of(_world.At("all")));
    }

    [Fact]
    public void Shards_balanced_by_earlier_times_merge_to_the_same_bytes()
    {
        string suite = _world.Suite(Forty);
        Assert.Equal(0, _world.Sim("run", suite, "--out", "one"));
        Assert.Equal(0, _world.Sim("run", suite, "--out", "p1", "--shard", "1/2", "--timing", "one/timing.json"));
        Assert.Equal(0, _world.Sim("run", suite, "--out", "p2", "--shard", "2/2", "--timing", "one/timing.json"));
        Assert.Equal(0, _world.Sim("merge", "p1", "p2", "--out", "all"));

        Assert.Equal(RunSnapshot.Of(_world.At("one")), RunSnapshot.Of(_world.At("all")));
    }

    [Fact]
    public void A_missing_shard_is_partial()
    {
        string suite = _world.Suite(Forty);
        Assert.Equal(0, _world.Sim("run", suite, "--out", "p1", "--shard", "1/2"));
        Assert.Equal(4, _world.Sim("merge", "p1", "--out", "all"));
        Assert.Contains("planned cases have no result", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_in_two_shards_is_refused()
    {
        string suite = _world.Suite(Forty);
        Assert.Equal(0, _world.Sim("run", suite, "--out", "p1", "--shard", "1/2"));
        Assert.Equal(0, _world.Sim("run", suite, "--out", "p2", "--shard", "1/2"));
        Assert.Equal(4, _world.Sim("merge", "p1", "p2", "--out", "all"));
        Assert.Contains("each case may be in one shard only", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_of_different_runs_are_refused_by_what_differs()
    {
        string suite = _world.Suite(Forty);
        Assert.Equal(0, _world.Sim("run", suite, "--out", "p1", "--shard", "1/2"));
        Assert.Equal(0, _world.Sim("run", suite, "--out", "p2", "--shard", "2/2", "--seed", "9"));
        Assert.Equal(2, _world.Sim("merge", "p1", "p2", "--out", "all"));
        Assert.Contains("seed: 7 before, 9 now", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_recording_is_not_merged()
    {
        string suite = _world.Suite(Forty);
        Assert.Equal(0, _world.Sim("run", suite, "--out", "p1"));
        string recording = Path.Combine(Directory.GetDirectories(_world.At("p1", "cases"))[0], "recording.mcap");
        byte[] bytes = File.ReadAllBytes(recording);
        bytes[^20] ^= 1;
        File.WriteAllBytes(recording, bytes);

        Assert.Equal(2, _world.Sim("merge", "p1", "--out", "all"));
        Assert.Contains("its hash differs", _world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CI_NODE_INDEX=2 CI_NODE_TOTAL=5", 2, 5)]
    [InlineData("SLURM_ARRAY_TASK_ID=12 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_COUNT=4", 3, 4)]
    [InlineData("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4", 1, 4)]
    [InlineData("SLURM_ARRAY_TASK_ID=14 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=4", 3, 4)]
    [InlineData("JOB_COMPLETION_INDEX=0 JOB_COMPLETION_COUNT=3", 1, 3)]
    public void Auto_reads_the_schedulers_variables(string variables, int index, int count)
    {
        var set = variables.Split(' ').Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);

        Assert.Equal(new Shard(index, count), Shard.Parse("auto", name => set.GetValueOrDefault(name)));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("1")]
    [InlineData("-1/3")]
    public void Other_shards_are_refused(string text) => Assert.Throws<InputException>(() => Shard.Parse(text, _ => null));

    [Fact]
    public void Every_case_is_in_exactly_one_shard_however_they_are_balanced()
    {
        var ids = Enumerable.Range(0, 200).Select(i => $"case-{i}").ToList();
        var seconds = ids.Take(150).Select((id, i) => (id, i)).ToDictionary(p => p.id, p => 0.1 + p.i % 17);
        foreach (var times in (IReadOnlyDictionary<string, double>?[])[null, seconds])
        {
            var shards = Enumerable.Range(1, 7).Select(i => new Shard(i, 7).Select(ids, times)).ToList();
            Assert.Equal(ids.Order(StringComparer.Ordinal), shards.SelectMany(s => s).Order(StringComparer.Ordinal));
        }
    }
}
