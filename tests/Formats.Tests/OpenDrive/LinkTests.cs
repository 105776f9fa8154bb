using Sim.Maps;

namespace Sim.Tests.OpenDrive;

/// <summary>Links of lanes through sections, roads and junctions.</summary>
public sealed class LinkTests
{
    private static void Mutual(RoadMap map)
    {
        var lanes = map.Lanes.ToDictionary(l => l.Id);
        foreach (var lane in map.Lanes)
        {
            Assert.All(lane.Successors, id => Assert.Contains(lane.Id, lanes[id].Predecessors));
            Assert.All(lane.Predecessors, id => Assert.Contains(lane.Id, lanes[id].Successors));
            Assert.All(lane.Successors, id => Assert.InRange(lane.Centre.Points[^1].DistanceTo(lanes[id].Centre.Points[0]), 0, 0.01));
        }
    }

    private static string Both(int? predecessor, int? successor) => Xodr.Section(
        left: Xodr.Lane(1, inner: Xodr.Link(predecessor, successor)),
        right: Xodr.Lane(-1, inner: Xodr.Link(-predecessor, -successor)));

    [Fact]
    public void Sections_link_in_driving_direction()
    {
        string lanes = Both(null, 1) + Xodr.Section(
            left: Xodr.Lane(1, inner: Xodr.Link(1, null)), right: Xodr.Lane(-1, inner: Xodr.Link(-1, null)), s: 40);
        var map = Xodr.ReadRoads(Xodr.Road(lanes: lanes));
        Assert.Equal(["1:1:-1"], map.Get("1:0:-1").Successors);
        Assert.Equal(["1:0:1"], map.Get("1:1:1").Successors);
        Assert.Empty(map.Get("1:0:1").Successors);
        Mutual(map);
    }

    [Fact]
    public void A_link_that_only_one_road_states_is_still_mutual()
    {
        var map = Xodr.ReadRoads(
            Xodr.Road("1", link: """<successor elementType="road" elementId="2" contactPoint="start"/>""", lanes: Both(null, 1)),
            Xodr.Road("2", x: 100, lanes: Both(null, null)));
        Assert.Equal(["2:0:-1"], map.Get("1:0:-1").Successors);
        Assert.Equal(["1:0:1"], map.Get("2:0:1").Successors);
        Mutual(map);
    }

    [Fact]
    public void Roads_that_meet_end_to_end_link_lanes_of_opposite_sign()
    {
        const string toEnd = """<successor elementType="road" elementId="{0}" contactPoint="end"/>""";
        var map = Xodr.ReadRoads(
            Xodr.Road("1", link: toEnd.Replace("{0}", "2", StringComparison.Ordinal), lanes: Both(null, -1)),
            Xodr.Road("2", link: toEnd.Replace("{0}", "1", StringComparison.Ordinal), x: 200, heading: Math.PI, lanes: Both(null, -1)));
        Assert.Equal(["2:0:1"], map.Get("1:0:-1").Successors);
        Assert.Equal(["1:0:1"], map.Get("2:0:-1").Successors);
        Mutual(map);
    }

    [Fact]
    public void Ends_that_nobody_can_drive_through_do_not_link()
    {
        var map = Xodr.ReadRoads(
            Xodr.Road("1", link: """<successor elementType="road" elementId="2" contactPoint="end"/>""", lanes: Both(null, 1)),
            Xodr.Road("2", x: 200, heading: Math.PI, lanes: Both(null, null)));
        Assert.All(map.Lanes, l => Assert.Empty(l.Successors));
    }

    [Fact]
    public void A_ring_of_one_road_follows_itself()
    {
        double length = 2 * Math.PI * 50;
        const string link = """<predecessor elementType="road" elementId="1" contactPoint="end"/><successor elementType="road" elementId="1" contactPoint="start"/>""";
        var map = Xodr.ReadRoads(Xodr.Road(
            length: length, plan: Xodr.Geometry(length, "<arc curvature=\"0.02\"/>"), link: link,
            lanes: Xodr.Section(right: Xodr.Lane(-1, inner: Xodr.Link(-1, -1)))));
        Assert.Equal(["1:0:-1"], map.Lanes[0].Successors);
        Mutual(map);
    }

