using System.Text.Json;
using Sim.Formats.Yaml;
using Sim.Plugins.CrashReports.Generating;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Tests.CrashReports.Llm;

/// <summary>From a suite's settings over a service to a scenario.</summary>
public sealed class ScenarioByModelTests : IDisposable
{
    private static readonly ScriptedModel Model = new(Gold.Record());
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-by-model-").FullName;
    private readonly CrashReportGenerator _generator = new();

    public ScenarioByModelTests() => File.WriteAllText(Path.Combine(_folder, "own-1.txt"), Gold.Text);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Variants_of_a_report_ask_once_and_say_what_went_where()
    {
        using var service = new FakeService((request, _) => Model.Answer(request));
        var request = Request($"endpoint: \"{service.Endpoint}\", cassette: {{ file: answers.jsonl }}, mask: names", network: true);

        var scenarios = _generator.Plan(request, Token).Select(k => _generator.Generate(request, k, 3, Token)).ToList();

        Assert.Equal(2, scenarios.Count);
        Assert.Equal(5, service.Seen.Count);
        foreach (var scenario in scenarios)
        {
            Assert.Null(ScenarioCheck.Refusal(scenario));
            var egress = Assert.Single(scenario.Provenance.Egress);
            Assert.Equal(($"127.0.0.1:{service.Port}", "own-1", "names"), (egress.Host, egress.Source, Assert.Single(egress.Masked)));
            Assert.Contains(scenario.Provenance.Facts, f => f is { Name: "environment/surface", Value: "dry", Quote: "the roadway was dry" });
        }

        // The same from the cassette, without network; the entry stays, since it was sent once.
        var played = Request("cassette: { file: answers.jsonl, mode: replay }, mask: names", network: false);
        var again = _generator.Generate(played, _generator.Plan(played, Token)[0], 3, Token);
        Assert.Equal(JsonSerializer.Serialize(scenarios[0], SimJson.Default.Scenario), JsonSerializer.Serialize(again, SimJson.Default.Scenario));
        Assert.Contains("answers.jsonl", _generator.Inputs(played, Token).Keys);
        Assert.DoesNotContain("answers.jsonl", _generator.Inputs(request, Token).Keys);
    }

    [Fact]
    public void A_suite_that_does_not_allow_the_network_is_refused_when_it_is_planned()
    {
        using var service = new FakeService((request, _) => Model.Answer(request));
        var error = Assert.Throws<InputException>(() => _generator.Plan(Request($"endpoint: \"{service.Endpoint}\"", network: false), Token));
        Assert.Contains("network: allow", error.Message, StringComparison.Ordinal);
        Assert.Equal("s.yaml", error.File);
        Assert.Empty(service.Seen);
    }

    private GenerateRequest Request(string options, bool network) => new()
    {
        Entry = "e",
        From = YamlSettings.Read($"{{ crash-report: '*.txt', variants: 2, extractor: {{ use: llm, model: fake, key: none, {options} }} }}", "s.yaml", new YamlOptions()),
        Files = new FileRoots { BaseFolder = _folder },
        Network = network,
    };
}
