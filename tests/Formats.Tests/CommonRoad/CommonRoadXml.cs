using System.Text;
using Sim.Formats.CommonRoad;

namespace Sim.Tests.CommonRoad;

/// <summary>Small hand-written CommonRoad documents.</summary>
internal static class CommonRoadXml
{
    public const string TwoLanes = """
          <lanelet id="1">
            <leftBound><point><x>0</x><y>4</y></point><point><x>50</x><y>4</y></point><point><x>100</x><y>4</y></point><lineMarking>dashed</lineMarking></leftBound>
            <rightBound><point><x>0</x><y>0</y></point><point><x>50</x><y>0</y></point><point><x>100</x><y>0</y></point><lineMarking>solid</lineMarking></rightBound>
            <successor ref="2"/>
            <laneletType>urban</laneletType><userOneWay>vehicle</userOneWay>
          </lanelet>
          <lanelet id="2">
            <leftBound><point><x>100</x><y>4</y></point><point><x>200</x><y>4</y></point></leftBound>
            <rightBound><point><x>100</x><y>0</y></point><point><x>200</x><y>0</y></point></rightBound>
            <predecessor ref="1"/>
          </lanelet>

        """;

    public static string Document(string body, string version = "2020a", string attributes = "", string step = "0.1") =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <commonRoad commonRoadVersion="{version}" benchmarkID="DEU_Own-1_1_T-1" timeStepSize="{step}" author="A" affiliation="B" source="own" date="2026-01-01" {attributes}>
        {body}
        </commonRoad>
        """;

    public static CommonRoadFile Read(string body, string version = "2020a", string attributes = "", string step = "0.1") => ReadText(Document(body, version, attributes, step));

    public static CommonRoadFile ReadText(string text) => CommonRoadReader.Read(Encoding.UTF8.GetBytes(text), "own.xml");

    public static string State(string name, string time, double x, double y, string orientation = "<exact>0</exact>", string rest = "") =>
        FormattableString.Invariant($"<{name}><position><point><x>{x}</x><y>{y}</y></point></position><orientation>{orientation}</orientation><time>{time}</time>{rest}</{name}>");

    public static string At(int step, double x, double y = 2, double speed = 10, string name = "state") =>
        State(name, FormattableString.Invariant($"<exact>{step}</exact>"), x, y, rest: FormattableString.Invariant($"<velocity><exact>{speed}</exact></velocity>"));

    public static string Car(string id, params string[] states) =>
        $"<dynamicObstacle id=\"{id}\"><type>car</type><shape><rectangle><length>4</length><width>2</width></rectangle></shape>{states[0].Replace("state>", "initialState>", StringComparison.Ordinal)}<trajectory>{string.Concat(states[1..])}</trajectory></dynamicObstacle>";

    public static string Problem(string id, int step, double x, string goal) =>
        $"<planningProblem id=\"{id}\">{At(step, x, name: "initialState")}<goalState>{goal}</goalState></planningProblem>";
}
