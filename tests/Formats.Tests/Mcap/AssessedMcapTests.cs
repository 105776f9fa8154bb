using System.Text.Json;
using Sim.Formats.Foxglove;
using Sim.Formats.Mcap;

namespace Sim.Tests;

public class AssessedMcapTests
{
    private static readonly Recording Road = ExportSamples.All["road"];

    [Fact]
    public void The_recording_comes_back_from_between_what_is_said_of_it()
    {
        var back = RecordingMcap.Read(Bytes(Road, [Ttc()]), "case.mcap");

        Assert.Equal(JsonSerializer.Serialize(Road, SimJson.Default.Recording), JsonSerializer.Serialize(back, SimJson.Default.Recording));
        Assert.Equal(Bytes(Road, [Ttc()]), Bytes(Road, [Ttc()]));
    }

    [Fact]
    public void A_plot_reads_metrics_thresholds_and_violations_by_assessor_and_name()
    {
        var file = McapReader.Read(Bytes(Road, [Ttc()]), "case.mcap");

        Assert.Equal([(2UL, 2.5), (3UL, 1.5), (4UL, 0.9), (6UL, 1.2)], Of(file, "/metrics").Select(m => (m.Time / 100_000_000, m.Json.GetProperty("criticality").GetProperty("min_ttc").GetDouble())));
        Assert.Equal([false, true, true, true], Of(file, "/violations").Select(m => m.Json.GetProperty("criticality").GetProperty("min_ttc").GetBoolean()));
        Assert.Equal([(0UL, 1.5), (19UL, 1.5)], Of(file, "/thresholds").Select(m => (m.Time / 100_000_000, m.Json.GetProperty("criticality").GetProperty("min_ttc").GetDouble())));
        Assert.Equal(0.9, Assert.Single(Of(file, "/assessment")).Json.GetProperty("assessments")[0].GetProperty("metrics")[0].GetProperty("value").GetProperty("value").GetDouble());
    }

    [Fact]
    public void Findings_name_violations_evidence_contacts_and_moments_at_their_times()
    {
        var file = McapReader.Read(Bytes(Road, [Ttc()], new RecordedEvent(300_000, "brake", [], "the ego brakes")), "case.mcap");
        var logs = file.Messages.Where(m => m.Topic == "/findings").Select(m => (Ms: m.TimeNs / 1_000_000, Log: Log.Parser.ParseFrom(m.Data.Span))).ToList();

        Assert.Contains(logs, l => l is { Ms: 300, Log: { Name: "criticality", Message: "min_ttc <= 1.5 s from here on" } });
        Assert.Contains(logs, l => l is { Ms: 400, Log: { Name: "criticality", Message: "min_ttc <= 1.5 s for the last time" } });
        Assert.Contains(logs, l => l is { Ms: 400, Log: { Name: "criticality", Message: "TTC 0.9 s to lead." } });
        Assert.Contains(logs, l => l is { Ms: 1250, Log: { Level: Log.Types.Level.Error, Message: "ego touches lead" } });
        Assert.Contains(logs, l => l is { Ms: 300, Log: { Name: "brake", Message: "the ego brakes" } });
    }

    [Fact]
    public void A_conflict_is_a_line_between_its_actors_for_as_long_as_it_lasts()
    {
        var file = McapReader.Read(Bytes(Road, [Ttc()]), "case.mcap");
        var updates = file.Messages.Where(m => m.Topic == "/conflicts").Select(m => (Ms: m.TimeNs / 1_000_000, Scene: SceneUpdate.Parser.ParseFrom(m.Data.Span))).ToList();

        Assert.Equal([300UL, 400, 500, 1250], updates.Select(u => u.Ms));
        var line = Assert.Single(Assert.Single(updates[0].Scene.Entities).Lines);
        Assert.Equal([(3.0, 1.75), (33.0, 1.75)], line.Points.Select(p => (p.X, p.Y)));
        Assert.Equal("min_ttc 0.9 s", Assert.Single(updates[1].Scene.Entities[0].Texts).Text);
        Assert.Equal(updates[0].Scene.Entities[0].Id, Assert.Single(updates[2].Scene.Deletions).Id);
        Assert.Equal("contact 0", Assert.Single(updates[3].Scene.Entities).Id);
    }

    [Fact]
    public void Every_recording_takes_any_assessment()
    {
        var strange = Ttc() with
        {
            Metrics =
            [
                Ttc().Metrics[0] with { Series = [new(-3, 1), new(4, 2), new(4, 3), new(int.MaxValue, 1)] },
                Ttc().Metrics[0] with { Value = Measured.NotApplicable<double>("no lane"), Series = [] },
                Ttc().Metrics[0] with { Value = Measured.Of(1.0, long.MaxValue / 4, ["nobody", "ego"]), CriticalAt = null },
            ],
        };
        foreach (var (name, recording) in ExportSamples.All)
        {
            // What cannot be stored as a recording at all is not this writer's.
            if (name != "not-a-number")
            {
                var file = McapReader.Read(Bytes(recording, [strange, Ttc(), Ttc() with { Metrics = [], Evidence = [] }]), name);
                Assert.Single(Of(file, "/assessment"));
            }
        }
    }

    [Fact]
    public void Names_that_are_too_long_or_alike_are_kept_apart()
    {
        string name = new('n', 5000);
        var metrics = new[] { Ttc().Metrics[0] with { Name = name + "1" }, Ttc().Metrics[0] with { Name = name + "2" }, Ttc().Metrics[0] with { Name = "\ud83d\u202e</script>" } };
        var file = McapReader.Read(Bytes(Road, [Ttc() with { Assessor = name, Metrics = metrics }, Ttc() with { Assessor = name + "x" }]), "case.mcap");

        var first = Of(file, "/metrics").First().Json;
        var assessors = first.EnumerateObject().ToList();
        Assert.Equal(2, assessors.Select(a => a.Name).Distinct().Count());
        Assert.Equal(3, assessors[0].Value.EnumerateObject().Select(m => m.Name).Distinct().Count());
        Assert.All(assessors, a => Assert.True(a.Name.Length < 80));
    }

    private static List<(ulong Time, JsonElement Json)> Of(McapContent file, string topic) =>
        [.. file.Messages.Where(m => m.Topic == topic).Select(m => (m.TimeNs, JsonDocument.Parse(m.Data).RootElement))];

    private static byte[] Bytes(Recording recording, IReadOnlyList<Assessment> assessments, params RecordedEvent[] moments)
    {
        using var stream = new MemoryStream();
        RecordingMcap.WriteAssessed(recording, assessments, moments, stream);
        return stream.ToArray();
    }

    private static Assessment Ttc() => new()
    {
        Assessor = "criticality",
        Version = "1",
        Metrics =
        [
            new()
            {
                Name = "min_ttc", Unit = "s", Worse = WorseDirection.Lower, Version = 1, CriticalAt = 1.5, Value = Measured.Of(0.9, 400_000, ["ego", "lead"]),
                Series = [new(2, 2.5), new(3, 1.5), new(4, 0.9), new(6, 1.2)],
            },
        ],
        Evidence = [new("TTC 0.9 s to lead.", 400_000, ["ego", "lead"])],
    };
}
