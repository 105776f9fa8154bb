using System.Text;
using System.Text.Json;
using Sim.Reports;
using Sim.Reports.Stories;

namespace Sim.Tests.Reports;

/// <summary>The sentences of a case: an ego at 20 m/s towards a car that stands 60 m ahead, braking from 2.0 s on or not at all.</summary>
public sealed class StoryTests
{
    private const long StepUs = 100_000;

    [Fact]
    public void A_contact_is_told_with_figures_that_can_be_checked_by_hand()
    {
        // Fronts at 2.3 m + 20 t, the rear of the other at 60 m - 2.3 m: they touch at 55.4 / 20 = 2.77 s.
        var recording = Drive(brakeFrom: 99, contactUs: 2_770_000);
        var row = Row(recording, Ttc(recording));
        var told = CaseStory.Of(row, recording, null);

        Assert.Equal("At 2.77 s the ego (front, 20 m/s) touches ahead, car (rear) at 20 m/s relative speed; by its class, stopped track, the ego is at fault.", Only(told, "outcome").Text);
        // 20 m/s over 1.5 s are 30 m: at 1.3 s the gap is 29.4 m for the first time.
        Assert.Equal("From 1.30 s on min_ttc is at or below 1.5 s (1.47 s then: 29.4 m from ahead, closing 20 m/s, the ego at 20 m/s), 1.47 s before the contact.", Only(told, "since").Text);
        Assert.Equal(1_300_000, Only(told, "since").TimeUs);
        Assert.Equal("The ego does not brake before the contact.", Only(told, "ego").Text);
        Assert.DoesNotContain(told, s => s.Kind == "nearest");
        Assert.Equal([("unsafe", 1_300_000L)], CaseStory.Moments(row, recording).Select(m => (m.Kind, m.TimeUs)));
        Assert.Equal("ahead", CaseStory.Partner(row.Result, recording));
    }

