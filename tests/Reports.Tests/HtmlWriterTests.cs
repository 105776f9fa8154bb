using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sim.Reports;

namespace Sim.Tests.Reports;

public partial class HtmlWriterTests
{
    [Fact]
    public void The_same_run_gives_the_same_bytes()
    {
        var run = SampleRun.Of(30);
        byte[] first = MemoryRunFiles.Written(new HtmlWriter(), run.Report, run.Recordings).Bytes("report.html");
        var again = SampleRun.Of(30);
        Assert.Equal(first, MemoryRunFiles.Written(new HtmlWriter(), again.Report, again.Recordings).Bytes("report.html"));
    }

    [Fact]
    public void The_policy_allows_exactly_the_embedded_script_and_style()
    {
        string html = Html(SampleRun.Of(3));
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Hash(ScriptElement().Match(html).Groups[1].Value)}'", html, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash(StyleElement().Match(html).Groups[1].Value)}'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", html[..html.IndexOf("<style>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Single(ScriptElement().Matches(html));
        Assert.DoesNotContain("http://", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_case_has_its_row_and_its_block()
    {
        var run = SampleRun.Of(30);
        string html = Html(run);
        using var index = Block(html, "index");
        var rows = index.RootElement.GetProperty("cases");
        Assert.Equal(30, rows.GetArrayLength());
        for (int i = 0; i < 30; i++)
        {
            using var one = Block(html, $"case-{i}");
            Assert.Equal(rows[i].GetProperty("id").GetString(), one.RootElement.GetProperty("id").GetString());
            Assert.Equal(rows[i].GetProperty("replay").GetString() == "embedded", one.RootElement.TryGetProperty("replay", out _));
        }

        Assert.Equal("error", rows[0].GetProperty("verdict").GetString());
        Assert.Equal("passed", rows[29].GetProperty("verdict").GetString());
        var counts = index.RootElement.GetProperty("counts");
        Assert.Equal(31, counts.EnumerateObject().Sum(c => c.Value.GetInt32()));
        Assert.Equal(run.Report.Cases.Count(c => c.Verdict == CaseVerdict.NotRun) + 1, counts.GetProperty("not_run").GetInt32());
    }

    [Fact]
    public void One_far_value_leaves_the_digits_of_the_near_ones()
    {
        var run = SampleRun.Of(1);
        var rows = run.Report.Cases.Select(row => row with
        {
            Result = row.Result with { Assessments = [.. row.Result.Assessments.Select(a => a with { Metrics = [.. a.Metrics.Select(Far)] })] },
        });
        string html = MemoryRunFiles.Written(new HtmlWriter(), run.Report with { Cases = [.. rows] }, run.Recordings).Text("report.html");
        using var one = Block(html, "case-0");
        var series = one.RootElement.GetProperty("assessments")[0].GetProperty("metrics").EnumerateArray().First(m => m.TryGetProperty("series", out _)).GetProperty("series");
        var reader = new PackedReader(series.GetProperty("data").GetString()!);
        Assert.Equal([0, 1], reader.Column(2, 1));
        double[] values = reader.Column(2, series.GetProperty("per_unit").GetDouble());
        Assert.Equal([25_000_000, 1.416], values);

        static Metric Far(Metric metric) => metric.Series.Count == 0 ? metric : metric with { Series = [new(0, 25_000_000), new(1, 1.416)] };
    }

    [Fact]
    public void A_seed_beyond_the_range_of_javascript_keeps_every_digit()
    {
        using var index = Block(Html(SampleRun.Of(1)), "index");
        Assert.Equal("18446744073709551615", index.RootElement.GetProperty("seed").GetString());
    }

    [Fact]
    public void Columns_are_the_metrics_that_expectations_name_then_those_crossed_most()
    {
        var names = PageIndex.Columns(SampleRun.Of(30).Report).Select(m => m.Name);
        Assert.Equal(["collision.at_fault", "min_ttc", "btn", "pet"], names);
    }

    [Fact]
    public void Replays_beyond_the_limit_are_left_out_counted_and_not_even_read()
    {
        var run = SampleRun.Of(30);
        var files = MemoryRunFiles.Written(new HtmlWriter(new HtmlOptions { MaxReplays = 4 }), run.Report, run.Recordings);
        using var index = Block(files.Text("report.html"), "index");
        var replays = index.RootElement.GetProperty("replays");
        Assert.Equal(4, replays.GetProperty("embedded").GetInt32());
        Assert.Equal(run.Recordings.Count - 4, replays.GetProperty("left_out").GetInt32());
        Assert.Equal(30 - run.Recordings.Count, replays.GetProperty("not_kept").GetInt32());
        Assert.Equal(4, files.RecordingsRead);
    }

    [Fact]
    public void The_byte_limit_stops_embedding_too()
    {
        var run = SampleRun.Of(30);
        string html = MemoryRunFiles.Written(new HtmlWriter(new HtmlOptions { MaxReplayBytes = 10_000 }), run.Report, run.Recordings).Text("report.html");
        using var index = Block(html, "index");
        Assert.InRange(index.RootElement.GetProperty("replays").GetProperty("embedded").GetInt32(), 1, 6);
    }

    [Fact]
    public void A_map_is_embedded_once_for_all_cases_on_it()
    {
        string html = Html(SampleRun.Of(30));
        Assert.Single(Regex.Matches(html, "id=\"map-[0-9a-f]{16}\""));
    }

    [Fact]
    public void Tracks_come_back_within_half_a_millimetre()
    {
        var run = SampleRun.Of(6);
        string html = Html(run);
        int compared = 0;
        for (int i = 0; i < 6; i++)
        {
            using var one = Block(html, $"case-{i}");
            if (!one.RootElement.TryGetProperty("replay", out var replay))
            {
                continue;
            }

            var recording = run.Recordings[one.RootElement.GetProperty("id").GetString()!];
            for (int k = 0; k < recording.Tracks.Count; k++)
            {
                var packed = replay.GetProperty("tracks")[k];
                var reader = new PackedReader(packed.GetProperty("data").GetString()!);
                foreach (var column in new[] { recording.Tracks[k].X, recording.Tracks[k].Y, recording.Tracks[k].HeadingRad, recording.Tracks[k].SpeedMps, recording.Tracks[k].AccelMps2 })
                {
                    double[] back = reader.Column(packed.GetProperty("count").GetInt32(), 1000);
                    for (int n = 0; n < back.Length; n++)
                    {
                        Assert.InRange(back[n] - column.Span[n], -0.000501, 0.000501);
                        compared++;
                    }
                }

                Assert.True(reader.AtEnd);
            }
        }

        Assert.True(compared > 1000);
    }

    [Fact]
    public void Values_that_are_not_numbers_or_too_large_are_packed_without_a_failure()
    {
        var coder = new DeltaCoder();
        coder.AddColumn([1, double.NaN, double.PositiveInfinity, 1e300, -1e300, 2], 1000);
        double[] back = new PackedReader(coder.ToString()).Column(6, 1000);
        Assert.Equal([1, 1, 1, 1e9, -1e9, 2], back);
    }

    [Fact]
    public void Presence_is_packed_as_runs_that_begin_with_presence()
    {
        var run = SampleRun.Of(1);
        var (id, recording) = run.Recordings.Single();
        var track = recording.Tracks[1];
        bool[] present = [.. Enumerable.Range(0, track.Count).Select(i => i is >= 10 and not (20 or 21))];
        var changed = recording with { Tracks = [recording.Tracks[0], track with { Presence = present }] };
        string html = MemoryRunFiles.Written(new HtmlWriter(), run.Report, new Dictionary<string, Recording> { [id] = changed }).Text("report.html");
        using var one = Block(html, "case-0");
        var runs = one.RootElement.GetProperty("replay").GetProperty("tracks")[1].GetProperty("presence").EnumerateArray().Select(e => e.GetInt32());
        Assert.Equal([0, 10, 10, 2, track.Count - 22], runs);
    }

    [Fact]
    public void Long_texts_are_cut_and_lone_surrogates_replaced()
    {
        var run = SampleRun.Of(1);
        var row = run.Report.Cases[0];
        string longName = new('x', 1_000_000);
        var report = run.Report with { Cases = [row with { Result = row.Result with { Traffic = longName, Reason = "a\uD800b" } }], Verdict = "</title><script>alert(1)</script>" };
        string html = MemoryRunFiles.Written(new HtmlWriter(), report, run.Recordings).Text("report.html");
        Assert.True(html.Length < 500_000);
        using var one = Block(html, "case-0");
        Assert.EndsWith("… (1000000 characters)", one.RootElement.GetProperty("traffic").GetString(), StringComparison.Ordinal);
        Assert.Equal("a\uFFFDb", one.RootElement.GetProperty("reason").GetString());
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_report_leaves_no_file()
    {
        var run = SampleRun.Of(3);
        var files = new MemoryRunFiles(run.Recordings);
        Assert.Throws<OperationCanceledException>(() => new HtmlWriter().Write(run.Report, files, new CancellationToken(true)));
        Assert.Empty(files.Paths);
    }

    [Fact]
    public void A_run_without_cases_is_written_too()
    {
        var report = SampleRun.Of(1).Report with { Cases = [], Gates = [], Waivers = [], Missing = [] };
        using var index = Block(MemoryRunFiles.Written(new HtmlWriter(), report).Text("report.html"), "index");
        Assert.Equal(0, index.RootElement.GetProperty("cases").GetArrayLength());
    }

    [Fact]
    public void The_number_of_processors_and_the_order_of_reading_change_no_byte()
    {
        var run = SampleRun.Of(150);
        byte[] first = MemoryRunFiles.Written(new HtmlWriter(), run.Report, run.Recordings).Bytes("report.html");
        var slow = new MemoryRunFiles(run.Recordings) { SlowsDown = true };
        new HtmlWriter().Write(run.Report, slow, TestContext.Current.CancellationToken);
        Assert.Equal(first, slow.Bytes("report.html"));
    }

    internal static JsonDocument Block(string html, string id)
    {
        var match = Regex.Match(html, $"<script type=\"application/json\" id=\"{id}\">([^<]*)</script>");
        if (match.Success)
        {
            return JsonDocument.Parse(match.Groups[1].Value);
        }

        match = Regex.Match(html, $"<script type=\"text/plain\" id=\"{id}\">([A-Za-z0-9+/=]*)</script>");
        Assert.True(match.Success, $"no block '{id}'");
        using var inflater = new DeflateStream(new MemoryStream(Convert.FromBase64String(match.Groups[1].Value)), CompressionMode.Decompress);
        return JsonDocument.Parse(inflater);
    }

    private static string Html(SampleRun run) => MemoryRunFiles.Written(new HtmlWriter(), run.Report, run.Recordings).Text("report.html");

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex ScriptElement();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();
}
