using Sim.Formats.CommonRoad;
using Sim.Tests.CommonRoad;

namespace Sim.Tests.Fuzz;

public sealed class CommonRoadFuzzTests
{
    private static readonly string[] Tokens =
    [
        "<lanelet id=\"3\">", "</lanelet>", "<point>", "</point>", "<x>", "</x>", "<y>1e9</y>", "<dynamicObstacle id=\"7\">", "</dynamicObstacle>", "<staticObstacle id=\"8\">", "<state>", "</state>", "<time><exact>99999</exact></time>", "<time><intervalStart>0</intervalStart><intervalEnd>9</intervalEnd></time>",
        "<shape>", "<circle><radius>1</radius></circle>", "<polygon>", "<occupancySet>", "<occupancy>", "<trajectory>", "<orientation><exact>9</exact></orientation>", "<position>", "<lanelet ref=\"1\"/>", "<successor ref=\"1\"/>", "<trafficLight id=\"9\"><cycle>", "<trafficSign id=\"4\">",
        "<planningProblem id=\"11\">", "<goalState>", "ref=\"", "id=\"", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "<![CDATA[", "]]>", "<!--", "-->", "/>", "<a>", "2018b", "2020a",
    ];

    private static readonly Mutator Mutants = new(0xC0DE, [.. Corpus.Of(Own()).Concat(Corpus.Shared("commonroad", "*.xml"))], Tokens);

    [Fact]
    public void Damaged_CommonRoad_is_read_or_refused_with_its_place() =>
        FuzzRun.Check("fuzz.xml", Mutants.Make, bytes => CommonRoadReader.Read(bytes, "fuzz.xml").ToRecording().Map.Index(), lines: true);

    private static IEnumerable<string> Own()
    {
        string car = CommonRoadXml.Car("5", CommonRoadXml.At(0, 1), CommonRoadXml.At(1, 2), CommonRoadXml.At(2, 3));
        string problem = CommonRoadXml.Problem("9", 0, 5, "<position><lanelet ref=\"2\"/></position><time><intervalStart>3</intervalStart><intervalEnd>9</intervalEnd></time>");
        yield return CommonRoadXml.Document(CommonRoadXml.TwoLanes + car + problem);
        yield return CommonRoadXml.Document(
            CommonRoadXml.TwoLanes
            + "<trafficSign id=\"20\"><trafficSignElement><trafficSignID>274</trafficSignID><additionalValue>13.9</additionalValue></trafficSignElement><position><point><x>50</x><y>-1</y></point></position></trafficSign>"
            + "<trafficLight id=\"21\"><cycle><cycleElement><duration>20</duration><color>red</color></cycleElement><cycleElement><duration>10</duration><color>green</color></cycleElement><timeOffset>3</timeOffset></cycle></trafficLight>"
            + "<intersection id=\"22\"><incoming id=\"23\"><incomingLanelet ref=\"1\"/><successorsStraight ref=\"2\"/></incoming></intersection>"
            + "<staticObstacle id=\"24\"><type>parkedVehicle</type><shape><polygon><point><x>0</x><y>0</y></point><point><x>2</x><y>0</y></point><point><x>1</x><y>1</y></point></polygon></shape>" + CommonRoadXml.At(0, 60, name: "initialState") + "</staticObstacle>"
            + problem);
        yield return CommonRoadXml.Document(CommonRoadXml.TwoLanes + "<obstacle id=\"30\"><role>dynamic</role><type>bicycle</type><shape><circle><radius>0.5</radius></circle></shape><trajectory>" + CommonRoadXml.At(0, 9) + CommonRoadXml.At(1, 10) + "</trajectory></obstacle>" + problem, "2018b");
    }
}
