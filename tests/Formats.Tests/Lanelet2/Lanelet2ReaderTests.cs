using System.Text;
using Sim.Formats.Geodesy;
using Sim.Formats.Lanelet2;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.Lanelet2;

public sealed class Lanelet2ReaderTests
{
    private static readonly RoadMap Road = Lanelet2Reader.Read(OsmXml.Road().Bytes(), "road.osm");

    [Fact]
    public void Lanelets_become_lanes_drawn_in_their_direction()
    {
        Assert.Empty(RoadMapCheck.Run(Road));
        Assert.Equal(["300", "301", "302", "303"], Road.Lanes.Select(l => l.Id));
        var first = Lane("300");
        Assert.Equal((LaneType.Driving, false), (first.Type, first.Bidirectional));

        // The right bound is drawn the other way round, and gets a point beside the left one's middle.
        Assert.Equal([new Vector2d(0, 3.5), new(50, 3.5), new(100, 3.5)], first.Left.Points);
        Assert.Equal([new Vector2d(0, 0), new(50, 0), new(100, 0)], first.Right.Points);
        Assert.Equal(1.75, first.Centre.Points[1].Y);

        // The oncoming lane has its bounds the way it is driven.
        Assert.Equal(new Vector2d(100, 3.5), Lane("302").Left.Points[0]);
        Assert.Equal(new Vector2d(100, 7), Lane("302").Right.Points[0]);
        Assert.True(Lane("303").Bidirectional);
    }

    [Fact]
    public void Shared_bounds_make_neighbours_and_shared_ends_successors()
    {
        Assert.Equal(new LaneNeighbour("301", true), Lane("300").RightNeighbour);
        Assert.Equal(new LaneNeighbour("300", true), Lane("301").LeftNeighbour);
        Assert.Equal(new LaneNeighbour("302", false), Lane("300").LeftNeighbour);
        Assert.Equal(new LaneNeighbour("300", false), Lane("302").LeftNeighbour);
        Assert.Equal(["303"], Lane("300").Successors);
        Assert.Equal(["300"], Lane("303").Predecessors);
        Assert.Empty(Lane("301").Successors);
    }

    [Fact]
    public void Markings_are_seen_from_inside_the_lane()
    {
        // The line 100 is drawn along lane 300, which lies on its right: solid on the left of the line, broken on the lane's own side.
        Assert.Equal((LaneMarking.BrokenSolid, LaneMarking.Broken), (Lane("300").LeftMarking, Lane("300").RightMarking));
        Assert.Equal((LaneMarking.SolidBroken, LaneMarking.Edge), (Lane("302").LeftMarking, Lane("302").RightMarking));
        Assert.Equal((LaneMarking.Broken, LaneMarking.Curb), (Lane("301").LeftMarking, Lane("301").RightMarking));
        Assert.Equal(LaneMarking.None, Lane("303").LeftMarking);
    }

    [Fact]
    public void Limits_users_lights_and_stop_lines_are_kept()
    {
        Assert.Equal(50 / 3.6, Lane("300").SpeedLimitMps!.Value, 1e-12);
        Assert.Equal(60 / 3.6, Lane("301").SpeedLimitMps!.Value, 1e-12);
        Assert.Equal(30 * 0.44704, Lane("302").SpeedLimitMps!.Value, 1e-12);
        Assert.Equal([ActorClass.Bus, ActorClass.Bicycle], Lane("301").Users);
        Assert.Empty(Lane("300").Users);
        var light = Road.Signals.Single(s => s.Id == "107");
        Assert.Equal(MapSignalKind.Light, light.Kind);

        // Drawn from (102, 4) to (102, 3), left to right of those who come along +x: it faces them.
        Assert.Equal((102.0, 3.5), (light.Pose!.Value.X, light.Pose.Value.Y));
        Assert.Equal(Math.PI, Math.Abs(light.Pose.Value.HeadingRad), 1e-12);
        Assert.Equal(["107"], Lane("300").SignalIds);
        Assert.Equal("106", Lane("300").StopLineId);
        var line = Assert.Single(Road.StopLines);
        Assert.Equal((new Vector2d(98, 0), new Vector2d(98, 3.5)), (line.From, line.To));
        Assert.Equal(["107"], line.SignalIds);
        var sign = Road.Signals.Single(s => s.Id == "108");
        Assert.Equal(("DE", "274", "60"), (sign.Country, sign.Code, sign.Subtype));
    }

    [Fact]
    public void Routes_and_places_are_found_on_it()
    {
        var index = Road.Index();
        Assert.True(index.TryNearestLane(new Pose2d(40, 1.5, 0), out var on));
        Assert.Equal("300", index.LaneAt(on.LaneIndex).Id);
        Assert.True(index.TryNearestLane(new Pose2d(140, 2.5, 0), out var to));
        Assert.Equal(["300", "303"], index.FindRoute(on.LaneIndex, to.LaneIndex, 50).Select(i => index.LaneAt(i).Id));
    }

