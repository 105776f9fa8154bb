using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Sim.Formats.Yaml;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Tests.Yaml;

public class ScenarioYamlTests
{
    private static readonly MapReference Reference = MapReference.Of(Sample().Map);

    internal static Scenario Sample(int states = 5)
    {
        var random = new RandomStream(4);
        var line = new Polyline([new(0, 0), new(10, 0.1), new(20, 1.0 / 3), new(30, -1e-17)]);
        return new Scenario
        {
            Name = "null",
            Map = new RoadMap { Name = "town: \"x\" \n #1", Lanes = [new Lane { Id = "1", Left = line, Right = line, Centre = line, SpeedLimitMps = 1.0 / 3 }] },
            StepUs = 100_000,
            HorizonUs = 8_000_000,
            EgoId = "-1",
            Actors =
            [
                new Actor { Id = "-1", Class = ActorClass.Car, Body = new(4, 2), Initial = new(0, -0.0, 0, 5), Behaviour = new DriverBehaviour(), Vehicle = VehicleSpec.Sedan },
                new Actor
                {
                    Id = "1e5",
                    Class = ActorClass.Truck,
                    Body = new(4, 2),
                    Initial = new(1, 2, 3, 4),
                    Behaviour = new TrajectoryBehaviour { Recorded = true, States = [.. Enumerable.Range(0, states).Select(i => new TimedState(i * 100_000L, new(random.NextNormal() * 1e6, random.NextNormal(), random.NextNormal() * 1e-12, random.NextDouble(), 0, -0.0, double.MaxValue, double.Epsilon)))] },
                },
                new Actor { Id = "true", Class = ActorClass.Pedestrian, Body = new(0.5, 0.5), Initial = default, Behaviour = new FollowPathBehaviour { Path = line }, Origin = "ünï \U0001F697 \u2028 \\ \" ' # : { } [ ] , & * ! | > % @ ` \t end " },
            ],
            Task = new() { Goals = [new() { Areas = [new Polygon([new(0, 0), new(1, 0), new(0, 1)])], TimeUs = new(1, 2) }] },
            Parameters = Ordered.Copy([new("speed", "10 km/h"), new("", "x"), new("<<", "~")]),
            Provenance = new() { Generator = "test", Seed = ulong.MaxValue, Assumptions = ["", "no", "2026-01-01", "0x1F", "1_000", ".5", "- a"] },
        };
    }