    [Fact]
    public void Braking_is_found_where_it_begins_with_its_strength()
    {
        var recording = Drive(brakeFrom: 16, contactUs: null);
        var ego = recording.Ego()!;
        Assert.Equal(new EgoBraking(16, 8), Rounded(EgoBraking.Before(ego, 25, StepUs, andAfter: true)));
        Assert.Equal(new EgoBraking(16, 8), Rounded(EgoBraking.Before(ego, 10, StepUs, andAfter: true)));
        Assert.Null(EgoBraking.Before(ego, 10, StepUs, andAfter: false));
        var told = CaseStory.Of(Row(recording, Ttc(recording)), recording, null);
        Assert.Equal("The ego begins to brake at 1.60 s, 0.30 s after it became unsafe, with up to 8 m/s².", Only(told, "ego").Text);
        Assert.StartsWith("The ego touches nobody; the horizon is reached after", Only(told, "outcome").Text, StringComparison.Ordinal);
        Assert.StartsWith("min_ttc (leads the ranking) is ", Only(told, "critical").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_impact_that_slows_the_ego_is_no_braking_of_the_driver()
    {
        var recording = Drive(brakeFrom: 27, contactUs: 2_770_000);
        Assert.Null(EgoBraking.Before(recording.Ego()!, 27, StepUs, andAfter: false));
    }

    [Fact]
    public void What_drivers_and_manoeuvres_would_have_come_to_is_told_from_the_assessment()
    {
        var recording = Drive(brakeFrom: 99, contactUs: 2_770_000);
        var row = Row(recording, Ttc(recording));
        var assessment = row.Result.Assessments[0];
        assessment = assessment with
        {
            Metrics =
            [
                .. assessment.Metrics,
                Of("min_ttb", Measured.TooLate<double>("braking was enough until 1.5 s", 1_600_000)),
                Of("min_tts", Measured.Of(0.4, 1_200_000, reason: "steering helps until 1.6 s")),
                Of("min_ttr", Measured.TooLate<double>("any of them was enough until 1.6 s", 1_600_000)),
                Of("careful.preventable", Measured.Of(1.0, 2_770_000, [], [new("variants that avoid", 7, ""), new("variants", 9, "")], "preventable by the models")),
            ],
            Counterfactuals =
            [
                new() { Model = "a", Outcome = CounterfactualOutcome.Avoids, ReactionTimeUs = 900_000, BandRuns = 9, BandAvoids = 8 },
                new() { Model = "b", Outcome = CounterfactualOutcome.Collides, ImpactSpeedMps = 3, BandRuns = 9 },
                new() { Model = "c", Outcome = CounterfactualOutcome.NotApplicable },
            ],
        };
        var told = CaseStory.Of(row with { Result = row.Result with { Assessments = [assessment] } }, recording, null);
        Assert.Equal(["Braking (min_ttb): braking was enough until 1.5 s.", "Steering (min_tts): 0.4 s left at the worst instant; steering helps until 1.6 s."], told.Where(s => s.Kind == "enough").Select(s => s.Text));
        Assert.Equal(
            ["The contact is preventable by the models; 7 of 9 variants of reaction time and deceleration avoid it.", "In its place a (8 of 9) would have avoided it; b (0 of 9) would have touched somebody too. The a reacts at 0.90 s."],
            told.Where(s => s.Kind == "careful").Select(s => s.Text));
        Assert.Equal(900_000, told.Last(s => s.Kind == "careful").TimeUs);
    }

    [Fact]
    public void A_case_without_recording_or_metrics_is_told_by_its_status()
    {
        var failed = new CaseResult { Case = Case.Create("a", Key("10 km/h")), Status = CaseStatus.DriverFailed, Reason = "its process ended with exit code 1", Reproducibility = Reproducibility.FromRecording, End = RecordingEnd.DriverFailed };
        var told = CaseStory.Of(new CaseRow(failed, CaseVerdict.Failed, []), null, null);
        Assert.Equal(["The driver failed. its process ended with exit code 1", "The driver may answer otherwise when it is asked again: this is one sample of what it does."], told.Select(s => s.Text));
        var refused = new CaseResult { Case = Case.Create("a", Key("10 km/h")), Status = CaseStatus.Refused };
        Assert.Equal(["The scenario is invalid; nothing was run."], CaseStory.Of(new CaseRow(refused, CaseVerdict.Refused, []), null, null).Select(s => s.Text));
    }

    [Fact]
    public void The_nearest_case_that_passes_differs_in_the_fewest_and_nearest_parameters()
    {
        CaseRow[] rows =
        [
            Swept("50 km/h", "dry", CaseVerdict.Failed), Swept("40 km/h", "wet", CaseVerdict.Passed), Swept("20 km/h", "dry", CaseVerdict.Passed),
            Swept("30 km/h", "dry", CaseVerdict.Passed), Swept("45 km/h", "dry", CaseVerdict.Failed),
        ];
        var neighbours = new PassingNeighbours(Report(rows));
        var nearest = neighbours.Of(rows[0])!;
        Assert.Equal(rows[3].Result.Case.Id, nearest.CaseId);
        Assert.Equal([new ParameterChange("speed", "50 km/h", "30 km/h")], nearest.Changes);
        Assert.Null(neighbours.Of(rows[1]));
        var told = CaseStory.Of(rows[0], null, nearest);
        Assert.Equal($"The nearest case of this run that passes is {nearest.CaseId}: speed 30 km/h in place of 50 km/h.", Only(told, "nearest").Text);
        Assert.Null(new PassingNeighbours(Report(rows) with { Gates = [] }).Of(rows[0]));
    }

    [Fact]
    public void The_safe_distance_is_drawn_only_where_it_agrees_with_the_assessor()
    {
        var recording = Drive(brakeFrom: 99, contactUs: 2_770_000);
        // 20·1 + 3.5/2 + 23.5²/(2·4) = 90.78 m behind one that stands.
        var row = Row(recording, Margin(90.78125));
        var reach = RssReach.Of(row.Result, recording)!;
        Assert.Equal("ahead", reach.Other);
        Assert.All(reach.SafeM.Take(26), safe => Assert.Equal(90.78125, safe, 1e-9));
        Assert.Equal(55.4, reach.GapM[0], 1e-9);
        Assert.Equal(35.4, reach.GapM[10], 1e-9);
        Assert.Null(RssReach.Of(Row(recording, Margin(70)).Result, recording));
    }

    [Fact]
    public void Ghosts_are_the_actors_that_were_elsewhere_in_the_baseline()
    {
        var now = Drive(brakeFrom: 99, contactUs: null);
        var then = Drive(brakeFrom: 16, contactUs: null);
        var row = Row(now, Ttc(now));
        Assert.Equal(["ego"], Ghosts(then));
        Assert.Empty(Ghosts(now));
        Assert.Equal(["ahead"], Ghosts(now with { Tracks = [now.Tracks[0], now.Tracks[1] with { Id = "ahead", X = now.Tracks[1].X.ToArray().Select(x => x + 0.02).ToArray() }] }));
        Assert.Equal(["other"], Ghosts(now with { Tracks = [now.Tracks[0], now.Tracks[1] with { Id = "other" }] }));

        string[] Ghosts(Recording baseline)
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                var text = new PageText(100);
                new PageOverlays(new PageReplay(new HtmlOptions(), text), text).Write(json, row.Result, now, baseline);
                json.WriteEndObject();
            }

            return [.. JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("ghost").GetProperty("tracks").EnumerateArray().Select(t => t.GetProperty("id").GetString()!)];
        }
    }

