using System.Text;
using System.Text.Json;
using Sim.Formats.OpenScenario;
using Sim.Formats.Yaml;
using Sim.Storyboards;
using static Sim.Tests.OpenScenario.OpenScenarioXml;

namespace Sim.Tests.OpenScenario;

public sealed class OpenScenarioReaderTests
{
    public static TheoryData<int> Numbers(string list) => [.. Enumerable.Range(0, list switch
    {
        "private" => OpenScenarioElements.PrivateActions.Length,
        "global" => OpenScenarioElements.GlobalActions.Length,
        "entity" => OpenScenarioElements.EntityConditions.Length,
        "value" => OpenScenarioElements.ValueConditions.Length,
        "position" => OpenScenarioElements.Positions.Length,
        _ => OpenScenarioElements.PathPositions.Length,
    })];

    [Theory]
    [MemberData(nameof(Numbers), "private")]
    public void Private_actions_are_read_in_init_and_events(int i)
    {
        var (xml, holds) = OpenScenarioElements.PrivateActions[i];
        var file = Read(Document(Init(Private(xml)) + Story($"<PrivateAction>{xml}</PrivateAction>")));
        Assert.True(holds(file.Storyboard!.Init.Entities[0].Actions[0]), xml);
        Assert.True(holds(Action(file)), xml);
        Assert.Equal("Ego", file.Storyboard.Init.Entities[0].EntityId);
    }

    [Theory]
    [MemberData(nameof(Numbers), "global")]
    public void Global_actions_are_read(int i)
    {
        var (xml, holds) = OpenScenarioElements.GlobalActions[i];
        var file = Read(Document(Init($"<GlobalAction>{xml}</GlobalAction>")));
        Assert.True(holds(Assert.Single(file.Storyboard!.Init.Actions)), xml);
        Assert.True(file.Unsupported.Count == 0 || xml.Contains("SetMonitor", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Numbers), "entity")]
    public void Entity_conditions_are_read_with_their_triggering_entities(int i)
    {
        var (xml, holds) = OpenScenarioElements.EntityConditions[i];
        var condition = Condition(Read(Document(Story("<GlobalAction>" + OpenScenarioElements.GlobalActions[2].Xml + "</GlobalAction>", Start(ByEntity(xml))))));
        Assert.True(holds(condition), xml);
        Assert.Equal(("c", 0.5, ConditionEdge.Rising), (condition.Name, condition.DelayS, condition.Edge));
        Assert.True(condition is UnsupportedCondition or EntityCondition { All: true, Entities: ["Ego"] });
    }

    [Theory]
    [MemberData(nameof(Numbers), "value")]
    public void Value_conditions_are_read(int i)
    {
        var (xml, holds) = OpenScenarioElements.ValueConditions[i];
        Assert.True(holds(Condition(Read(Document(Story("<GlobalAction>" + OpenScenarioElements.GlobalActions[2].Xml + "</GlobalAction>", Start(ByValue(xml))))))), xml);
    }

    [Theory]
    [MemberData(nameof(Numbers), "position")]
    public void Positions_keep_their_kind(int i)
    {
        var (xml, expected) = OpenScenarioElements.Positions[i];
        Assert.Equal(expected, Position(xml));
    }

    [Theory]
    [MemberData(nameof(Numbers), "path")]
    public void Positions_on_routes_and_trajectories_hold_these(int i)
    {
        var (xml, holds) = OpenScenarioElements.PathPositions[i];
        Assert.True(holds(Position(xml)), xml);
    }