    [Fact]
    public void A_junction_links_through_its_connecting_roads()
    {
        const string toJunction = """<successor elementType="junction" elementId="9"/>""";
        const string inner = """<predecessor elementType="road" elementId="1" contactPoint="end"/><successor elementType="road" elementId="2" contactPoint="start"/>""";
        var map = Xodr.ReadRoads(
            Xodr.Road("1", link: toJunction, lanes: Both(null, null)),
            Xodr.Road("2", x: 120, link: """<predecessor elementType="junction" elementId="9"/>""", lanes: Both(null, null)),
            Xodr.Road("5", length: 20, x: 100, link: inner, junction: "9", lanes: Xodr.Section(right: Xodr.Lane(-1, inner: Xodr.Link(null, -1)))),
            """<junction id="9" name="j"><connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"><laneLink from="-1" to="-1"/></connection></junction>""");
        Assert.Equal(["5:0:-1"], map.Get("1:0:-1").Successors);
        Assert.Equal(["2:0:-1"], map.Get("5:0:-1").Successors);
        Assert.Equal("9", map.Get("5:0:-1").JunctionId);
        Assert.Null(map.Get("1:0:-1").JunctionId);
        var junction = Assert.Single(map.Junctions);
        Assert.Equal(["5:0:-1"], junction.LaneIds);
        Assert.Equal(["1:0:-1"], junction.IncomingLaneIds);
        Assert.Equal("default", junction.Kind);
        Mutual(map);
    }

    [Fact]
    public void A_direct_junction_links_its_roads_without_lanes_of_its_own()
    {
        string split = Xodr.Section(right: Xodr.Lane(-1) + Xodr.Lane(-2));
        var map = Xodr.ReadRoads(
            Xodr.Road("1", link: """<successor elementType="junction" elementId="4"/>""", lanes: split),
            Xodr.Road("2", x: 100, link: """<predecessor elementType="junction" elementId="4"/>"""),
            Xodr.Road("3", x: 100, y: -3, link: """<predecessor elementType="junction" elementId="4"/>"""),
            """
            <junction id="4" type="direct">
              <connection id="0" incomingRoad="1" linkedRoad="2" contactPoint="start"><laneLink from="-1" to="-1"/></connection>
              <connection id="1" incomingRoad="1" linkedRoad="3" contactPoint="start"><laneLink from="-2" to="-1" overlapZone="5"/></connection>
            </junction>
            """);
        Assert.Equal(["2:0:-1"], map.Get("1:0:-1").Successors);
        Assert.Equal(["3:0:-1"], map.Get("1:0:-2").Successors);
        var junction = Assert.Single(map.Junctions);
        Assert.Empty(junction.LaneIds);
        Assert.Equal(["1:0:-1", "1:0:-2"], junction.IncomingLaneIds);
        Assert.Equal("direct", junction.Kind);
        Mutual(map);
    }

    [Fact]
    public void A_virtual_junction_is_kept_without_links_into_the_middle_of_a_road()
    {
        var map = Xodr.ReadRoads(
            Xodr.Road("1"),
            """<junction id="7" type="virtual" mainRoad="1" sStart="30" sEnd="40" orientation="+"><connection id="0" incomingRoad="1" connectingRoad="1" contactPoint="start"><laneLink from="-1" to="-1"/></connection></junction>""");
        Assert.Equal("virtual", Assert.Single(map.Junctions).Kind);
        Assert.Empty(map.Lanes[0].Successors);
    }

    [Fact]
    public void Links_to_roads_that_do_not_exist_are_left_out()
    {
        var map = Xodr.ReadRoads(
            Xodr.Road("1", link: """<successor elementType="road" elementId="77" contactPoint="start"/>""", lanes: Both(null, 1)),
            """<junction id="1"><connection id="0" incomingRoad="8" connectingRoad="9" contactPoint="start"/></junction>""");
        Assert.All(map.Lanes, l => Assert.Empty(l.Successors));
    }
}
