using System.Text;
using System.Text.Json;

namespace Sim.Tests;

public class DriverDebugTests
{
    private static readonly PlanPoint[] Two = [new(0, 0, 0, 0, 5), new(100_000, 0.5, 0, 0, 5)];

    [Fact]
    public void What_is_within_every_bound_is_well_formed()
    {
        var full = new DriverDebug
        {
            Signals = [.. Enumerable.Range(0, DriverDebug.MaxSignals).Select(i => new DebugSignal($"s{i}", i))],
            Candidates = [.. Enumerable.Range(0, DriverDebug.MaxCandidates).Select(i => new DebugPlan($"c{i}", Points(DriverDebug.MaxCandidatePoints), i == 0 ? null : i))],
            Texts = [.. Enumerable.Range(0, DriverDebug.MaxTexts).Select(_ => new DebugText("planner", new string('a', DriverDebug.MaxTextLength)))],
        };

        Assert.Null(full.Fault());
        Assert.Null((DriverAnswer.FromControls(0, 0) with { Debug = full }).Fault());
        Assert.Null((DriverAnswer.FromPlan(Two) with { Debug = new() }).Fault());
        // 64 × 16 + the names s0 … s63 (10 × 2 + 54 × 3), 32 × (16 + 200 × 40) + the names c0 … c31, 16 × (16 + 7 + 2048).
        Assert.Equal(1024 + 182 + (32 * 8016) + 86 + (16 * 2071), full.SizeBytes());
    }

    [Fact]
    public void One_more_than_a_bound_is_a_bad_answer_that_says_so()
    {
        Bad("at most 64 signals, found 65", new() { Signals = [.. Enumerable.Range(0, 65).Select(i => new DebugSignal($"s{i}", i))] });
        Bad("at most 32 candidates, found 33", new() { Candidates = [.. Enumerable.Range(0, 33).Select(i => new DebugPlan($"c{i}", Two))] });
        Bad("candidate 'c': a plan has 2 to 200 points, found 201", new() { Candidates = [new("c", Points(201))] });
        Bad("candidate 'c': a plan has 2 to 200 points, found 1", new() { Candidates = [new("c", Points(1))] });
        Bad("at most 16 texts, found 17", new() { Texts = [.. Enumerable.Range(0, 17).Select(_ => new DebugText("t", ""))] });
        Bad("text 0: at most 2048 characters, found 2049", new() { Texts = [new("t", new string('a', 2049))] });
        Bad("signal 0: a name has 1 to 64 characters, found 65", new() { Signals = [new(new string('a', 65), 0)] });
    }

    [Fact]
    public void Values_that_are_not_finite_and_names_that_repeat_are_bad_answers()
    {
        Bad("signal 'ttc' is not finite", new() { Signals = [new("ttc", double.NaN)] });
        Bad("the cost of candidate 'c' is not finite", new() { Candidates = [new("c", Two, double.PositiveInfinity)] });
        Bad("candidate 'c': plan point 1 is not finite", new() { Candidates = [new("c", [Two[0], Two[1] with { Y = double.NaN }], 0)] });
        Bad("candidate 'c': plan point 1 is not later than the one before it", new() { Candidates = [new("c", [Two[0], Two[0]], 0)] });
        Bad("signal 'a' appears twice", new() { Signals = [new("a", 0), new("a", 1)] });
        Bad("candidate 'a' appears twice", new() { Candidates = [new("a", Two, 0), new("a", Two, 1)] });
        Assert.Null(new DriverDebug { Texts = [new("a", "one"), new("a", "two")] }.Fault());
    }

    [Theory]
    [InlineData("ttc_s", true)]
    [InlineData("lead.gap-to/front_9", true)]
    [InlineData("_", true)]
    [InlineData("", false)]
    [InlineData("9lives", false)]
    [InlineData("two words", false)]
    [InlineData("</script>", false)]
    [InlineData("a[0]", false)]
    [InlineData("größe", false)]
    [InlineData("a\n", false)]
    public void A_name_is_made_of_safe_characters(string name, bool good)
    {
        Assert.Equal(good, DriverDebug.NameFault(name) is null);
        Assert.Equal(good, new DriverDebug { Texts = [new(name, "")] }.Fault() is null);
    }

    [Theory]
    [InlineData("line one\nline two\tα 😀 <script>alert(1)</script>", true)]
    [InlineData("\r", false)]
    [InlineData("\u0000", false)]
    [InlineData("\u001b[31m", false)]
    [InlineData("\u009b", false)]
    public void A_text_has_no_control_characters(string text, bool good) =>
        Assert.Equal(good, new DriverDebug { Texts = [new("t", text)] }.Fault() is null);

    [Fact]
    public void A_text_has_no_half_characters()
    {
        Bad("text 0: found half of a surrogate pair at 1", new() { Texts = [new("t", "a\ud83d")] });
        Bad("text 0: found half of a surrogate pair at 0", new() { Texts = [new("t", "\ude00\ud83d")] });
    }

    [Fact]
    public void Shifting_an_answer_moves_the_times_of_plan_and_candidates_and_nothing_else()
    {
        var answer = DriverAnswer.FromPlan(Two) with { Debug = new() { Candidates = [new("c", Two, 2)], Signals = [new("s", 7)], Texts = [new("t", "x")] } };
        var moved = answer.Shift(-50_000);

        Assert.Equal([-50_000, 50_000], moved.Plan!.Select(p => p.TimeUs));
        Assert.Equal([-50_000, 50_000], moved.Debug!.Candidates[0].Points.Select(p => p.TimeUs));
        Assert.Equal(Json(answer), Json(moved.Shift(50_000)));
        Assert.Equal(-1, (DriverAnswer.FromControls(1, 2) with { Debug = answer.Debug }).Shift(-1).Debug!.Candidates[0].Points[0].TimeUs);
    }

    [Fact]
    public void It_comes_back_from_its_bytes_and_an_answer_without_it_has_the_bytes_it_always_had()
    {
        var answer = DriverAnswer.FromControls(1, -0.0) with { Debug = new() { Candidates = [new("c", Two), new("d", Two, -0.0)], Signals = [new("s", 1.0 / 3)], Texts = [new("t", "ü")] } };
        string json = Json(answer);

        Assert.Equal(json, Json(SimJson.Parse(Encoding.UTF8.GetBytes(json), SimJson.Default.DriverAnswer)));
        Assert.Equal("{\"controls\":{\"accel_mps2\":1,\"steer_rad\":-0}}", Json(answer with { Debug = null }));
        Assert.Null(SimJson.Parse("{\"controls\":{\"accel_mps2\":1,\"steer_rad\":0}}"u8, SimJson.Default.DriverAnswer).Debug);
        Assert.Throws<JsonException>(() => SimJson.Parse("{\"controls\":{\"accel_mps2\":1,\"steer_rad\":0},\"debug\":{\"signals\":[null],\"candidates\":[],\"texts\":[]}}"u8, SimJson.Default.DriverAnswer));
    }

    private static void Bad(string expected, DriverDebug debug)
    {
        Assert.Equal($"debug: {expected}", debug.Fault());
        Assert.Equal($"debug: {expected}", (DriverAnswer.FromControls(0, 0) with { Debug = debug }).Fault());
    }

    private static PlanPoint[] Points(int count) => [.. Enumerable.Range(0, count).Select(i => new PlanPoint(i, i, 0, 0, 1))];

    private static string Json(DriverAnswer answer) => JsonSerializer.Serialize(answer, SimJson.Default.DriverAnswer);
}
