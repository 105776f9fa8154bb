using System.Text.Json;
using Sim.Host.Gates;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>Cases that run several times, and what the reports say of them.</summary>
public sealed class ReplicaTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Replicas_are_reported_together_with_their_intervals()
    {
        // The fake ego ends at 4.5 m/s less 0.1 for each session before: 4.4, 4.3, 4.2, 4.1 and 4.0 for each case, in whatever order.
        var sessions = new Dictionary<string, int>();
        _world.Driver.Extra = (scenario, step) =>
        {
            lock (sessions)
            {
                return step != 0 ? 0 : -(sessions[scenario] = sessions.GetValueOrDefault(scenario) + 1);
            }
        };
        Assert.Equal(1, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 2 } } ]\nexpect: [ { all: end_speed >= 4.15 m/s } ]"), "--out", "r", "--repeat", "5"));
        var report = Report("r");

        Assert.Equal(2, report.Replicas.Count);
        var group = report.Replicas[1];
        Assert.Equal(report.Cases.Single(c => c.Result.Case is { Replica: 0, Key.Label: "n1" }).Result.Case.Id, group.Case);
        Assert.Equal(Enumerable.Range(0, 5), group.Cases.Select(id => report.Cases.Single(c => c.Result.Case.Id == id).Result.Case.Replica));
        Assert.Equal((3, 5), (group.Passed, group.Evaluated));
        // 3 of 5: (3 + 1.920729 ± 1.959964 √(6/5 + 0.960365)) / 8.841459.
        Assert.Equal(0.6, group.PassRate!.Value.Value);
        Assert.Equal(0.230724, group.PassRate.Value.Low!.Value, 6);
        Assert.Equal(0.882379, group.PassRate.Value.High!.Value, 6);
        var speed = group.Metrics.Single(m => m.Name == "end_speed");
        // Spread of 4.0 … 4.4: √(0.1 / 4) = 0.158114; t(4) = 2.776445; ± 2.776445 · 0.158114 / √5 = 0.196324.
        Assert.Equal(("fake", "m/s", 5), (speed.Assessor, speed.Unit, speed.Values));
        Assert.Equal(4.2, speed.Mean!.Value.Value, 12);
        Assert.Equal(4.2 - 0.196324, speed.Mean.Value.Low!.Value, 6);
        Assert.Equal(4.2 + 0.196324, speed.Mean.Value.High!.Value, 6);
        var fragile = group.Metrics.Single(m => m.Name == "fragile");
        Assert.Equal((0, 5, true), (fragile.Values, fragile.Failed, fragile.Mean is null));
        Assert.Equal(5, group.Metrics.Single(m => m.Name == "nowhere").NotApplicable);

        string summary = File.ReadAllText(_world.At("r", "summary.md"));
        Assert.Contains($"| `{group.Case}` (5) | 3 of 5 | 60 % (23.1 to 88.2 %) | to the bit | 4.2 ± 0.1963 m/s |", summary, StringComparison.Ordinal);
        Assert.Contains("Reproducible cases: 10 to the bit.", summary, StringComparison.Ordinal);
        byte[] before = _world.Bytes("r", "report.json");
        Assert.Equal(1, _world.Sim("report", "r"));
        Assert.Equal(before, _world.Bytes("r", "report.json"));
    }

    [Fact]
    public void Shards_put_the_replicas_together_again()
    {
        string suite = _world.Suite("cases: [ { name: a, repeat: 4, from: { fake: 3 } } ]");
        Assert.Equal(0, _world.Sim("run", suite, "--out", "one"));
        for (int i = 1; i <= 2; i++)
        {
            Assert.Equal(0, _world.Sim("run", suite, "--out", $"p{i}", "--shard", $"{i}/2"));
        }

        Assert.Equal(0, _world.Sim("merge", "p1", "p2", "--out", "all"));
        Assert.Equal(3, Report("all").Replicas.Count);
        Assert.Equal(RunSnapshot.Of(_world.At("one")), RunSnapshot.Of(_world.At("all")));
    }

    [Fact]
    public void Cases_that_ran_once_make_no_group()
    {
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]"), "--out", "r"));

        Assert.Empty(Report("r").Replicas);
        Assert.DoesNotContain("Replicas", File.ReadAllText(_world.At("r", "summary.md")), StringComparison.Ordinal);
        Assert.Empty(ReplicaGroups.Of([Row(1, CaseVerdict.Passed)]));
    }

    [Fact]
    public void What_could_not_be_evaluated_is_no_evidence_for_the_pass_rate()
    {
        var group = Assert.Single(ReplicaGroups.Of([Row(2, CaseVerdict.Known), Row(0, CaseVerdict.Error), Row(1, CaseVerdict.Passed), Row(3, CaseVerdict.NotRun), Row(4, CaseVerdict.Failed)]));

        Assert.Equal((1, 3), (group.Passed, group.Evaluated));
        Assert.Equal(5, group.Cases.Count);
        Assert.Equal(Reproducibility.Statistical, group.Reproducibility);
        Assert.Null(Assert.Single(ReplicaGroups.Of([Row(0, CaseVerdict.Error), Row(1, CaseVerdict.Refused)])).PassRate);
    }

    [Fact]
    public void A_driver_that_is_not_deterministic_marks_its_cases()
    {
        _world.Catalog.Add<Plugins.Sdk.IDriver>(new NoisyDriver());
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]\nexpect: [ { all: end_speed >= 99 m/s } ]", driver: "noisy");

        Assert.Equal(1, _world.Sim("run", suite, "--out", "kept"));
        Assert.Equal(Reproducibility.FromRecording, Report("kept").Cases[0].Result.Reproducibility);
        Assert.Contains("\"reproducibility\":\"from_recording\"", File.ReadAllText(_world.At("kept", "report.json")), StringComparison.Ordinal);
        Assert.Contains("Reproducible cases: 1 from the recording.", File.ReadAllText(_world.At("kept", "summary.md")), StringComparison.Ordinal);
        Assert.Matches(@"\| failed \| `a-n0-[0-9a-f]+` \| .* \| from the recording \|", File.ReadAllText(_world.At("kept", "summary.md")));
        _world.Catalog.Add<Plugins.Sdk.ISimulator>(new LooseSimulator());
        Assert.Equal(1, _world.Sim("run", suite, "--out", "loose", "--simulator", "loose"));
        Assert.Contains("Reproducible cases: 1 statistically.", File.ReadAllText(_world.At("loose", "summary.md")), StringComparison.Ordinal);
        Assert.Equal(1, _world.Sim("run", suite, "--out", "dropped", "--keep", "none"));
        Assert.Contains("Reproducible cases: 1 from the recording, which was not kept.", File.ReadAllText(_world.At("dropped", "summary.md")), StringComparison.Ordinal);
    }

    private sealed class LooseSimulator : Plugins.Sdk.ISimulator
    {
        private readonly FakeSimulator _inner = new();

        public string Name => "loose";

        public string Description => "Promises nothing.";

        public Plugins.Sdk.SimulatorInfo Info => _inner.Info with { Name = Name, Reproducibility = Reproducibility.Statistical };

        public Plugins.Sdk.ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) => _inner.Open(use, cancellationToken);
    }

    private RunReport Report(string run) => JsonSerializer.Deserialize(_world.Bytes(run, "report.json"), SimJson.Default.RunReport)!;

    private static CaseRow Row(int replica, CaseVerdict verdict) => new(
        new() { Case = Case.Create("e", new() { Source = "s" }, replica), Status = CaseStatus.Assessed, Reproducibility = replica == 1 ? Reproducibility.Statistical : Reproducibility.Bit },
        verdict,
        []);
}