    private static string Bytes(Scenario scenario) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario));

    [Fact]
    public void A_scenario_comes_back_from_its_yaml_unchanged()
    {
        var scenario = Sample();
        string yaml = ScenarioYaml.Write(scenario);
        var back = ScenarioYaml.Read(yaml, "scenario.yaml");

        Assert.Equal(Bytes(scenario), Bytes(back));
        Assert.Equal(yaml, ScenarioYaml.Write(back));
        Assert.StartsWith("scenario: 1\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\"$columns\": [time_us, state.x, state.y", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_comes_back_unchanged() => Prop.ForAll<string>(text =>
    {
        string name = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        var scenario = Sample() with { Name = name, Tags = [name, name + "\0", name.Trim() + "\u0085\r\n x"], Parameters = Ordered.Copy([new(name, name)]) };
        return Bytes(ScenarioYaml.Read(ScenarioYaml.Write(scenario), "s")) == Bytes(scenario);
    }).Holds();

    [Fact]
    public void A_map_is_named_by_its_hash_and_found_when_reading()
    {
        var scenario = Sample();
        string yaml = ScenarioYaml.Write(scenario, Reference);
        var back = ScenarioYaml.Read(yaml, "scenario.yaml", reference => reference == Reference ? scenario.Map : null);

        Assert.Equal(Bytes(scenario), Bytes(back));
        Assert.DoesNotContain("lanes", yaml, StringComparison.Ordinal);
        var e = Assert.Throws<InputException>(() => ScenarioYaml.Read(yaml, "scenario.yaml"));
        Assert.Contains($"with the hash {Reference.Sha256} is not at hand", e.Detail, StringComparison.Ordinal);
        Assert.Contains("that was given has the hash", Assert.Throws<InputException>(() => ScenarioYaml.Read(yaml, "scenario.yaml", _ => RoadMap.Empty)).Detail, StringComparison.Ordinal);
        Assert.Equal(yaml.Split('\n').ToList().FindIndex(l => l.StartsWith("map:", StringComparison.Ordinal)) + 1, e.Line);
    }

    [Fact]
    public void A_map_is_named_by_a_file_in_a_scenario_of_few_lines()
    {
        const string Text = """
            scenario: 1
            name: alone
            map: { file: maps/town.xodr }
            step_us: 100000
            horizon_us: 5000000
            ego_id: ego
            actors:
              - { id: ego, class: car, body: { length_m: 4, width_m: 2 }, initial: { x: 1, y: 2, heading_rad: 0, speed_mps: 5 }, behaviour: { kind: driver } }
            provenance: { generator: hand }
            """;
        var map = Sample().Map;
        var read = ScenarioYaml.Read(Text, "s.yaml", reference => reference.File == "maps/town.xodr" ? map : null);

        Assert.Same(map, read.Map);
        Assert.Equal((1.0, "day", 0), (read.Environment.Friction, read.Environment.Light, read.Task.Goals.Count));
        var e = Assert.Throws<InputException>(() => ScenarioYaml.Read(Text, "s.yaml", _ => throw new InputException("no such map")));
        Assert.Equal(("s.yaml", 3, 1, "no such map"), (e.File, e.Line, e.Column, e.Detail));
    }

    [Fact]
    public void A_long_trajectory_is_one_row_of_numbers_per_state()
    {
        const int States = 20_000;
        var scenario = Sample(States);
        string yaml = ScenarioYaml.Write(scenario, Reference);

        Assert.InRange(yaml.Split('\n').Length, States, States + 120);
        Assert.True(yaml.Length < Bytes(scenario).Length * 0.7);
        Assert.Equal(Bytes(scenario), Bytes(ScenarioYaml.Read(yaml, null, _ => scenario.Map)));
    }

    [Theory]
    [InlineData("scenario: 2\n", 1, 1, "reads scenario: 1")]
    [InlineData("name: x\n", 1, 1, "does not begin with 'scenario: 1'")]
    [InlineData("[]", 1, 1, "found no scenario")]
    [InlineData("scenario: 1\nname: 5\n", 2, 7, "this is no scenario")]
    [InlineData("scenario: 1\nname: x\nwhat: 5\n", 3, 7, "this is no scenario")]
    [InlineData("scenario: 1\nname: x\nname: y\n", 3, 1, "given twice")]
    [InlineData("scenario: 1\nstep_us: .inf\n", 2, 10, "finite JSON number")]
    [InlineData("scenario: 1\nstep_us: 1e999\n", 2, 10, "finite JSON number")]
    [InlineData("scenario: 1\nmap: { sha256: xyz }\n", 2, 6, "64 lower-case hex digits")]
    [InlineData("scenario: 1\nmap: { file: a.xodr, name: a }\n", 2, 22, "nothing beside it")]
    [InlineData("scenario: 1\nmap: { name: a, file: a.xodr }\n", 2, 17, "nothing beside it")]
    [InlineData("scenario: 1\nmap: { lanes: [], file: a.xodr }\n", 2, 19, "nothing beside it")]
    [InlineData("scenario: 1\nmap: { file: [] }\n", 2, 8, "nothing beside it")]
    [InlineData("scenario: 1\nmap: { file: a.xodr }\n", 2, 1, "only where a suite runs this scenario")]
    [InlineData("scenario: 1\nactors:\n  $columns: [a, a]\n", 3, 17, "each named once")]
    [InlineData("scenario: 1\nactors:\n  $columns: [a, b]\n  $rows:\n  - [1]\n", 5, 5, "2 numbers")]
    [InlineData("scenario: 1\nactors:\n  $columns: [a]\n  $rows:\n  - [x]\n", 5, 5, "1 numbers")]
    [InlineData("scenario: 1\nactors:\n  $columns: [a....b]\n", 3, 14, "up to five names")]
    public void A_wrong_scenario_is_refused_at_its_place(string text, int line, int column, string message)
    {
        var e = Assert.Throws<InputException>(() => ScenarioYaml.Read(text, "scenario.yaml"));

        Assert.Contains(message, e.Detail, StringComparison.Ordinal);
        Assert.Equal((line, column), (e.Line, e.Column));
    }

    [Fact]
    public void A_vehicle_comes_back_from_its_yaml_unchanged()
    {
        var vehicle = VehicleSpec.Sedan with { Name = "true", Model = VehicleModel.St, FrictionCap = 1.0 / 3, LatencyUs = 123_456, MaxSteerRad = 0.1 + 0.2, Class = ActorClass.ParkedVehicle };

        Assert.Equal(vehicle, VehicleFile.Read(VehicleFile.Write(vehicle), "v.yaml"));
        Assert.Equal(VehicleSpec.Sedan, VehicleFile.Read(VehicleFile.Write(VehicleSpec.Sedan), "v.yaml"));
    }
}
