using System.Globalization;
using Sim.Formats.CommonRoad;

namespace Sim.Tests.CommonRoad;

public sealed class HostileTests
{
    [Theory]
    [InlineData("<lanelet><leftBound/></lanelet>", 3, "attribute 'id'")]
    [InlineData("<lanelet id=\"x\"/>", 3, "integers")]
    [InlineData("<lanelet id=\"1\">\n<leftBound><point><x>1</x></point></leftBound></lanelet>", 4, "<y>")]
    [InlineData("<lanelet id=\"1\">\n<leftBound>\n<point><x>one</x><y>1</y></point></leftBound></lanelet>", 5, "'one'")]
    [InlineData("<lanelet id=\"1\"><leftBound><point><x>NaN</x><y>1</y></point></leftBound></lanelet>", 3, "finite")]
    [InlineData("<lanelet id=\"1\"><leftBound><point><x>1e300</x><y>1</y></point></leftBound></lanelet>", 3, "finite")]
    [InlineData("<lanelet id=\"1\"><leftBound><point><x>1</x><y>1</y></point></leftBound></lanelet>", 3, "at least 2")]
    [InlineData("<dynamicObstacle id=\"1\"><type>car</type></dynamicObstacle>", 3, "<shape>")]
    [InlineData("<dynamicObstacle id=\"1\"><shape><rectangle><length>0</length><width>1</width></rectangle></shape></dynamicObstacle>", 3, "positive")]
    [InlineData("<dynamicObstacle id=\"1\"><shape><blob/></shape></dynamicObstacle>", 3, "<blob>")]
    [InlineData("<obstacle id=\"1\"><role>flying</role></obstacle>", 3, "flying")]
    [InlineData("<trafficLight id=\"1\"><cycle><cycleElement><duration>0</duration><color>red</color></cycleElement></cycle></trafficLight>", 3, "<duration>")]
    [InlineData("<planningProblem id=\"1\"/>", 3, "<initialState>")]
    [InlineData("<phantomObstacle id=\"1\"/>\n<phantomObstacle id=\"1\"/>", 4, "used twice")]
    [InlineData("<lanelet id=\"1\">", 4, "well-formed")]
    [InlineData("stray text", 2, "text inside")]
    public void Errors_name_the_place_and_what_is_wrong(string body, int line, string part)
    {
        var error = Assert.Throws<InputException>(() => CommonRoadXml.Read(body));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(("own.xml", line), (error.File, error.Line));
        Assert.True(error.Column > 0);
    }

    [Fact]
    public void Time_steps_must_increase()
    {
        var error = Assert.Throws<InputException>(() => CommonRoadXml.Read(CommonRoadXml.Car("1", CommonRoadXml.At(3, 0), CommonRoadXml.At(5, 1), CommonRoadXml.At(5, 2))));
        Assert.Contains("must increase", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.1", 100_000)]
    [InlineData("0.25", 250_000)]
    [InlineData("1e-3", 1_000)]
    [InlineData("0.04", 40_000)]
    public void The_time_step_is_exact(string text, long us) => Assert.Equal(us, CommonRoadXml.Read("", step: text).Header.StepUs);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("11")]
    [InlineData("fast")]
    public void A_bad_time_step_is_refused(string text) => Assert.Throws<InputException>(() => CommonRoadXml.Read("", step: text));

    [Fact]
    public void Unknown_versions_and_other_documents_are_refused()
    {
        Assert.Contains("2018b", Assert.Throws<InputException>(() => CommonRoadXml.Read("", "2031x")).Message, StringComparison.Ordinal);
        Assert.Contains("commonRoad", Assert.Throws<InputException>(() => CommonRoadXml.ReadText("<OpenDRIVE/>")).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => CommonRoadXml.ReadText(""));
    }

    [Fact]
    public void Entity_bombs_and_outside_entities_are_refused()
    {
        const string bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n<commonRoad>&b;</commonRoad>";
        Assert.Equal(2, Assert.Throws<InputException>(() => CommonRoadXml.ReadText(bomb)).Line);
    }

    [Fact]
    public void Deep_nesting_is_refused_wherever_it_is()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 100_000));
        Assert.Contains("deeper", Assert.Throws<InputException>(() => CommonRoadXml.Read(deep)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_tags_and_endless_text_are_refused()
    {
        string attributes = string.Concat(Enumerable.Range(0, 20_000).Select(i => $" a{i}=''"));
        Assert.Equal(3, Assert.Throws<InputException>(() => CommonRoadXml.Read($"<x{attributes}/>")).Line);
        Assert.Throws<InputException>(() => CommonRoadXml.Read($"<lanelet id=\"1\"><laneletType>{new string('a', 100_000)}</laneletType></lanelet>"));
        Assert.Throws<InputException>(() => CommonRoadReader.Read(new byte[CommonRoadReader.MaxBytes + 1], "big.xml"));
    }

    [Fact]
    public void Few_bytes_cannot_ask_for_many_states()
    {
        string cars = string.Concat(Enumerable.Range(1, 20).Select(i => CommonRoadXml.Car(i.ToString(CultureInfo.InvariantCulture), CommonRoadXml.At(0, 0), CommonRoadXml.At(99_999, 1))));
        Assert.Contains("leave out", Assert.Throws<InputException>(() => CommonRoadXml.Read(cars)).Message, StringComparison.Ordinal);
    }
}