    [Theory]
    [InlineData(50, 0, "1\n2\n3\n")]
    [InlineData(20_000, 19_905, null)]
    public void Of_a_long_log_the_last_whole_lines_are_shown(int lines, int least, string? start)
    {
        var text = new StringBuilder();
        for (int i = 1; i <= lines; i++)
        {
            text.Append(i).Append('\n');
        }

        text.Append("\u001b[31mred\u001b[0m \ud800 end");
        var files = new MemoryRunFiles(new Dictionary<string, Recording>());
        var row = Swept("50 km/h", "dry", CaseVerdict.Failed);
        using (var log = files.Create($"cases/{row.Result.Case.Id}/driver.log"))
        {
            log.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }

        var options = new HtmlOptions { MaxLogBytes = 500 };
        var shown = Files(options with { DriverOutput = DriverOutput.Inside }, files, row);
        Assert.Equal(["driver.log"], shown.GetProperty("names").EnumerateArray().Select(n => n.GetString()));
        string tail = shown.GetProperty("log").GetProperty("text").GetString()!;
        Assert.EndsWith("red \ufffd end", tail, StringComparison.Ordinal);
        Assert.True(int.Parse(tail.Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture) >= Math.Max(least - 100, 1));
        Assert.StartsWith(start ?? "", tail, StringComparison.Ordinal);
        Assert.Equal(start is null, shown.GetProperty("log").GetProperty("before").GetInt64() > 0);

        Assert.False(Files(options, files, row).TryGetProperty("log", out _));
        var passed = row with { Verdict = CaseVerdict.Passed };
        Assert.False(Files(options with { DriverOutput = DriverOutput.Inside }, files, passed).TryGetProperty("log", out _));
        new PageFiles(options, files).WriteTails([passed], TestContext.Current.CancellationToken);
        Assert.Single(files.Paths);
        new PageFiles(options, files).WriteTails([row], TestContext.Current.CancellationToken);
        string page = files.Text($"cases/{row.Result.Case.Id}/{DriverTail.FileName}");
        Assert.Contains("red \ufffd end</pre>", page, StringComparison.Ordinal);
        Assert.Equal(start is null, page.Contains("bytes before this are left out", StringComparison.Ordinal));
    }

    [Fact]
    public void The_end_of_a_log_is_text_and_nothing_else()
    {
        var tail = DriverTail.Of(new MemoryStream("</pre><script>alert(1)</script>\0&amp;\n"u8.ToArray()), 500);
        string page = Encoding.UTF8.GetString(tail.Page("a"));

        Assert.Contains("&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;\n</pre>", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("(nothing)", Encoding.UTF8.GetString(DriverTail.Of(new MemoryStream(), 500).Page("a")), StringComparison.Ordinal);
    }

    private static JsonElement Files(HtmlOptions options, MemoryRunFiles files, CaseRow row)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            new PageFiles(options, files).Write(json, row);
            json.WriteEndObject();
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("files");
    }

    private static StorySentence Only(IEnumerable<StorySentence> told, string kind) => told.Single(s => s.Kind == kind);