    [Fact]
    public void All_together_come_back_from_their_bytes_and_from_YAML()
    {
        var scenario = Read(OpenScenarioElements.Everything()).ToScenario();
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario);
        Assert.Equal(Encoding.UTF8.GetString(bytes), JsonSerializer.Serialize(SimJson.Parse(bytes, SimJson.Default.Scenario), SimJson.Default.Scenario));
        string yaml = ScenarioYaml.Write(scenario);
        Assert.Equal(yaml, ScenarioYaml.Write(ScenarioYaml.Read(yaml, "s.yaml")));
        Assert.Equal(Encoding.UTF8.GetString(bytes), JsonSerializer.Serialize(ScenarioYaml.Read(yaml, "s.yaml"), SimJson.Default.Scenario));
    }

    [Fact]
    public void A_custom_command_stays_text()
    {
        var file = Read(Document(Init("<UserDefinedAction><CustomCommandAction type=\"python\">/tmp/evil.py</CustomCommandAction></UserDefinedAction>")));
        Assert.Equal(new CustomCommandAction { Type = "python", Content = "/tmp/evil.py" }, file.Storyboard!.Init.Actions[0]);
    }

    [Theory]
    [InlineData("0", "9")]
    [InlineData("1", "3")]
    [InlineData("2", "0")]
    public void Other_versions_are_named_with_the_supported_ones(string major, string minor)
    {
        string text = Document("").Replace("revMajor=\"1\" revMinor=\"2\"", $"revMajor=\"{major}\" revMinor=\"{minor}\"", StringComparison.Ordinal);
        var e = Assert.Throws<InputException>(() => Read(text));
        Assert.Equal($"test.xosc:2:16: found OpenSCENARIO {major}.{minor}, which is not supported; supported are 1.0, 1.1 and 1.2", e.Message);
    }

    [Fact]
    public void The_spellings_of_all_versions_mean_the_same()
    {
        string Events(string priority) => Story("<GlobalAction>" + OpenScenarioElements.GlobalActions[2].Xml + "</GlobalAction>").Replace("parallel", priority, StringComparison.Ordinal);
        var old = Read(Document(Events("overwrite"), "0")).Storyboard!;
        var now = Read(Document(Events("override"), "2")).Storyboard!;
        Assert.Equal(EventPriority.Overwrite, old.Stories[0].Acts[0].Groups[0].Manoeuvres[0].Events[0].Priority);
        Assert.Equal(EventPriority.Overwrite, now.Stories[0].Acts[0].Groups[0].Manoeuvres[0].Events[0].Priority);
        Assert.Equal(("1.0", "1.2"), (old.Version, now.Version));
    }

    [Fact]
    public void What_nobody_reads_is_named_with_path_and_line()
    {
        var file = Read(Document(Init(Private("<TeleportAction extra=\"1\">" + At + "</TeleportAction>") + "\n<Ornament/>")));
        Assert.Contains(file.Unsupported, u => u is { Path: "OpenSCENARIO/Storyboard/Init/Actions/Private[Ego]/PrivateAction/TeleportAction", Reason: "the attribute \"extra\" is not read" });
        Assert.Equal([new UnsupportedAction { Element = "Ornament" }], file.Storyboard!.Init.Actions);
        Assert.Equal(file.Unsupported, file.Storyboard.Unsupported);
        var shown = Read(Document("", roads: "<RoadNetwork><LogicFile filepath=\"road\"/><SceneGraphFile filepath=\"x.osgb\"/></RoadNetwork>"));
        Assert.Equal("OpenSCENARIO/RoadNetwork/SceneGraphFile", Assert.Single(shown.Unsupported).Path);
        Assert.Empty(shown.Storyboard!.Unsupported);
        Assert.Equal(file.ToScenario().Provenance.Unused.Count, file.Unsupported.Count);
    }

    [Fact]
    public void A_processing_version_of_XML_above_1_0_is_read_as_1_0() =>
        Assert.Equal("1.2", Read(Document("").Replace("version=\"1.0\"", "version=\"1.3\"", StringComparison.Ordinal)).Version);

    [Theory]
    [InlineData("<Position><LanePosition roadId=\"1\" laneId=\"-1\" s=\"abc\"/></Position>", "found s=\"abc\" in <LanePosition>; expected a finite number within ±1e12")]
    [InlineData("<Position><LanePosition roadId=\"1\" laneId=\"-1\" s=\"NaN\"/></Position>", "found s=\"NaN\" in <LanePosition>; expected a finite number within ±1e12")]
    [InlineData("<Position><LanePosition laneId=\"-1\" s=\"1\"/></Position>", "found <LanePosition> without \"roadId\"; expected the attribute \"roadId\"")]
    [InlineData("<Position><RelativeWorldPosition entityRef=\"Egon\" dx=\"1\" dy=\"1\"/></Position>", "found entityRef=\"Egon\" in <RelativeWorldPosition>; expected an entity of the file; did you mean 'Ego'?")]
    [InlineData("<Position><Nowhere/></Position>", "found <Nowhere>; expected WorldPosition")]
    [InlineData("<Position/>", "found an empty <Position>")]
    [InlineData("<Position><GeoPosition latitude=\"48\" longitude=\"9\"/></Position>", "found <GeoPosition> off the Earth")]
    public void Wrong_values_are_refused_with_found_and_expected(string position, string message)
    {
        var e = Assert.Throws<InputException>(() => Read(Document(Init(Private($"<TeleportAction>{position}</TeleportAction>")))));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.True(e is { Line: > 0, Column: > 0, File: "test.xosc" });
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><OpenSCENARIO/>", "DTD")]
    [InlineData("<Other/>", "expected <OpenSCENARIO>")]
    [InlineData("", "empty file")]
    [InlineData("<OpenSCENARIO><FileHeader revMajor=\"1\" revMinor=\"1\"/></OpenSCENARIO>", "without <Entities>")]
    [InlineData("<OpenSCENARIO", "broken XML")]
    public void What_is_no_OpenSCENARIO_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_deep_documents_are_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 70)) + string.Concat(Enumerable.Repeat("</a>", 70));
        Assert.Contains("nested 64 deep", Assert.Throws<InputException>(() => Read(deep)).Message, StringComparison.Ordinal);
    }

    private static StoryboardAction Action(OpenScenarioFile file) => file.Storyboard!.Stories[0].Acts[0].Groups[0].Manoeuvres[0].Events[0].Actions[0].Action;

    private static TriggerCondition Condition(OpenScenarioFile file) => file.Storyboard!.Stories[0].Acts[0].Groups[0].Manoeuvres[0].Events[0].StartTrigger!.Groups[0].Conditions[0];

    private static StoryPosition Position(string xml)
    {
        var file = Read(Document(Init(Private($"<TeleportAction><Position>{xml}</Position></TeleportAction>"))));
        Assert.Empty(file.Unsupported);
        return ((TeleportAction)file.Storyboard!.Init.Entities[0].Actions[0]).Position;
    }
}
