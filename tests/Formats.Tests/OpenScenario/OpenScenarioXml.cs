using System.Text;
using Sim.Formats.OpenDrive;
using Sim.Formats.OpenScenario;
using Sim.Maps;

namespace Sim.Tests.OpenScenario;

/// <summary>Small OpenSCENARIO documents.</summary>
internal static class OpenScenarioXml
{
    public const string Road = """
        <OpenDRIVE><header revMajor="1" revMinor="6"/>
        <road id="1" length="400" junction="-1" rule="RHT"><planView><geometry s="0" x="0" y="0" hdg="0" length="400"><line/></geometry></planView>
          <lanes><laneSection s="0">
            <left><lane id="2" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane><lane id="1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></left>
            <center><lane id="0" type="none"/></center>
            <right><lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane><lane id="-2" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></right>
          </laneSection></lanes></road></OpenDRIVE>
        """;

    public const string Car = """
        <Vehicle name="sedan" vehicleCategory="car"><ParameterDeclarations/>
          <BoundingBox><Center x="1.4" y="0" z="0.75"/><Dimensions width="1.8" length="4.6" height="1.5"/></BoundingBox>
          <Performance maxSpeed="50" maxAcceleration="4" maxDeceleration="9"/>
          <Axles><FrontAxle maxSteering="0.5" wheelDiameter="0.6" trackWidth="1.6" positionX="2.7" positionZ="0.3"/><RearAxle maxSteering="0" wheelDiameter="0.6" trackWidth="1.6" positionX="0" positionZ="0.3"/></Axles>
          <Properties/></Vehicle>
        """;

    public const string Entities = "<ScenarioObject name=\"Ego\">" + Car + "</ScenarioObject><ScenarioObject name=\"Other\">" + Car + "</ScenarioObject>";

    public const string At = "<Position><LanePosition roadId=\"1\" laneId=\"-1\" s=\"20\" offset=\"0.5\"/></Position>";

    public static readonly RoadMap Map = OpenDriveReader.Read(Encoding.UTF8.GetBytes(Road), "road.xodr", withRoads: true);

    public static string Document(string storyboard, string minor = "2", string entities = Entities, string before = "", string roads = "<RoadNetwork><LogicFile filepath=\"road\"/></RoadNetwork>") => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <OpenSCENARIO><FileHeader revMajor="1" revMinor="{minor}" date="2026-01-01T00:00:00" description="d" author="a"/>
        {before}<CatalogLocations><VehicleCatalog><Directory path="catalogs"/></VehicleCatalog></CatalogLocations>
        {roads}
        <Entities>{entities}</Entities>
        <Storyboard>{storyboard}</Storyboard></OpenSCENARIO>
        """;

    public static string Init(string actions) => $"<Init><Actions>{actions}</Actions></Init>";

    public static string Private(string action, string entity = "Ego") => $"<Private entityRef=\"{entity}\"><PrivateAction>{action}</PrivateAction></Private>";

    public static string Story(string action, string trigger = "") => $"""
        <Story name="s"><Act name="a"><ManeuverGroup name="g" maximumExecutionCount="1"><Actors selectTriggeringEntities="false"><EntityRef entityRef="Other"/></Actors>
        <Maneuver name="m"><Event name="e" priority="parallel"><Action name="x">{action}</Action>{trigger}</Event></Maneuver></ManeuverGroup></Act></Story>
        """;

    public static string Start(string condition) => $"<StartTrigger><ConditionGroup><Condition name=\"c\" delay=\"0.5\" conditionEdge=\"rising\">{condition}</Condition></ConditionGroup></StartTrigger>";

    public static string ByEntity(string condition) =>
        $"<ByEntityCondition><TriggeringEntities triggeringEntitiesRule=\"all\"><EntityRef entityRef=\"Ego\"/></TriggeringEntities><EntityCondition>{condition}</EntityCondition></ByEntityCondition>";

    public static string ByValue(string condition) => $"<ByValueCondition>{condition}</ByValueCondition>";

    public static OpenScenarioFile Read(string text, IReadOnlyDictionary<string, string>? parameters = null, IOpenScenarioFiles? files = null) =>
        OpenScenarioReader.Read(Encoding.UTF8.GetBytes(text), "test.xosc", files ?? new Memory(), parameters);

    /// <summary>Files in memory.</summary>
    internal sealed class Memory(params (string File, string Text)[] catalogs) : IOpenScenarioFiles
    {
        public OpenScenarioSource? Find(string path, string from) => path == "road.xodr" ? new OpenScenarioSource(path, () => Encoding.UTF8.GetBytes(Road)) : null;

        public IReadOnlyList<OpenScenarioSource> Catalogs(string folder, string from) =>
            folder == "catalogs" ? [.. catalogs.Select(c => new OpenScenarioSource(c.File, () => Encoding.UTF8.GetBytes(c.Text)))] : [];

        public RoadMap? Map(string name) => name == "road" ? OpenScenarioXml.Map : null;
    }
}
