using System.Globalization;
using System.Text;
using Sim.Formats.OpenDrive;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.OpenDrive;

/// <summary>Small OpenDRIVE documents for tests.</summary>
internal static class Xodr
{
    public const string RightLane = """
        <laneSection s="0"><center><lane id="0" type="none"/></center>
        <right><lane id="-1" type="driving"><width sOffset="0" a="3" b="0" c="0" d="0"/></lane></right></laneSection>
        """;

    public static RoadMap Read(string text, string file = "test.xodr") => OpenDriveReader.Read(Encoding.UTF8.GetBytes(text), file);

    public static RoadMap ReadRoads(params string[] parts) => Read(Document(parts));

    public static string Document(params string[] parts) =>
        $"<OpenDRIVE><header revMajor=\"1\" revMinor=\"7\"/>{string.Join("\n", parts)}</OpenDRIVE>";

    public static string Road(
        string id = "1", double length = 100, string? plan = null, string lanes = RightLane, string link = "", string extra = "",
        string junction = "-1", string rule = "RHT", double x = 0, double y = 0, double heading = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            <road id="{id}" length="{length}" junction="{junction}" rule="{rule}"><link>{link}</link>
            <planView>{plan ?? Geometry(length, "<line/>", x, y, heading)}</planView>{extra}
            <lanes>{lanes}</lanes></road>
            """);

    public static string Geometry(double length, string shape, double x = 0, double y = 0, double heading = 0, double s = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"""<geometry s="{s:R}" x="{x:R}" y="{y:R}" hdg="{heading:R}" length="{length:R}">{shape}</geometry>""");

    public static string Lane(int id, string width = "3", string type = "driving", string inner = "") =>
        $"""<lane id="{id}" type="{type}">{inner}<width sOffset="0" a="{width}" b="0" c="0" d="0"/></lane>""";

    public static string Link(int? predecessor, int? successor) =>
        "<link>" + (predecessor is { } p ? $"<predecessor id=\"{p}\"/>" : "") + (successor is { } s ? $"<successor id=\"{s}\"/>" : "") + "</link>";

    public static string Section(string left = "", string right = "", double s = 0, string centre = "<lane id=\"0\" type=\"none\"/>", string attributes = "") =>
        string.Create(CultureInfo.InvariantCulture,
            $"""<laneSection s="{s}" {attributes}><left>{left}</left><center>{centre}</center><right>{right}</right></laneSection>""");

    public static Lane Get(this RoadMap map, string id) => Assert.Single(map.Lanes, l => l.Id == id);

    public static void Near(double x, double y, Vector2d actual, double tolerance = 1e-9) =>
        Assert.True(
            Math.Abs(actual.X - x) <= tolerance && Math.Abs(actual.Y - y) <= tolerance,
            string.Create(CultureInfo.InvariantCulture, $"expected ({x:R}, {y:R}), found ({actual.X:R}, {actual.Y:R})"));

    /// <summary>The reference line of a document with one road of one right lane: that lane's left bound.</summary>
    public static IReadOnlyList<Vector2d> ReferenceLine(double length, string shape, double x = 0, double y = 0, double heading = 0) =>
        ReadRoads(Road(length: length, plan: Geometry(length, shape, x, y, heading))).Lanes[0].Left.Points;
}
