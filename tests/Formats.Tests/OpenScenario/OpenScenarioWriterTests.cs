using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Sim.Formats.OpenScenario;
using Sim.Geometry;
using Sim.Maps;
using Sim.Storyboards;

namespace Sim.Tests.OpenScenario;

public sealed class OpenScenarioWriterTests
{
    private static readonly BodyBox Body = new(4.6, 1.8, 1.5, 1.4);

    [Fact]
    public void Every_kind_of_behaviour_comes_back_as_the_same_scenario()
    {
        var scenario = Moving();
        byte[] bytes = Write(scenario, out _);
        Assert.Equal(Json(scenario), Json(Read(bytes).ToScenario()));
        Assert.Equal(bytes, Write(Read(bytes).ToScenario(), out _));
    }

    [Fact]
    public void A_storyboard_comes_back_as_the_same_scenario()
    {
        var scenario = OpenScenarioXml.Read(OpenScenarioElements.Everything()).ToScenario();
        Assert.Equal(Json(scenario), Json(Read(Write(scenario, out _)).ToScenario()));
    }

    [Fact]
    public void What_other_tools_read_is_the_whole_storyboard()
    {
        // On an empty map nothing is turned into world coordinates, so the storyboard must come back to the letter.
        var scenario = OpenScenarioXml.Read(OpenScenarioElements.Everything()).ToScenario();
        scenario = scenario with { Map = RoadMap.Empty };
        var board = scenario.Storyboard!;
        bool Kept(StoryboardAction a) => a is not (UnsupportedAction or AnimationAction);
        board = board with
        {
            Unsupported = [],
            Init = new StoryboardInit { Actions = [.. board.Init.Actions.Where(Kept)], Entities = [.. board.Init.Entities.Select(e => e with { Actions = [.. e.Actions.Where(Kept)] })] },
            Stories = [.. board.Stories.Where(s => s.Acts[0].Groups[0].Manoeuvres[0].Events[0].StartTrigger!.Groups[0].Conditions[0] is not UnsupportedCondition)],
        };
        var read = Bare(Write(scenario with { Storyboard = board }, out var losses));
        Assert.Empty(read.Unsupported);
        Assert.Equal(Json(board.Init), Json(read.Storyboard!.Init));
        Assert.Equal(Json(board.StopTrigger!), Json(read.Storyboard.StopTrigger!));
        Assert.Equal(board.Stories.Select(s => Json(s.Acts[0].Groups)), read.Storyboard.Stories.Select(s => Json(s.Acts[0].Groups)));
        Assert.Equal(board.Entities, read.Storyboard.Entities.Select((e, i) => e with { Properties = board.Entities[i].Properties, Controllers = board.Entities[i].Controllers }));
        Assert.Equal(board.Parameters, read.Storyboard.Parameters);
        Assert.Equal(board.Variables, read.Storyboard.Variables);
        Assert.DoesNotContain(losses, l => l.Contains("not of OpenSCENARIO", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "2")]
    [InlineData(true, "1")]
    public void A_storyboard_without_a_story_is_of_version_1_2_the_first_that_allows_it(bool moves, string minor)
    {
        var moving = Moving();
        string[] kept = moves ? ["ego", "stands", "log"] : ["ego", "stands"];
        var scenario = moving with { Actors = [.. moving.Actors.Where(a => kept.Contains(a.Id))] };
        byte[] bytes = Write(scenario, out _);
        var root = XDocument.Parse(Encoding.UTF8.GetString(bytes)).Root!;
        Assert.Equal(minor, (string?)root.Element("FileHeader")!.Attribute("revMinor"));
        Assert.Equal(moves, root.Element("Storyboard")!.Elements("Story").Any());
        Assert.Equal(Json(scenario), Json(Read(bytes).ToScenario()));
    }

    [Fact]
    public void Lane_positions_become_world_positions_of_the_rear_axle()
    {
        var scenario = OpenScenarioXml.Read(OpenScenarioXml.Document(OpenScenarioXml.Init(OpenScenarioXml.Private("<TeleportAction>" + OpenScenarioXml.At + "</TeleportAction>")))).ToScenario();
        var place = (TeleportAction)Bare(Write(scenario, out _)).Storyboard!.Init.Entities[0].Actions[0];
        var world = Assert.IsType<WorldPosition>(place.Position);
        Assert.Equal((20, -1.25, 0), (Math.Round(world.X, 9), Math.Round(world.Y, 9), Math.Round(world.Orientation!.HeadingRad, 9)));
    }

    [Fact]
    public void Recorded_motion_is_a_timed_trajectory_of_the_rear_axle_between_appearing_and_vanishing()
    {
        var board = Bare(Write(Moving(), out _)).Storyboard!;
        var events = board.Stories[^1].Acts[0].Groups.Single(g => g.Actors[0] == "log").Manoeuvres[0].Events;
        Assert.Equal(["log appears", "log moves", "log vanishes"], events.Select(e => e.Name));
        Assert.IsType<AddEntityAction>(events[0].Actions[0].Action);
        Assert.IsType<DeleteEntityAction>(events[2].Actions[0].Action);
        Assert.Equal([0.2, 0.2, 0.6], events.Select(e => ((SimulationTimeCondition)e.StartTrigger!.Groups[0].Conditions[0]).ValueS));
        var follow = (FollowTrajectoryAction)events[1].Actions[0].Action;
        Assert.Equal(new TrajectoryTiming(true), follow.Timing);
        var vertices = ((PolylineShape)follow.Trajectory.Shape).Vertices;
        Assert.Equal([0.2, 0.4, 0.6], vertices.Select(v => v.TimeS));
        Assert.Equal([8.6, 9.6, 10.6], vertices.Select(v => Math.Round(((WorldPosition)v.Position).X, 9)));
        Assert.False(board.Entities.Single(e => e.Id == "log").PresentAtStart);
    }

    [Fact]
    public void A_scripted_path_is_timed_by_its_script()
    {
        var board = Bare(Write(Moving(), out _)).Storyboard!;
        var move = board.Stories[^1].Acts[0].Groups.Single(g => g.Actors[0] == "path").Manoeuvres[0].Events.Single(e => e.Name == "path moves");
        var vertices = ((PolylineShape)((FollowTrajectoryAction)move.Actions[0].Action).Trajectory.Shape).Vertices;

        // From 2 m/s at 1 m/s² to 4 m/s after 0.5 s: at 2.5 s it has gone 1 + 6 m, then 4 m/s.
        var at = vertices.Single(v => Math.Abs(v.TimeS!.Value - 2.5) < 1e-9);
        Assert.Equal(7 - 1.4, ((WorldPosition)at.Position).X, 1e-6);
        Assert.Equal(7 + 2 - 1.4, ((WorldPosition)vertices.Single(v => Math.Abs(v.TimeS!.Value - 3) < 1e-9).Position).X, 1e-6);
    }

    [Fact]
    public void What_has_no_words_is_named()
    {
        Write(Moving(), out var losses);
        Assert.Contains("'lane' follows other traffic by the intelligent driver model and changes lanes by MOBIL, which OpenSCENARIO has no words for; it keeps its first speed in its lane", losses);
        Assert.Contains("'waiting' starts by the ego's time to the crossing of their ways, which OpenSCENARIO has no words for", losses);
    }

    [Fact]
    public void A_file_that_was_edited_means_what_it_says()
    {
        string text = Encoding.UTF8.GetString(Write(Moving(), out _));
        var file = Read(Encoding.UTF8.GetBytes(text.Replace("maxSpeed=\"60\"", "maxSpeed=\"33\"", StringComparison.Ordinal)));
        Assert.Null(file.Carried);
        Assert.Contains("the file was changed after it was written: it means what it says, and what OpenSCENARIO has no words for is lost", file.Assumptions);
        Assert.Equal(33, file.Storyboard!.Entities[0].Performance!.MaxSpeedMps);
        var again = file.ToScenario();
        Assert.IsType<StoryboardBehaviour>(again.Actors[1].Behaviour);
        Assert.Null(Read(Encoding.UTF8.GetBytes(text.Replace("name=\"sim.digest\" value=\"", "name=\"sim.digest\" value=\"0", StringComparison.Ordinal))).Carried);
    }

    [Fact]
    public void The_ego_of_a_file_of_ours_may_be_given_to_the_driver_under_test()
    {
        var scenario = OpenScenarioXml.Read(OpenScenarioElements.Everything()).ToScenario();
        var file = Read(Write(scenario, out _));
        var driven = file.ToScenario(new OpenScenarioOptions { Drive = OpenScenarioDrive.Driver, HorizonUs = 2_000_000 });
        Assert.IsType<DriverBehaviour>(driven.Ego.Behaviour);
        Assert.Equal(2_000_000, driven.HorizonUs);
        Assert.Equal(scenario.Ego.Initial, driven.Ego.Initial);
    }

    [Fact]
    public void Ids_that_XML_cannot_hold_are_refused()
    {
        var scenario = Moving();
        scenario = scenario with { Actors = [.. scenario.Actors.Select(a => a.Id == "log" ? a with { Id = "a\u0001b" } : a)] };
        Assert.Contains("that XML cannot hold", Assert.Throws<InputException>(() => Write(scenario, out _)).Message, StringComparison.Ordinal);
    }

    private static Scenario Moving()
    {
        var line = new Polyline([new(0, 0), new(100, 0)]);
        Actor Car(string id, Behaviour behaviour, double x = 0, double speed = 5) => new() { Id = id, Class = ActorClass.Car, Body = Body, Initial = new ActorState(x, 0, 0, speed), Behaviour = behaviour };
        return new Scenario
        {
            Name = "all & <every>",
            Map = OpenScenarioXml.Map with { Roads = null },
            StepUs = 100_000,
            HorizonUs = 4_000_000,
            EgoId = "ego",
            Actors =
            [
                Car("ego", new DriverBehaviour { Log = [new TimedState(0, new ActorState(1, 2, 3, 4))] }),
                Car("stands", new StationaryBehaviour(), speed: 0),
                Car("straight", new ConstantVelocityBehaviour()),
                Car("log", new TrajectoryBehaviour { States = [new(200_000, new ActorState(10, 0, 0, 5)), new(400_000, new ActorState(11, 0, 0, 5)), new(600_000, new ActorState(12, 0, 0, 5))], Recorded = true }, 10) with { FirstStep = 2 },
                Car("path", new FollowPathBehaviour { Path = line, Speeds = [new SpeedStep(500_000, 4, 1)] }, speed: 2),
                Car("waiting", new FollowPathBehaviour { Path = line, Speeds = [new SpeedStep(0, 4, 1)], Trigger = new StartTrigger { TtcS = 2, GapM = 10, TimeToPathS = 3 } }, speed: 0),
                Car("lane", new FollowLaneBehaviour { Mobil = new MobilParameters(), Route = ["1:0:-1", "1:0:-2"] }),
                new Actor { Id = "walker", Class = ActorClass.Pedestrian, Body = new BodyBox(0.5, 0.5, 1.8), Initial = new ActorState(30, 5, -1, 1), Behaviour = new FollowPathBehaviour { Path = line, Idm = new IdmParameters() } },
            ],
            Task = new EgoTask { DesiredSpeedMps = 12 },
            Parameters = Ordered.Copy([KeyValuePair.Create("speed", "10 km/h")]),
            Provenance = new Provenance { Generator = "test", Licence = "MIT", Assumptions = ["none"] },
        };
    }

    private static byte[] Write(Scenario scenario, out IReadOnlyList<string> losses)
    {
        using var stream = new MemoryStream();
        losses = OpenScenarioWriter.Write(scenario, stream);
        return stream.ToArray();
    }

    private static OpenScenarioFile Read(byte[] bytes) => OpenScenarioReader.Read(bytes, "w.xosc");

    /// <summary>As another tool reads it: without our property.</summary>
    private static OpenScenarioFile Bare(byte[] bytes)
    {
        var document = XDocument.Parse(Encoding.UTF8.GetString(bytes));
        document.Descendants("Property").Where(p => ((string)p.Attribute("name")!).StartsWith("sim.", StringComparison.Ordinal)).Remove();
        var file = Read(Encoding.UTF8.GetBytes(document.ToString()));
        Assert.Null(file.Carried);
        return file;
    }

    private static string Json(Scenario scenario) => JsonSerializer.Serialize(scenario, SimJson.Default.Scenario);

    private static string Json(StoryboardInit init) => JsonSerializer.Serialize(new Storyboard { Init = init }, SimJson.Default.Storyboard);

    private static string Json(StoryTrigger trigger) => JsonSerializer.Serialize(new Storyboard { StopTrigger = trigger }, SimJson.Default.Storyboard);

    private static string Json(IReadOnlyList<ManoeuvreGroup> groups) => JsonSerializer.Serialize(new Storyboard { Stories = [new Story("", [new StoryAct { Name = "", Groups = groups }])] }, SimJson.Default.Storyboard);
}
