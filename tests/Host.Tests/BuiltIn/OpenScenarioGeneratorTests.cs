using Sim.Host;
using Sim.Host.BuiltIn;
using Sim.Host.Commands;
using Sim.Plugins.Sdk;

namespace Sim.Tests.BuiltIn;

public sealed class OpenScenarioGeneratorTests : IDisposable
{
    private const string Car = """<Vehicle name="v" vehicleCategory="car"><BoundingBox><Center x="1.4" y="0" z="0.7"/><Dimensions width="1.8" length="4.6" height="1.5"/></BoundingBox><Performance maxSpeed="50" maxAcceleration="4" maxDeceleration="9"/><Axles><FrontAxle maxSteering="0.5" wheelDiameter="0.6" trackWidth="1.6" positionX="2.7" positionZ="0.3"/><RearAxle maxSteering="0" wheelDiameter="0.6" trackWidth="1.6" positionX="0" positionZ="0.3"/></Axles></Vehicle>""";

    private static readonly string Scene = $$"""
        <OpenSCENARIO><FileHeader revMajor="1" revMinor="1" date="2026-01-01T00:00:00" description="" author=""/>
        <ParameterDeclarations><ParameterDeclaration name="Speed" parameterType="double" value="20"/></ParameterDeclarations>
        <CatalogLocations><VehicleCatalog><Directory path="../catalogs"/></VehicleCatalog></CatalogLocations>
        <RoadNetwork><LogicFile filepath="../maps/straight-2x2.xodr"/></RoadNetwork>
        <Entities><ScenarioObject name="Ego">{{Car}}</ScenarioObject><ScenarioObject name="Lead"><CatalogReference catalogName="Cars" entryName="v"/></ScenarioObject></Entities>
        <Storyboard><Init><Actions>{{Begin("Ego", 20)}}{{Begin("Lead", 80)}}</Actions></Init>
        <StopTrigger><ConditionGroup><Condition name="end" delay="0" conditionEdge="none"><ByValueCondition><SimulationTimeCondition value="3" rule="greaterThan"/></ByValueCondition></Condition></ConditionGroup></StopTrigger>
        </Storyboard></OpenSCENARIO>
        """;