    [Fact]
    public void Degrees_become_metres_about_the_middle_of_the_map()
    {
        // 0.001° of latitude at 49° N is 111.2 m on the meridian's circle of curvature: M = a (1 - e²) / (1 - e² sin² φ)^1.5.
        var xml = new OsmXml().Place(1, 49.0005, 8).Place(2, 49.0005, 8.002).Place(3, 49, 8).Place(4, 49, 8.002)
            .Way(10, [1, 2]).Way(11, [3, 4]).Relation(20, ["left:way:10", "right:way:11"], "type=lanelet");
        var map = Lanelet2Reader.Read(xml.Bytes(), "geo.osm");
        var lane = Assert.Single(map.Lanes);
        double e2 = (2 - (1 / 298.257223563)) / 298.257223563, sin = Math.Sin(49.00025 * Math.PI / 180);
        double meridian = 6378137 * (1 - e2) / Math.Pow(1 - (e2 * sin * sin), 1.5), parallel = 6378137 / Math.Sqrt(1 - (e2 * sin * sin)) * Math.Cos(49.00025 * Math.PI / 180);
        Assert.Equal(meridian * 0.0005 * Math.PI / 180, lane.Left.Points[0].DistanceTo(lane.Right.Points[0]), 1e-4);
        Assert.Equal(parallel * 0.002 * Math.PI / 180, lane.Centre.LengthM, 1e-3);
        Assert.Equal((49.00025, 8.001), (map.Origin!.LatitudeDeg, map.Origin.LongitudeDeg));
        Assert.StartsWith("+proj=tmerc", map.Origin.Projection, StringComparison.Ordinal);
        Assert.Equal(LaneMarking.Unknown, lane.LeftMarking);
    }

    [Theory]
    [InlineData(49.0, 8.4, 0.0, 9.0, 0.9996)]
    [InlineData(-33.9, 151.2, -33.9, 151.2, 1.0)]
    [InlineData(0.008, 0.0095, 0.0, 3.0, 0.9996)]
    [InlineData(69.5, 18.9, 60.0, 21.0, 0.9996)]
    public void Projecting_and_back_gives_the_same_place(double latitude, double longitude, double latitude0, double longitude0, double scale)
    {
        var (east, north) = TransverseMercator.Forward(latitude, longitude, latitude0, longitude0, scale);
        var (backLatitude, backLongitude) = TransverseMercator.Inverse(east, north, latitude0, longitude0, scale);
        Assert.Equal(latitude, backLatitude!.Value, 1e-9);
        Assert.Equal(longitude, backLongitude!.Value, 1e-9);
    }

    [Fact]
    public void Utm_coordinates_relative_to_an_origin_are_those_of_other_tools()
    {
        // The worked example of UTM for 48.8582° N 2.2945° E (zone 31): 448 251.8 m east, 5 411 932.7 m north.
        var (east, north) = TransverseMercator.Forward(48.8582, 2.2945, 0, 3, 0.9996);
        Assert.Equal(448_251.8, east + 500_000, 0.2);
        Assert.Equal(5_411_932.7, north, 0.2);
        var xml = new OsmXml().Place(1, 0.0005, 0).Place(2, 0.0005, 0.001).Place(3, 0, 0).Place(4, 0, 0.001)
            .Way(10, [1, 2]).Way(11, [3, 4]).Relation(20, ["left:way:10", "right:way:11"], "type=lanelet");
        var map = Lanelet2Reader.Read(xml.Bytes(), "geo.osm", new Lanelet2Options { OriginLatitudeDeg = 0, OriginLongitudeDeg = 0, Utm = true });
        Assert.Equal(new Vector2d(0, 0), map.Lanes[0].Right.Points[0]);
        Assert.Contains("+zone=31", map.Origin!.Projection, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<gpx/>", "expected <osm>")]
    [InlineData("<osm></osm>", "no lanelet")]
    [InlineData("<osm><node id=\"a\" lat=\"1\" lon=\"1\"/></osm>", "Lanelet2 ids are integers")]
    [InlineData("<osm><node id=\"1\" lat=\"91\" lon=\"1\"/></osm>", "at most 90")]
    [InlineData("<osm><node id=\"1\" lat=\"1\" lon=\"1\"/><node id=\"1\" lat=\"1\" lon=\"1\"/></osm>", "two nodes")]
    [InlineData("<osm><node id=\"1\" lat=\"1\" lon=\"1\"/><node id=\"2\" lat=\"9\" lon=\"1\"/></osm>", "more than 3°")]
    [InlineData("<osm><way id=\"1\"><nd ref=\"8\"/><nd ref=\"9\"/></way><relation id=\"2\"><member type=\"way\" ref=\"1\" role=\"left\"/><member type=\"way\" ref=\"1\" role=\"right\"/><tag k=\"type\" v=\"lanelet\"/></relation></osm>", "names the node 8")]
    [InlineData("<!DOCTYPE osm [<!ENTITY a \"b\">]><osm/>", "not well-formed XML")]
    public void What_is_no_such_map_is_refused(string text, string part)
    {
        var error = Assert.Throws<InputException>(() => Lanelet2Reader.Read(Encoding.UTF8.GetBytes(text), "bad.osm"));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.True(error.Line > 0);
    }

    [Fact]
    public void What_is_not_kept_is_said()
    {
        var xml = OsmXml.Road().Relation(400, ["left:way:100"], "type=lanelet").Relation(401, [], "type=multipolygon", "subtype=building")
            .Relation(402, ["left:way:104", "right:way:105"], "type=lanelet", "subtype=moon_base", "one_way:bicycle=no");
        Lanelet2Reader.Read(xml.Bytes(), "road.osm", null, out var assumptions);
        foreach (string part in (string[])["lanelet 400: left out", "'building'", "'moon_base'", "one_way:", "local_x", "outer ways"])
        {
            Assert.Contains(assumptions, a => a.Contains(part, StringComparison.Ordinal));
        }
    }

    private static Lane Lane(string id) => Road.Lanes.Single(l => l.Id == id);
}