    private static EgoBraking? Rounded(EgoBraking? braking) => braking is null ? null : braking with { StrongestMps2 = Math.Round(braking.StrongestMps2, 6) };

    private static CaseKey Key(string speed, string road = "dry") => new() { Source = "s", Parameters = SampleRun.Pairs(("road", road), ("speed", speed)), Label = "x" };

    private static CaseRow Swept(string speed, string road, CaseVerdict verdict) => new(new CaseResult { Case = Case.Create("a", Key(speed, road)), Status = CaseStatus.Assessed }, verdict, []);

    private static RunReport Report(CaseRow[] rows) => SampleRun.Of(1).Report with { Cases = rows };

    private static Metric Of(string name, Measured<double> value) => new() { Name = name, Unit = "s", Worse = WorseDirection.Lower, Version = 1, Value = value };

    private static CaseRow Row(Recording recording, Metric metric) => new(
        new CaseResult
        {
            Case = Case.Create("a", Key("72 km/h")),
            Status = CaseStatus.Assessed,
            End = recording.Contacts.Count > 0 ? RecordingEnd.Contact : RecordingEnd.Horizon,
            SimulatedUs = 3_000_000,
            Assessments = [new() { Assessor = "criticality", Version = "1", Metrics = [metric], Severity = 1, LeadingMetric = metric.Name }],
        },
        CaseVerdict.Failed,
        []);

    private static Metric Margin(double safeM) => new()
    {
        Name = "rss.margin",
        Unit = "m",
        Worse = WorseDirection.Lower,
        Version = 1,
        CriticalAt = 0,
        Value = Measured.Of(0.0, 500_000, ["ego", "ahead"],
        [
            new("safe distance", safeM, "m"), new("ego speed", 20, "m/s"), new("other speed", 0, "m/s"), new("response time", 1, "s"),
            new("acceleration", 3.5, "m/s²"), new("least braking", 4, "m/s²"), new("hardest braking of others", 8, "m/s²"),
        ]),
    };

    private static Metric Ttc(Recording recording)
    {
        var series = new List<MetricSample>();
        for (int k = 0; k < recording.StepCount; k++)
        {
            var ego = recording.Ego()!.At(k);
            if (ego.SpeedMps > 0.1)
            {
                series.Add(new(k, Math.Max(0, 55.4 - ego.X) / ego.SpeedMps));
            }
        }

        var worst = series.MinBy(s => s.Value);
        return new() { Name = "min_ttc", Unit = "s", Worse = WorseDirection.Lower, Version = 1, CriticalAt = 1.5, Series = series, Value = Measured.Of(worst.Value, worst.Step * StepUs, ["ego", "ahead"], [new("gap", 1, "m")]) };
    }

    private static Recording Drive(int brakeFrom, long? contactUs)
    {
        var ego = new List<ActorState>();
        var ahead = new List<ActorState>();
        double x = 0, v = 20;
        for (int k = 0; k <= 30; k++)
        {
            ego.Add(new ActorState(x, 0, 0, v, 0, k >= brakeFrom && v > 0 ? -8 : 0, 0, 0));
            ahead.Add(new ActorState(60, 0, 0, 0, 0, 0, 0, 0));
            x += v * 0.1;
            v = k >= brakeFrom ? Math.Max(0, v - 0.8) : v;
        }

        return new()
        {
            Name = "to a standing car",
            StepUs = StepUs,
            StepCount = ego.Count,
            Map = SampleRun.Motorway(),
            EgoId = "ego",
            Tracks = [Track.FromStates("ego", ActorClass.Car, new(4.6, 1.8), 0, ego.ToArray()), Track.FromStates("ahead", ActorClass.Car, new(4.6, 1.8), 0, ahead.ToArray())],
            Contacts = contactUs is not { } us ? [] :
            [
                new()
                {
                    TimeUs = us, A = "ego", B = "ahead", X = 57.7, Y = 0, ZoneA = ImpactZone.Front, ZoneB = ImpactZone.Rear, RelativeSpeedMps = 20, HeadingDifferenceRad = 0,
                    SpeedAMps = 20, SpeedBMps = 0, Class = CollisionClass.StoppedTrack, AtFault = true,
                },
            ],
            Provenance = new() { Generator = "test" },
        };
    }
}