    private const string Sets = """
        <OpenSCENARIO><FileHeader revMajor="1" revMinor="2" date="2026-01-01T00:00:00" description="" author=""/>
        <ParameterValueDistribution><ScenarioFile filepath="a.xosc"/><Deterministic><DeterministicSingleParameterDistribution parameterName="Speed"><DistributionSet><Element value="10"/><Element value="15"/></DistributionSet></DeterministicSingleParameterDistribution></Deterministic></ParameterValueDistribution></OpenSCENARIO>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-xosc-").FullName;
    private readonly OpenScenarioGenerator _generator = new();

    public OpenScenarioGeneratorTests()
    {
        foreach (string folder in new[] { "maps", "scenes", "catalogs" })
        {
            Directory.CreateDirectory(At(folder));
        }

        File.Copy(Path.Combine(Root(), "scenarios", "maps", "straight-2x2.xodr"), At("maps", "straight-2x2.xodr"));
        File.WriteAllText(At("scenes", "a.xosc"), Scene);
        File.WriteAllText(At("catalogs", "cars.xosc"), $"""<OpenSCENARIO><FileHeader revMajor="1" revMinor="1" date="2026-01-01T00:00:00" description="" author=""/><Catalog name="Cars">{Car}</Catalog></OpenSCENARIO>""");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_gives_one_case_with_catalog_and_map_among_its_inputs()
    {
        var request = Request("scenes/*.xosc");
        var key = Assert.Single(_generator.Plan(request, Token));
        Assert.Equal(("scenes/a.xosc", "a"), (key.Source, key.Label));
        Assert.Equal(["catalogs/cars.xosc", "maps/straight-2x2.xodr", "scenes/a.xosc"], _generator.Inputs(request, Token).Keys);

        var scenario = _generator.Generate(request, key, 0, Token);
        Assert.Equal(("Ego", 20.0, 3_050_000), (scenario.EgoId, scenario.Ego.Initial.SpeedMps, scenario.HorizonUs));
        Assert.IsType<DriverBehaviour>(scenario.Ego.Behaviour);
        Assert.IsType<StoryboardBehaviour>(scenario.Actors[1].Behaviour);
        Assert.Equal(["catalogs/cars.xosc sha256:", "maps/straight-2x2.xodr sha256:", "scenes/a.xosc sha256:"], scenario.Provenance.Parents.Select(p => p[..^64]));
        Assert.Null(global::Sim.Simulation.ScenarioCheck.Refusal(scenario));
    }

    [Fact]
    public void Parameters_are_swept_in_SI_units()
    {
        var request = Request("scenes/a.xosc", ("with", Setting.Map(("Speed", Setting.Scalar("36 | 72 km/h")))), ("drive", Setting.Scalar("storyboard")));
        var keys = _generator.Plan(request, Token);
        Assert.Equal(["36 km/h", "72 km/h"], keys.Select(k => k.Parameters["Speed"]));
        var scenarios = keys.Select(k => _generator.Generate(request, k, 0, Token)).ToList();
        Assert.Equal([10, 20], scenarios.Select(s => s.Ego.Initial.SpeedMps));
        Assert.All(scenarios, s => Assert.IsType<StoryboardBehaviour>(s.Ego.Behaviour));
    }

    [Fact]
    public void A_distribution_gives_a_case_for_each_of_its_sets()
    {
        File.WriteAllText(At("scenes", "sets.xosc"), Sets);
        var request = Request("scenes/sets.xosc");
        var keys = _generator.Plan(request, Token);
        Assert.Equal(["scenes/sets.xosc#1", "scenes/sets.xosc#2"], keys.Select(k => k.Source));
        Assert.Equal([10, 15], keys.Select(k => _generator.Generate(request, k, 0, Token).Ego.Initial.SpeedMps));
        Assert.Equal(4, _generator.Inputs(request, Token).Count);
    }

    [Fact]
    public void A_foreign_town_gets_its_map_by_name()
    {
        File.WriteAllText(At("scenes", "a.xosc"), Scene.Replace("../maps/straight-2x2.xodr", "Carla/Maps/Town99", StringComparison.Ordinal));
        var bare = Request("scenes/a.xosc");
        Assert.Contains("needs the road network 'Carla/Maps/Town99'", Assert.Throws<InputException>(() => _generator.Generate(bare, _generator.Plan(bare, Token)[0], 0, Token)).Message, StringComparison.Ordinal);

        var named = Request("scenes/a.xosc", ("maps", Setting.Map(("Town99", Setting.Scalar("maps/straight-2x2.xodr")))));
        Assert.Equal(8, _generator.Generate(named, _generator.Plan(named, Token)[0], 0, Token).Map.Lanes.Count);
        Assert.Contains("maps/straight-2x2.xodr", _generator.Inputs(named, Token).Keys);
    }

    [Theory]
    [InlineData("../../../secret.xodr")]
    [InlineData("/etc/hostname.xodr")]
    public void Files_outside_of_the_suites_folder_are_not_read(string path)
    {
        File.WriteAllText(At("scenes", "a.xosc"), Scene.Replace("../maps/straight-2x2.xodr", path, StringComparison.Ordinal));
        var request = Request("scenes/a.xosc");
        Assert.Throws<InputException>(() => _generator.Generate(request, _generator.Plan(request, Token)[0], 0, Token));
    }

    [Fact]
    public void Validate_and_convert_read_a_file_with_what_it_names()
    {
        var (code, error) = Sim("validate", "scenes/a.xosc", "--root", ".");
        Assert.True(code == 0, error);
        Assert.Contains("the OpenSCENARIO 1.1 scenario 'a' with 2 actors, 0 findings", error, StringComparison.Ordinal);
        Assert.Equal(0, Sim("convert", "scenes/a.xosc", "a.yaml", "--root", ".").Code);
        Assert.Contains("kind: storyboard", File.ReadAllText(At("a.yaml")), StringComparison.Ordinal);

        Assert.Equal(0, Sim("convert", "a.yaml", "b.xosc").Code);
        Assert.Equal(0, Sim("convert", "b.xosc", "b.yaml").Code);
        Assert.Equal(File.ReadAllText(At("a.yaml")), File.ReadAllText(At("b.yaml")));
        Assert.Contains("the file exists", Sim("convert", "a.yaml", "b.xosc").Error, StringComparison.Ordinal);
        (code, error) = Sim("validate", "b.xosc", "b.xodr");
        Assert.True(code == 0, error);

        // Without a story, which 1.1 demands, it is written as 1.2.
        Assert.Contains("the OpenSCENARIO 1.2 scenario 'a' with 2 actors, 0 findings", error, StringComparison.Ordinal);

        (code, error) = Sim("validate", "catalogs/cars.xosc");
        Assert.Equal(0, code);
        Assert.Contains("the catalog 'Cars' with 1 entries", error, StringComparison.Ordinal);

        File.WriteAllText(At("scenes", "a.xosc"), Scene.Replace("revMinor=\"1\"", "revMinor=\"3\"", StringComparison.Ordinal));
        (code, error) = Sim("validate", "scenes/a.xosc", "--root", ".");
        Assert.Equal(2, code);
        Assert.Contains("scenes/a.xosc:1:16: found OpenSCENARIO 1.3, which is not supported", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("driver")]
    [InlineData("storyboard")]
    public void A_suite_runs_a_file_and_its_recording_replays(string drive)
    {
        File.WriteAllText(At("s.yaml"), $"schema: 1\nsuite: s\ndriver: idm\ncases: [ {{ name: own, from: {{ openscenario: scenes/*.xosc, drive: {drive} }} }} ]\nexpect: [ {{ none: collision.at_fault }} ]\nassess: [ criticality ]\n");

        Assert.Equal((0, ""), Sim("run", "s.yaml", "--out", "run", "--quiet"));
        string id = Path.GetFileName(Assert.Single(Directory.GetDirectories(At("run", "cases"))));
        Assert.StartsWith("own-a-", id, StringComparison.Ordinal);
        Assert.Contains("kind: teleport", File.ReadAllText(At("run", "cases", id, "scenario.yaml")), StringComparison.Ordinal);
        Assert.Equal(0, Sim("replay", id, "--run", "run").Code);
    }

    private static string Begin(string entity, double s) => $"""
        <Private entityRef="{entity}"><PrivateAction><TeleportAction><Position><LanePosition roadId="1" laneId="-1" s="{s}"/></Position></TeleportAction></PrivateAction>
        <PrivateAction><LongitudinalAction><SpeedAction><SpeedActionDynamics dynamicsShape="step" dynamicsDimension="time" value="0"/><SpeedActionTarget><AbsoluteTargetSpeed value="$Speed"/></SpeedActionTarget></SpeedAction></LongitudinalAction></PrivateAction></Private>
        """;

    private (int Code, string Error) Sim(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLineApp.Run(arguments, new CliContext { Out = output, Error = error, WorkingFolder = _folder, Environment = _ => null, Modules = () => LoadedModules.Load(_ => null) }, Token);
        return (code, error.ToString());
    }

    private GenerateRequest Request(string pattern, params (string Key, Setting Value)[] more) => new()
    {
        Entry = "e",
        From = Setting.Map([("openscenario", Setting.Scalar(pattern)), .. more]),
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
