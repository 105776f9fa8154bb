using Sim.Formats.Yaml;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Llm;
using Sim.Plugins.CrashReports.Llm.Budgets;
using Sim.Plugins.CrashReports.Llm.Cassettes;
using Sim.Plugins.CrashReports.Llm.Masking;

namespace Sim.Tests.CrashReports.Llm;

public sealed class LlmOptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-llm-").FullName;
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private LlmOptions Read(string yaml, bool network = true) => LlmOptions.Read(
        YamlSettings.Read(yaml, "s.yaml", new YamlOptions()),
        new ExtractorHost { Files = new FileRoots { BaseFolder = _folder }, Network = network, Variables = _variables.GetValueOrDefault });

    [Fact]
    public void Every_option_is_read()
    {
        var options = Read("""
            endpoint: https://api.example.com/v1
            model: some-model
            key: ${secret:MODEL_KEY}
            timeout: 30 s
            retries: 2
            max_answer_tokens: 3000
            seed: 11
            stream: true
            sketches: true
            mask: [names, plates, addresses]
            budgets: { tokens: 200000, seconds: 10 min, usd: 2.5, input_usd_per_million: 0.5, output_usd_per_million: 2 }
            cassette: { file: answers.jsonl, mode: auto }
            """);

        Assert.Equal(("https://api.example.com/v1/", "api.example.com:443", "some-model"), (options.Endpoint!.ToString(), options.Host, options.Model));
        Assert.Equal("${secret:MODEL_KEY}", options.Key!.Text);
        Assert.Equal((30.0, 2, 3000, 11, true, true), (options.Timeout.TotalSeconds, options.Retries, options.MaxAnswerTokens, options.Seed, options.Stream, options.Sketches));
        Assert.Equal(MaskKinds.Names | MaskKinds.Plates | MaskKinds.Addresses, options.Mask);
        Assert.Equal(new LlmBudgets { Tokens = 200_000, Seconds = 600, Usd = 2.5, InputPrice = 0.5, OutputPrice = 2 }, options.Budgets);
        Assert.Equal((Path.Combine(_folder, "answers.jsonl"), CassetteMode.Auto), (options.CassetteFile, options.Mode));
    }

    [Fact]
    public void What_is_left_out_comes_from_the_environment()
    {
        _variables["SIM_LLM_ENDPOINT"] = "http://localhost:8080/v1";
        _variables["SIM_LLM_MODEL"] = "local";
        _variables["SIM_LLM_KEY"] = "sk-1";
        var options = Read("{}");
        Assert.Equal(("localhost:8080", "local", "${secret:SIM_LLM_KEY}"), (options.Host, options.Model, options.Key!.Text));

        _variables.Clear();
        _variables["OPENAI_BASE_URL"] = "https://api.example.com/v1";
        _variables["OPENAI_API_KEY"] = "sk-2";
        options = Read("model: m");
        Assert.Equal(("api.example.com:443", "${secret:OPENAI_API_KEY}"), (options.Host, options.Key!.Text));
    }

    [Fact]
    public void A_key_of_the_environment_goes_to_no_endpoint_that_a_suite_names()
    {
        _variables["SIM_LLM_ENDPOINT"] = "https://api.example.com/v1";
        _variables["SIM_LLM_KEY"] = "sk-1";
        _variables["OPENAI_API_KEY"] = "sk-2";
        Assert.Contains("needs a key", Assert.Throws<InputException>(() => Read("{ model: m, endpoint: \"https://other.example/v1\" }")).Message, StringComparison.Ordinal);

        _variables.Remove("SIM_LLM_KEY");
        Assert.Contains("needs a key", Assert.Throws<InputException>(() => Read("model: m")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "needs a model")]
    [InlineData("model: m", "needs an endpoint")]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\" }", "needs a key")]
    [InlineData("{ model: m, endpoint: \"ftp://a.example/v1\", key: none }", "base address")]
    [InlineData("{ model: m, endpoint: \"http://a.example/v1\", key: none }", "plain text")]
    [InlineData("{ model: m, endpoint: \"https://user:pass@a.example/v1\", key: none }", "credentials")]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\", key: sk-12345 }", "${secret:NAME}")]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\", key: none, budgets: { usd: 1 } }", "prices")]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\", key: none, mask: [faces] }", "'faces'")]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\", key: none, colour: red }", "unknown key 'colour'")]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\", key: none, cassette: { file: ../answers.jsonl } }", "outside")]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\", key: none, cassette: { file: x/../../answers.jsonl } }", "outside")]
    [InlineData("{ model: m, cassette: { file: missing.jsonl, mode: replay } }", "no file")]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\", key: none, retries: 100 }", "retries")]
    public void What_is_wrong_or_missing_is_said(string yaml, string says)
    {
        var error = Assert.Throws<InputException>(() => Read(yaml));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\", key: none }")]
    [InlineData("{ model: m, endpoint: \"https://a.example/v1\", key: none, cassette: { file: a.jsonl, mode: record } }")]
    public void Without_leave_to_use_the_network_nothing_but_a_cassette_works(string yaml)
    {
        Assert.Contains("network: allow", Assert.Throws<InputException>(() => Read(yaml, network: false)).Message, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(_folder, "a.jsonl"), "");
        Assert.Equal(CassetteMode.Replay, Read("{ model: m, cassette: { file: a.jsonl, mode: replay } }", network: false).Mode);
        Assert.Equal(CassetteMode.Auto, Read("{ model: m, cassette: { file: a.jsonl } }", network: false).Mode);
    }

    [Fact]
    public void A_local_service_needs_no_key_when_that_is_said()
    {
        Assert.Null(Read("{ model: m, endpoint: \"http://127.0.0.1:8080/v1\", key: none }").Key);
        Assert.NotNull(Read("{ model: m, endpoint: \"http://lab.example/v1\", insecure: true, key: none }").Endpoint);
    }
}
