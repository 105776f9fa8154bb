using System.Text.Json;
using Sim.Formats.OpenDrive;
using Sim.Formats.Yaml;
using Sim.Plugins.CrashReports.Generating;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Tests.CrashReports;

public sealed class GeneratorTests : IDisposable
{
    private const string LeftTurn = """
        Vehicle 1, a 2011 Ford Focus, was traveling eastbound on a four-lane undivided road with a speed limit of 56 km/h (35 mph) and turned left at
        an intersection with traffic signals. Vehicle 2, a 2008 Toyota Tacoma, was westbound in the right lane and went straight. The front of Vehicle 2
        struck the right side of Vehicle 1. It was daylight and the road was wet.
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-crash-").FullName;
    private readonly CrashReportGenerator _reports = new();
    private readonly TextGenerator _texts = new();

    public GeneratorTests() => File.WriteAllText(Path.Combine(_folder, "turn.txt"), LeftTurn);

    [Fact]
    public void Each_report_ego_and_variant_is_a_case()
    {
        var keys = _reports.Plan(Request("crash-report: '*.txt', variants: 3, ego: both"), Token);

        Assert.Equal(6, keys.Count);
        Assert.Equal("turn.txt#turn", keys[0].Source);
        Assert.Equal(["turn-struck-1", "turn-striking-3"], [keys[0].Label, keys[5].Label]);
    }

    [Fact]
    public void A_report_becomes_a_scenario_that_says_where_each_fact_stands()
    {
        var request = Request("crash-report: turn.txt, licence: CC BY 4.0");
        var key = Assert.Single(_reports.Plan(request, Token));

        var scenario = _reports.Generate(request, key, 7, Token);

        Assert.Null(ScenarioCheck.Refusal(scenario));
        Assert.Equal(2, scenario.Actors.Count);
        Assert.StartsWith("turn.txt#turn sha256:", scenario.Provenance.Parents[0], StringComparison.Ordinal);
        Assert.Equal("CC BY 4.0", scenario.Provenance.Licence);
        Assert.Contains(scenario.Provenance.Facts, f => f is { Name: "environment/surface", Value: "wet", Status: "stated" } && LeftTurn.Contains(f.Quote, StringComparison.Ordinal));
        Assert.Contains(scenario.Provenance.Facts, f => f.Status == "assumed");
    }

    [Fact]
    public void Both_vehicles_can_be_the_ego()
    {
        var request = Request("crash-report: turn.txt, ego: both");

        var egos = _reports.Plan(request, Token).Select(k => _reports.Generate(request, k, 7, Token).EgoId);

        Assert.Equal(["V1", "V2"], egos.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_variants_differ()
    {
        var request = Request("crash-report: turn.txt, variants: 2");
        var keys = _reports.Plan(request, Token);
        string Bytes(CaseKey key) => ScenarioYaml.Write(_reports.Generate(request, key, 7, Token));

        Assert.Equal(Bytes(keys[0]), Bytes(keys[0]));
        Assert.NotEqual(Bytes(keys[0]), Bytes(keys[1]));
    }

    [Fact]
    public void A_place_is_found_in_a_map_of_the_users()
    {
        var request = Request("crash-report: turn.txt");
        var drawn = _reports.Generate(request, Assert.Single(_reports.Plan(request, Token)), 7, Token);
        using (var file = File.Create(Path.Combine(_folder, "town.xodr")))
        {
            OpenDriveWriter.Write(drawn.Map with { Name = "town" }, file);
        }

        request = Request("crash-report: turn.txt, map: town.xodr");

        var scenario = _reports.Generate(request, Assert.Single(_reports.Plan(request, Token)), 7, Token);

        Assert.Null(ScenarioCheck.Refusal(scenario));
        Assert.Equal("town", scenario.Map.Name);
        Assert.Contains("town.xodr", _reports.Inputs(request, Token).Keys);
        Assert.Same(scenario.Map, _reports.Generate(request, Assert.Single(_reports.Plan(request, Token)), 8, Token).Map);
    }

    [Fact]
    public void The_cases_of_a_report_read_its_file_once()
    {
        var request = Request("crash-report: turn.txt, variants: 4");
        var keys = _reports.Plan(request, Token);

        Parallel.ForEach(keys, key => _reports.Generate(request, key, 7, Token));

        Assert.Equal(1, _reports.ReadFiles.Reads);
    }

    [Theory]
    [InlineData("turn.txt")]
    [InlineData("turn.png")]
    public void A_report_that_is_written_again_is_read_again(string written)
    {
        var request = Request("crash-report: turn.txt, variants: 2");
        var keys = _reports.Plan(request, Token);
        File.WriteAllText(Path.Combine(_folder, written), LeftTurn.Replace("wet", "snowy", StringComparison.Ordinal));

        var scenarios = keys.Select(key => _reports.Generate(request, key, 7, Token)).ToList();

        Assert.Equal(2, _reports.ReadFiles.Reads);
        string surface = written == "turn.txt" ? "snow" : "wet";
        Assert.All(scenarios, s => Assert.Contains(s.Provenance.Facts, f => f.Name == "environment/surface" && f.Value.Contains(surface, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_sentence_becomes_a_scenario_with_the_reader_as_ego()
    {
        var request = Request("text: a cyclist crosses from behind a parked bus in the rain");
        var key = Assert.Single(_texts.Plan(request, Token));

        var scenario = _texts.Generate(request, key, 1, Token);

        Assert.Null(ScenarioCheck.Refusal(scenario));
        Assert.Equal("V1", scenario.EgoId);
        Assert.Contains(scenario.Actors, a => a.Class == ActorClass.Bicycle);
        Assert.Contains(scenario.Actors, a => a.Class is ActorClass.Bus or ActorClass.ParkedVehicle);
        Assert.True(scenario.Environment.RainMmph > 0);
    }

    [Theory]
    [InlineData("the car ahead brakes hard at night", "V2", ActorClass.Car)]
    [InlineData("a truck cuts in from the right and brakes", "V2", ActorClass.Truck)]
    [InlineData("a pedestrian steps out between parked cars at night", "P1", ActorClass.Pedestrian)]
    [InlineData("an oncoming car turns left across my path", "V2", ActorClass.Car)]
    public void The_ego_of_a_wish_goes_without_saying(string text, string other, ActorClass kind)
    {
        var request = Request($"text: {text}");

        var scenario = _texts.Generate(request, Assert.Single(_texts.Plan(request, Token)), 1, Token);

        Assert.Null(ScenarioCheck.Refusal(scenario));
        Assert.Equal("V1", scenario.EgoId);
        Assert.Equal(kind, scenario.Actors.Single(a => a.Id == other).Class);
    }

    [Theory]
    [InlineData("crash-report: '*.pdf'")]
    [InlineData("crash-report: turn.txt, variants: 0")]
    [InlineData("crash-report: turn.txt, extractor: oracle")]
    [InlineData("crash-report: turn.txt, reports: other")]
    [InlineData("crash-report: turn.txt, colour: red")]
    public void Wrong_settings_are_refused(string from)
    {
        var request = Request(from);

        Assert.Throws<InputException>(() => _reports.Plan(request, Token).Select(k => _reports.Generate(request, k, 1, Token)).ToList());
    }

    [Theory]
    [InlineData("text: Der Wagen fuhr auf das stehende Auto auf und wurde dabei stark beschädigt.")]
    [InlineData("text: a train runs over a cow")]
    [InlineData("text: mix the flour with two eggs and let it rest")]
    public void A_text_that_cannot_be_driven_is_refused(string from)
    {
        var request = Request(from);
        var key = Assert.Single(_texts.Plan(request, Token));

        Assert.Throws<RefusedException>(() => _texts.Generate(request, key, 1, Token));
    }

    [Fact]
    public void A_vehicle_that_is_not_there_cannot_be_the_ego()
    {
        var request = Request("crash-report: turn.txt, ego: V9");
        var key = Assert.Single(_reports.Plan(request, Token));

        Assert.Contains("V9", Assert.Throws<RefusedException>(() => _reports.Generate(request, key, 1, Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_survives_its_byte_form()
    {
        var request = Request("crash-report: turn.txt");
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Default.GenerateRequest);
        var back = JsonSerializer.Deserialize(bytes, ContractJson.Default.GenerateRequest)!;

        Assert.Equal(_reports.Plan(request, Token).Select(k => k.Source), _reports.Plan(back, Token).Select(k => k.Source));
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GenerateRequest Request(string from)
    {
        var suite = SuiteFile.Parse($"schema: 1\nsuite: s\ncases: [ {{ name: e, from: {{ {from} }} }} ]\n", "s.yaml", _folder, new YamlOptions());
        return new GenerateRequest { Entry = "e", From = suite.Cases[0].From, Files = suite.Files };
    }
}
