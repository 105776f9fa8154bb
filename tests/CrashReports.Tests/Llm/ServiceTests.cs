using System.Text.Json.Nodes;
using Sim.Plugins.CrashReports.Llm.Questions;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.Sdk;

namespace Sim.Tests.CrashReports.Llm;

/// <summary>What services do to their clients.</summary>
public sealed class ServiceTests
{
    private static readonly ScriptedModel Model = new(Gold.Record());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Hiccups => ["429", "500", "503", "truncated", "no json", "no choices", "broken stream"];

    [Theory]
    [MemberData(nameof(Hiccups))]
    public void A_call_that_fails_for_a_while_is_repeated_with_growing_pauses(string kind)
    {
        using var rig = new Rig((request, number) => number <= 3 ? Broken(kind) : Model.Answer(request), o => o with { Stream = kind == "broken stream" });

        var record = rig.Extractor.Extract(Gold.Report, Token);

        Assert.Equal(Gold.Says(Gold.Record()), Gold.Says(record));
        Assert.Equal([1, 2, 4], ((InstantClock)rig.Clock).Waits.Select(w => w.TotalSeconds));
        Assert.Equal(5 + 3, rig.Service.Seen.Count);
    }

    [Fact]
    public void The_pause_that_the_service_asks_for_is_kept()
    {
        using var rig = new Rig((request, number) => number == 1 ? new FakeAnswer { Status = 429, RetryAfter = "17" } : Model.Answer(request));
        rig.Extractor.Extract(Gold.Report, Token);
        Assert.Equal([17], ((InstantClock)rig.Clock).Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public void A_pause_without_end_is_an_error()
    {
        using var rig = new Rig((_, _) => new FakeAnswer { Status = 429, RetryAfter = "5000" });
        var error = Assert.Throws<ModuleFailedException>(() => rig.Extractor.Extract(Gold.Report, Token));
        Assert.Contains("5000 s", error.Message, StringComparison.Ordinal);
        Assert.Single(rig.Service.Seen);
    }

    [Theory]
    [MemberData(nameof(Hiccups))]
    public void A_service_that_never_recovers_is_an_error_that_says_what_it_did(string kind)
    {
        using var rig = new Rig((_, _) => Broken(kind), o => o with { Retries = 2, Stream = kind == "broken stream" });
        var error = Assert.Throws<ModuleFailedException>(() => rig.Extractor.Extract(Gold.Report, Token));
        Assert.Contains($"127.0.0.1:{rig.Service.Port}", error.Message, StringComparison.Ordinal);
        Assert.Contains(kind is "429" or "500" or "503" ? $"status {kind}" : kind == "truncated" ? "broke" : "truncated", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, rig.Service.Seen.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(302)]
    public void What_cannot_get_better_is_not_repeated_and_nobody_else_is_asked(int status)
    {
        using var other = new FakeService((request, _) => Model.Answer(request));
        using var rig = new Rig((_, _) => new FakeAnswer { Status = status, Redirect = status == 302 ? other.Endpoint + "/chat/completions" : null });
        var error = Assert.Throws<ModuleFailedException>(() => rig.Extractor.Extract(Gold.Report, Token));
        Assert.Contains($"status {status}", error.Message, StringComparison.Ordinal);
        Assert.Single(rig.Service.Seen);
        Assert.Empty(other.Seen);
    }

    [Fact]
    public void The_key_is_in_no_message_even_when_the_service_repeats_it()
    {
        using var rig = new Rig((_, _) => new FakeAnswer { Status = 400, Raw = """{"error":{"message":"bad key sk-very-secret"}}""" });
        var error = Assert.Throws<ModuleFailedException>(() => rig.Extractor.Extract(Gold.Report, Token));
        Assert.Contains("bad key ***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-very-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_is_too_slow_is_asked_again_and_then_given_up()
    {
        using var rig = new Rig((_, _) => new FakeAnswer { Hang = true }, o => o with { Timeout = TimeSpan.FromMilliseconds(50), Retries = 0 }, TimeProvider.System);
        var error = Assert.Throws<ModuleFailedException>(() => rig.Extractor.Extract(Gold.Report, Token));
        Assert.Contains("no answer within 0.05 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_at_the_address_is_an_error()
    {
        var dead = new FakeService((_, _) => "");
        dead.Dispose();
        using var rig = new Rig((_, _) => "", o => o with { Endpoint = new Uri(dead.Endpoint + "/"), Retries = 1 });
        var error = Assert.Throws<ModuleFailedException>(() => rig.Extractor.Extract(Gold.Report, Token));
        Assert.Contains("the connection broke", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_ends_a_call_that_hangs()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var rig = new Rig((_, _) =>
        {
            cancel.Cancel();
            return new FakeAnswer { Hang = true };
        });
        Assert.ThrowsAny<OperationCanceledException>(() => rig.Extractor.Extract(Gold.Report, cancel.Token));
    }

    [Theory]
    [InlineData("not json at all", "no JSON")]
    [InlineData("{\"weather\": 3}", "must be an object")]
    [InlineData("[]", "must be an object")]
    [InlineData("{}", "lacks the member 'weather'")]
    [InlineData("{\"extra\": 1}", "does not know")]
    public void An_answer_of_another_shape_is_asked_for_again_with_the_broken_rules(string wrong, string rule)
    {
        int asked = 0;
        using var rig = new Rig((request, _) => request.Task == "environment" && asked++ == 0 ? wrong : Model.Answer(request));

        var record = rig.Extractor.Extract(Gold.Report, Token);

        Assert.Equal(Gold.Says(Gold.Record()), Gold.Says(record));
        Assert.Contains(rule, rig.Service.Seen[1].Texts[^1], StringComparison.Ordinal);
        Assert.Equal(wrong, rig.Service.Seen[1].Texts[^2]);
    }

    [Theory]
    [InlineData("wrong word")]
    [InlineData("refusal")]
    [InlineData("cut off")]
    [InlineData("deep")]
    public void A_group_that_never_fits_stays_unknown_and_a_finding_says_so(string kind)
    {
        using var rig = new Rig((request, _) => request.Task != "environment" ? Model.Answer(request) : kind switch
        {
            "wrong word" => Model.Group("environment").Replace("daylight\"", "sunlight\"", StringComparison.Ordinal),
            "refusal" => new FakeAnswer { Refusal = "I cannot help with that." },
            "cut off" => new FakeAnswer { Content = Model.Group("environment")[..60], Finish = "length" },
            _ => new string('[', 5000),
        });

        var record = rig.Extractor.Extract(Gold.Report, Token);

        Assert.Equal(new EnvironmentRecord(), record.Environment with { Weather = new EnvironmentRecord().Weather });
        Assert.Equal(LeafStatus.Unknown, record.Environment.Weather.Status);
        Assert.Contains(record.Findings, f => f is { Rule: "R1", Path: "environment" });
        Assert.Equal(Gold.Says(Gold.Record()).Where(l => !l.StartsWith("environment", StringComparison.Ordinal)), Gold.Says(record));
        Assert.InRange(rig.Service.Seen.Count(s => s.Task == "environment"), 2, 3);
    }

    [Fact]
    public void A_fence_around_the_answer_does_no_harm()
    {
        using var rig = new Rig((request, _) => request.Task == "check" ? Model.Answer(request) : $"```json\n{Model.Group(request.Task)}\n```");
        Assert.Equal(Gold.Says(Gold.Record()), Gold.Says(rig.Extractor.Extract(Gold.Report, Token)));
    }

    [Fact]
    public void What_the_second_reading_contradicts_is_asked_for_again_and_kept_when_it_is_mended()
    {
        int actors = 0;
        using var rig = new Rig((request, _) =>
        {
            if (request.Task == "actors" && actors++ == 0)
            {
                var brief = Model.Brief("actors");
                brief["actors"]![0]!["movement"] = new JsonArray("stopped", "traveling north in lane one");
                return AnswerFiller.Fill(FieldGroups.Actors.Shape, brief.ToJsonString());
            }

            return request.Task == "check" && request.Texts[1].Contains("\"actors/V1/movement\",\"value\":\"stopped\"", StringComparison.Ordinal)
                ? ScriptedModel.Check(request, path => path == "actors/V1/movement" ? "contradicted" : "supported")
                : Model.Answer(request);
        });

        var record = rig.Extractor.Extract(Gold.Report, Token);

        Assert.Empty(record.Findings);
        Assert.Equal(Gold.Says(Gold.Record()), Gold.Says(record));
        Assert.Equal(["environment", "road", "actors", "impacts", "check", "actors", "check"], rig.Service.Seen.Select(s => s.Task));
        Assert.Contains("actors/V1/movement", rig.Service.Seen[5].Texts[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contradicted", "environment/surface", true)]
    [InlineData("not_mentioned", "environment/surface", true)]
    [InlineData("not_mentioned", "crash_class", false)]
    [InlineData("contradicted", "crash_class", true)]
    [InlineData("contradicted", "actors/V2/actions/1/kind", true)]
    public void What_the_second_reading_does_not_support_is_dropped_unless_it_was_derived_and_is_only_not_mentioned(string verdict, string path, bool dropped)
    {
        using var rig = new Rig((request, _) => request.Task == "check" ? ScriptedModel.Check(request, p => p == path ? verdict : "supported") : Model.Answer(request));

        var record = rig.Extractor.Extract(Gold.Report, Token);

        Assert.Equal(dropped, record.Findings.Any(f => f.Path == path));
        Assert.Equal(dropped ? 1 : 0, Gold.Says(Gold.Record()).Count - Gold.Says(record).Count);
    }

    private static FakeAnswer Broken(string kind) => kind switch
    {
        "truncated" => new FakeAnswer { Content = Model.Group("environment"), Truncate = true },
        "no json" => new FakeAnswer { Raw = "<html>busy</html>" },
        "no choices" => new FakeAnswer { Raw = "{\"choices\":[]}" },
        "broken stream" => new FakeAnswer { Raw = "data: {\"choices\":[{\"delta\":{\"content\":\"{\"}}]}\n\n" },
        _ => new FakeAnswer { Status = int.Parse(kind, System.Globalization.CultureInfo.InvariantCulture) },
    };
}
