using System.Text.Json;
using Sim.Formats.Yaml;
using Sim.Host;
using Sim.Host.BuiltIn;
using Sim.Host.Commands;
using Sim.Host.Plugins;
using Sim.Maps;
using Sim.Plugins.Sdk;

namespace Sim.Tests.BuiltIn;

public sealed class ScenarioGeneratorTests : IDisposable
{
    private const string Scene = """
        scenario: 1
        name: behind a lorry
        map: { file: ../maps/straight-2x2.xodr }
        step_us: 100000
        horizon_us: 8000000
        ego_id: ego
        actors:
          - { id: ego, class: car, body: { length_m: 4, width_m: 2 }, initial: { x: 20, y: -1.75, heading_rad: 0, speed_mps: 20 }, behaviour: { kind: driver } }
          - { id: lorry, class: truck, body: { length_m: 9.5, width_m: 2.5 }, initial: { x: 80, y: -1.75, heading_rad: 0, speed_mps: 10 }, behaviour: { kind: follow_lane, idm: { desired_speed_mps: 10 } } }
        provenance: { generator: hand }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-scenario-").FullName;
    private readonly ScenarioGenerator _generator = new();

    public ScenarioGeneratorTests()
    {
        Directory.CreateDirectory(At("maps"));
        Directory.CreateDirectory(At("scenes"));
        File.Copy(Path.Combine(Root(), "scenarios", "maps", "straight-2x2.xodr"), At("maps", "straight-2x2.xodr"));
        File.WriteAllText(At("scenes", "b.yaml"), Scene);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_pattern_gives_one_case_for_each_file_and_its_maps_are_inputs()
    {
        File.WriteAllText(At("scenes", "a.yaml"), Scene);
        var keys = _generator.Plan(Request("scenes/*.yaml"), Token);

        Assert.Equal(["scenes/a.yaml", "scenes/b.yaml"], keys.Select(k => k.Source));
        Assert.Equal(["a", "b"], keys.Select(k => k.Label));
        Assert.Equal(["maps/straight-2x2.xodr", "scenes/a.yaml", "scenes/b.yaml"], _generator.Inputs(Request("scenes/*.yaml"), Token).Keys);
    }

    [Fact]
    public void Generating_honours_vehicle_step_and_horizon_and_names_its_parents()
    {
        var request = Request("scenes/b.yaml") with { Vehicle = VehicleSpec.Sedan with { LengthM = 5 }, StepUs = 50_000, HorizonUs = 1_000_000 };
        var scenario = _generator.Generate(request, Assert.Single(_generator.Plan(request, Token)), 0, Token);

        Assert.Equal((50_000L, 1_000_000L), (scenario.StepUs, scenario.HorizonUs));
        Assert.Equal((5.0, 9.5), (scenario.Ego.Body.LengthM, scenario.Actors[1].Body.LengthM));
        Assert.Equal(8, scenario.Map.Lanes.Count);
        Assert.Equal(["scenes/b.yaml sha256:", "maps/straight-2x2.xodr sha256:"], scenario.Provenance.Parents.Select(p => p[..^64]));
    }

    [Fact]
    public void A_map_as_json_gives_the_same_scenario_but_for_its_parents()
    {
        var map = new OpenDriveFormat().Read(File.ReadAllBytes(At("maps", "straight-2x2.xodr")), "straight-2x2.xodr", Token).Map!;
        using (var file = File.Create(At("maps", "own.json")))
        {
            new JsonFormat().Write(new FormatContent { Map = map }, file, Token);
        }

        File.WriteAllText(At("scenes", "c.yaml"), Scene.Replace("straight-2x2.xodr", "own.json", StringComparison.Ordinal));
        var cases = _generator.Plan(Request("scenes/*.yaml"), Token).Select(k => _generator.Generate(Request("scenes/*.yaml"), k, 0, Token) with { Provenance = new() { Generator = "" } });

        Assert.Single(cases.Select(c => JsonSerializer.Serialize(c, SimJson.Default.Scenario)).Distinct());
    }

    [Theory]
    [InlineData("../../secret.xodr", "lies outside of the suite's folder")]
    [InlineData("/etc/hostname", "lies outside of the suite's folder")]
    [InlineData("../maps/town.xodr", "no file '../maps/town.xodr'")]
    [InlineData("../maps", "is a folder")]
    [InlineData("\"${HOME}/town.xodr\"", "no file '${HOME}/town.xodr'")]
    public void A_map_that_is_absent_or_outside_is_refused_at_its_place_before_anything_runs(string map, string message)
    {
        File.WriteAllText(At("scenes", "b.yaml"), Scene.Replace("../maps/straight-2x2.xodr", map, StringComparison.Ordinal));
        var e = Assert.Throws<InputException>(() => _generator.Inputs(Request("scenes/*.yaml"), Token));

        Assert.Contains(message, e.Detail, StringComparison.Ordinal);
        Assert.Equal(("scenes/b.yaml", 3, 1), (e.File, e.Line, e.Column));
    }

    [Fact]
    public void A_file_that_is_no_map_is_refused()
    {
        File.WriteAllText(At("scenes", "b.yaml"), Scene.Replace("../maps/straight-2x2.xodr", "b.yaml", StringComparison.Ordinal));

        Assert.Contains("is no map that can be read", Assert.Throws<InputException>(() => _generator.Generate(Request("scenes/b.yaml"), new CaseKey { Source = "scenes/b.yaml", Label = "b" }, 0, Token)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_runs_a_scenario_on_a_map_of_its_own_and_its_recording_replays()
    {
        File.WriteAllText(At("s.yaml"), "schema: 1\nsuite: s\ndriver: idm\ncases: [ { name: own, from: { scenario: scenes/*.yaml } } ]\nexpect: [ { none: collision.at_fault } ]\nassess: [ criticality ]\n");

        Assert.Equal((0, ""), Sim("run", "s.yaml", "--out", "run", "--quiet"));
        string id = Path.GetFileName(Assert.Single(Directory.GetDirectories(At("run", "cases"))));
        Assert.StartsWith("own-b-", id, StringComparison.Ordinal);
        Assert.Equal(0, Sim("replay", id, "--run", "run").Code);
    }

    [Fact]
    public void Validate_reads_a_scenario_with_its_map_and_says_why_it_cannot_be_run()
    {
        var (code, error) = Sim("validate", "scenes/b.yaml", "--root", ".");
        Assert.Equal(0, code);
        Assert.Contains("the scenario 'behind a lorry' with 2 actors", error, StringComparison.Ordinal);
        Assert.Contains("8 lanes, 0 findings", error, StringComparison.Ordinal);

        File.WriteAllText(At("scenes", "b.yaml"), Scene.Replace("x: 80, y: -1.75", "x: 80, y: -40", StringComparison.Ordinal));
        (code, error) = Sim("validate", "scenes/b.yaml", "--root", ".");
        Assert.Equal(2, code);
        Assert.Contains("but no lane lies under its start (80.0, -40.0)", error, StringComparison.Ordinal);
    }

    private (int Code, string Error) Sim(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLineApp.Run(arguments, new CliContext { Out = output, Error = error, WorkingFolder = _folder, Environment = _ => null, Modules = () => LoadedModules.Load(_ => null) }, Token);
        return (code, error.ToString());
    }

    private GenerateRequest Request(string pattern) => new()
    {
        Entry = "e",
        From = Setting.Map(("scenario", Setting.Scalar(pattern))),
        Files = new FileRoots { BaseFolder = _folder },
    };

    private string At(params string[] parts) => Path.Combine([_folder, .. parts]);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
