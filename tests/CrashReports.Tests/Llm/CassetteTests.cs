using System.Text;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Llm;
using Sim.Plugins.CrashReports.Llm.Cassettes;
using Sim.Plugins.CrashReports.Llm.Questions;
using Sim.Plugins.CrashReports.Llm.Service;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Llm;

public sealed class CassetteTests : IDisposable
{
    private static readonly ScriptedModel Model = new(Gold.Record());
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-cassette-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File1 => Path.Combine(_folder, "answers.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_recorded_plays_back_the_same_record_without_endpoint_key_or_network()
    {
        CrashRecord recorded;
        using (var rig = new Rig((request, _) => Model.Answer(request), o => o with { CassetteFile = File1, CassetteName = "answers.jsonl", Mode = CassetteMode.Record }))
        {
            recorded = rig.Extractor.Extract(Gold.Report, Token);
        }

        var options = new LlmOptions { Model = "fake", CassetteFile = File1, CassetteName = "answers.jsonl", Mode = CassetteMode.Replay };
        using var gateway = new LlmGateway(options, new ExtractorHost { Variables = _ => null });
        var played = new LlmExtractor(options, gateway).Extract(Gold.Report, Token);

        Assert.Equal(Encoding.UTF8.GetString(CrashJson.Write(recorded)), Encoding.UTF8.GetString(CrashJson.Write(played)));
        Assert.Equal(0, gateway.Meter.Tokens);
        Assert.Single(played.Egress);
    }

    [Fact]
    public void Equal_answers_give_equal_bytes_and_no_secret()
    {
        byte[] Record(string name, bool twice)
        {
            using var rig = new Rig((request, _) => request.Task == "environment" ? Model.Group("environment").Replace("reasoning\":\"", "reasoning\":\"sk-very-secret ", StringComparison.Ordinal) : Model.Answer(request),
                o => o with { CassetteFile = Path.Combine(_folder, name), CassetteName = name, Mode = CassetteMode.Auto });
            rig.Extractor.Extract(twice ? Gold.Report with { Id = "other", Text = Gold.Text + " The road was closed for an hour." } : Gold.Report, Token);
            rig.Extractor.Extract(Gold.Report, Token);
            rig.Extractor.Extract(Gold.Report with { Id = "other", Text = Gold.Text + " The road was closed for an hour." }, Token);
            return Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(_folder, name)).Replace(rig.Options.Host, "HOST", StringComparison.Ordinal));
        }

        byte[] first = Record("a.jsonl", false), second = Record("b.jsonl", true);
        string text = Encoding.UTF8.GetString(first);
        Assert.Equal(text, Encoding.UTF8.GetString(second));
        Assert.DoesNotContain("sk-very-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", text, StringComparison.Ordinal);
        string[] keys = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[8..72])];
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public void Auto_asks_only_for_what_is_missing()
    {
        using (var rig = new Rig((request, _) => Model.Answer(request), o => o with { CassetteFile = File1, CassetteName = "answers.jsonl" }))
        {
            rig.Extractor.Extract(Gold.Report, Token);
            Assert.Equal(5, rig.Service.Seen.Count);
        }

        using var again = new Rig((request, _) => Model.Answer(request), o => o with { CassetteFile = File1, CassetteName = "answers.jsonl" });
        again.Extractor.Extract(Gold.Report, Token);
        Assert.Empty(again.Service.Seen);
    }

    [Fact]
    public void A_missing_answer_names_cassette_and_question_and_sends_nothing()
    {
        File.WriteAllText(File1, "");
        using var rig = new Rig((request, _) => Model.Answer(request), o => o with { CassetteFile = File1, CassetteName = "answers.jsonl", Mode = CassetteMode.Replay });
        var error = Assert.Throws<InputException>(() => rig.Extractor.Extract(Gold.Report, Token));
        Assert.Equal("answers.jsonl", error.File);
        Assert.Contains("'environment'", error.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Service.Seen);
    }

    [Fact]
    public void Another_model_or_another_report_is_another_question()
    {
        var request = new LlmRequest("environment", [new LlmMessage("user", "a")], FieldGroups.Environment.Shape);
        string key = request.Key("m");
        Assert.Equal(64, key.Length);
        Assert.Equal(key, (request with { Task = "other" }).Key("m"));
        Assert.NotEqual(key, request.Key("n"));
        Assert.NotEqual(key, (request with { Messages = [new LlmMessage("user", "b")] }).Key("m"));
        Assert.NotEqual(key, (request with { Shape = FieldGroups.Road.Shape }).Key("m"));
        Assert.NotEqual(key, (request with { Messages = [new LlmMessage("user", "a") { Images = [new LlmImage("image/png", new byte[] { 1 })] }] }).Key("m"));
    }

    [Theory]
    [InlineData("nonsense", 1)]
    [InlineData("\n{\"key\":\"a\"}", 2)]
    [InlineData("{\"key\":\"a\",\"task\":\"t\",\"model\":\"m\",\"host\":\"h\",\"response\":{\"content\":\"\",\"finish\":\"\",\"refusal\":\"\"},\"usage\":{\"prompt_tokens\":1,\"answer_tokens\":1},\"more\":1}", 1)]
    [InlineData("{\"key\":\"a\",\"task\":\"t\",\"model\":\"m\",\"host\":\"h\",\"response\":null,\"usage\":{\"prompt_tokens\":1,\"answer_tokens\":1}}", 1)]
    public void A_line_that_is_no_answer_is_an_error_with_its_place(string text, int line)
    {
        File.WriteAllText(File1, text);
        var error = Assert.Throws<InputException>(() => Cassette.Open(File1, "answers.jsonl"));
        Assert.Equal(("answers.jsonl", line), (error.File, error.Line));
    }
}
