using System.Text.Json;
using Sim.Reports;

namespace Sim.Tests.Reports;

public class PageDebugTests
{
    [Fact]
    public void Signals_come_back_with_five_digits_whatever_their_size()
    {
        var debug = Debug(DebugRun.Of(1));
        var signals = debug.GetProperty("signals");
        Assert.Equal(["lead.gap_m", "cost_min"], signals.EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        var gap = Column(signals[0]);
        var cost = Column(signals[1]);

        Assert.Equal(0, gap.Steps[0]);
        Assert.Equal(5, cost.Steps[0]);
        Assert.Equal(gap.Steps.Length - 5, cost.Steps.Length);
        for (int i = 0; i < cost.Values.Length; i++)
        {
            Assert.InRange(cost.Values[i] - (1e-7 * cost.Steps[i]), -1e-10, 1e-10);
            Assert.InRange(gap.Values[i + 5] - (30 - (0.3 * cost.Steps[i])), -1e-3, 1e-3);
        }
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(-3e12)]
    [InlineData(5e-310)]
    [InlineData(0)]
    public void A_signal_of_any_size_keeps_its_value(double value)
    {
        var signal = Debug(With(_ => new() { Signals = [new("s", value)] })).GetProperty("signals")[0];
        double back = Column(signal).Values[0];

        Assert.InRange(Math.Abs(back - value), 0, Math.Max(Math.Abs(value) * 1e-5, 1e-300));
    }

    [Fact]
    public void A_text_is_listed_where_it_begins()
    {
        var texts = Debug(DebugRun.Of(1)).GetProperty("texts").EnumerateArray().Select(t => (t[0].GetInt32(), t[1].GetString(), t[2].GetString()));

        Assert.Equal([(0, "planner", "keep the lane"), (8, "planner", "the car beside moves in:\nopen the gap"), (10, "note", DebugRun.Hostile), (14, "planner", "brake")], texts);
    }

    [Fact]
    public void Candidates_are_listed_by_answer_and_vanish_with_it()
    {
        var candidates = Debug(With(a => a.Step is 3 or 4 ? DebugRun.At(a) : new())).GetProperty("candidates");

        Assert.Equal([(3, 3), (4, 3), (5, 0)], candidates.EnumerateArray().Select(c => (c[0].GetInt32(), c[1].GetArrayLength())));
        Assert.Equal(1.25, candidates[0][1][0][1].GetDouble());
        Assert.Equal(JsonValueKind.Null, candidates[0][1][2][1].ValueKind);
    }

    [Fact]
    public void What_a_limit_leaves_out_is_counted()
    {
        var options = new HtmlOptions { MaxSignals = 1, MaxPlanBytes = 1, MaxDebugTextLength = 1 };
        var debug = Debug(DebugRun.Of(1), options);
        int answers = DebugRun.Of(1).Recordings.Values.Single().Answers.Count;

        Assert.Equal(1, debug.GetProperty("signals").GetArrayLength());
        Assert.Equal(1, debug.GetProperty("signals_left_out").GetInt32());
        Assert.Equal([3, 0], debug.GetProperty("candidates").EnumerateArray().Select(c => c[1].GetArrayLength()));
        Assert.Equal(3 * (answers - 1), debug.GetProperty("candidates_left_out").GetInt32());
        Assert.Equal(1, debug.GetProperty("texts").GetArrayLength());
        Assert.Equal(3, debug.GetProperty("texts_left_out").GetInt32());
    }

    [Fact]
    public void A_recording_without_debug_output_has_no_such_member()
    {
        var run = SampleRun.Of(1);
        string html = MemoryRunFiles.Written(new HtmlWriter(), run.Report, run.Recordings).Text("report.html");
        using var one = HtmlWriterTests.Block(html, "case-0");
        Assert.False(one.RootElement.GetProperty("replay").TryGetProperty("debug", out _));
    }

    private static (RunReport Report, IReadOnlyDictionary<string, Recording> Recordings) With(Func<RecordedAnswer, DriverDebug> debug)
    {
        var run = SampleRun.Of(1);
        return (run.Report, run.Recordings.ToDictionary(r => r.Key, r => DebugRun.With(r.Value, debug)));
    }

    private static JsonElement Debug((RunReport Report, IReadOnlyDictionary<string, Recording> Recordings) run, HtmlOptions? options = null)
    {
        string html = MemoryRunFiles.Written(new HtmlWriter(options), run.Report, run.Recordings).Text("report.html");
        using var one = HtmlWriterTests.Block(html, "case-0");
        return one.RootElement.GetProperty("replay").GetProperty("debug").Clone();
    }

    private static (double[] Steps, double[] Values) Column(JsonElement signal)
    {
        var reader = new PackedReader(signal.GetProperty("data").GetString()!);
        int count = signal.GetProperty("count").GetInt32();
        var both = (reader.Column(count, 1), reader.Column(count, signal.GetProperty("per_unit").GetDouble()));
        Assert.True(reader.AtEnd);
        return both;
    }
}
