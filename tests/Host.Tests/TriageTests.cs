using System.Text.Json;
using Sim.Tests.Fakes;

namespace Sim.Tests;

public sealed class TriageTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    private RunReport Report(string folder) => JsonSerializer.Deserialize(_world.Bytes(folder, "report.json"), SimJson.Default.RunReport)!;

    // Cases 0 to 9: one generator gives up, one scenario is refused, one collides at its first instant, and eight violate a gate.
    private string Failing(string name = "s.yaml", string driver = "fake") => _world.Suite(
        "cases:\n  - { name: a, from: { fake: 3, mode: throw-1 } }\n  - { name: b, from: { fake: 3, mode: refuse-2 } }\n  - { name: c, from: { fake: 2, mode: collide } }\n  - { name: d, from: { fake: 2 } }\n"
        + "expect: [ { all: end_speed >= 9 m/s, where: entry = d } ]", name, driver: driver);

    [Fact]
    public void Failures_of_one_kind_are_one_cluster_whatever_the_kind()
    {
        Assert.Equal(3, _world.Sim("run", Failing(), "--out", "r"));
        var clusters = Report("r").Clusters;
        Assert.Equal(
            [("a", "error", 1), ("b", "refused", 1), ("c", "refused", 2), ("d", "all", 2)],
            clusters.Select(c => (c.Signature.Family, c.Signature.Leading.Split(':')[0], c.Cases.Count)).OrderBy(c => c.Family, StringComparer.Ordinal));
        Assert.Equal("fake violates 'all: end_speed >= # m/s, where: entry = d'", clusters.Single(c => c.Signature.Family == "d").Title);
        Assert.Contains("worst failures", _world.Error, StringComparison.Ordinal);
        Assert.All(clusters, c => Assert.Contains(c.Id, _world.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_driver_that_breaks_down_in_two_ways_gives_two_clusters()
    {
        _world.Driver.OnDecide = (scenario, step, _) =>
        {
            if (step == 1 && scenario != "fake 0")
            {
                throw new InvalidOperationException(scenario is "fake 1" or "fake 3" ? $"no lane at step {step} of {scenario}" : $"no plan after {scenario.Length * 1.5} s");
            }
        };
        int code = _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 5 } } ]\nexpect: [ { none: crashed } ]"), "--out", "r");
        Assert.True(code == 3, _world.Error);
        var clusters = Report("r").Clusters;
        Assert.Equal([2, 2], clusters.Select(c => c.Cases.Count));
        Assert.All(clusters, c => Assert.StartsWith("fake breaks down: ", c.Title, StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_go_from_the_file_into_the_reports_and_change_no_verdict()
    {
        Assert.Equal(3, _world.Sim("run", Failing(), "--out", "r"));
        Assert.Equal(0, _world.Sim("triage", "r"));
        Assert.Contains("triage.yaml: 4 added as new, 0 already there", _world.Error, StringComparison.Ordinal);
        string file = File.ReadAllText(_world.At("triage.yaml"));
        string id = Report("r").Clusters.Single(c => c.Signature.Family == "d").Id;
        string edited = file.Replace($"- signature: {id}\n    status: new\n    owner:", $"- signature: {id}\n    status: simulator-defect\n    owner: traffic", StringComparison.Ordinal) + "  - signature: f-0000000000\n    status: fixed\n";
        Assert.NotEqual(file, edited);
        File.WriteAllText(_world.At("triage.yaml"), edited);

        Assert.Equal(3, _world.Sim("report", "r", "--triage", "triage.yaml"));
        Assert.Contains("[simulator-defect, traffic]", _world.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 5 notes match no failure of this run", _world.Error, StringComparison.Ordinal);
        var report = Report("r");
        Assert.Equal(new TriageNote { Signature = id, Status = TriageStatus.SimulatorDefect, Owner = "traffic", Matches = true }, report.Triage.Single(n => n.Signature == id));
        Assert.Equal(report.Triage.OrderBy(n => n.Signature, StringComparer.Ordinal), report.Triage);
        Assert.False(report.Triage.Single(n => n.Signature == "f-0000000000").Matches);

        // The folder keeps the notes, so that its reports are the same again.
        byte[] bytes = _world.Bytes("r", "report.json");
        Assert.Equal(3, _world.Sim("report", "r"));
        Assert.Equal(bytes, _world.Bytes("r", "report.json"));
        Assert.Equal(3, _world.Sim("run", Failing(), "--out", "again", "--triage", "triage.yaml"));
        Assert.Equal(bytes, _world.Bytes("again", "report.json"));

        Assert.Equal(0, _world.Sim("triage", "again"));
        Assert.Contains("0 added as new, 4 already there, 1 match no failure of this run", _world.Error, StringComparison.Ordinal);
        Assert.Equal(edited, File.ReadAllText(_world.At("triage.yaml")));
    }

    [Fact]
    public void Shards_carry_their_notes_through_the_merge()
    {
        string suite = Failing();
        Assert.Equal(3, _world.Sim("run", suite, "--out", "one"));
        Assert.Equal(0, _world.Sim("triage", "one", "--out", "notes/ours.yaml"));
        Assert.Equal(3, _world.Sim("report", "one", "--triage", "notes/ours.yaml"));
        for (int i = 1; i <= 2; i++)
        {
            _world.Sim("run", suite, "--out", $"p{i}", "--shard", $"{i}/2", "--triage", "notes/ours.yaml");
        }

        Assert.Equal(3, _world.Sim("merge", "p1", "p2", "--out", "all"));
        Assert.Equal(RunSnapshot.Of(_world.At("one")), RunSnapshot.Of(_world.At("all")));

        File.AppendAllText(_world.At("p2", "triage.yaml"), "# more\n");
        Assert.Equal(2, _world.Sim("merge", "p1", "p2", "--out", "other"));
        Assert.Contains("different notes", _world.Error, StringComparison.Ordinal);
        Assert.Equal(3, _world.Sim("merge", "p1", "p2", "--out", "other", "--triage", "notes/ours.yaml"));
    }

    [Fact]
    public void A_wrong_file_is_refused_before_anything_runs()
    {
        string suite = Failing();
        File.WriteAllText(_world.At("t.yaml"), "schema: 1\ntriage:\n  - { signature: f-0123456789, status: knwn-limitation }\n");
        Assert.Equal(2, _world.Sim("run", suite, "--out", "r", "--triage", "t.yaml"));
        Assert.Contains("t.yaml:3:", _world.Error, StringComparison.Ordinal);
        Assert.Contains("known-limitation", _world.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.At("r")));
        Assert.Equal(2, _world.Sim("run", suite, "--out", "r", "--triage", "absent.yaml"));
    }
}
