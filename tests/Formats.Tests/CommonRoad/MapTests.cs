using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.CommonRoad;

public sealed class MapTests
{
    [Fact]
    public void Lanelets_become_lanes_with_bounds_centre_markings_types_and_links()
    {
        var map = CommonRoadXml.Read(CommonRoadXml.TwoLanes).Map;
        var lane = map.Lanes[0];
        Assert.Equal("1", lane.Id);
        Assert.Equal([new(0, 4), new(50, 4), new(100, 4)], lane.Left.Points);
        Assert.Equal([new(0, 2), new(50, 2), new(100, 2)], lane.Centre.Points);
        Assert.Equal((LaneMarking.Broken, LaneMarking.Solid), (lane.LeftMarking, lane.RightMarking));
        Assert.Equal((LaneType.Driving, false), (lane.Type, lane.Bidirectional));
        Assert.Contains(ActorClass.Truck, lane.Users);
        Assert.DoesNotContain(ActorClass.Pedestrian, lane.Users);
        Assert.Equal(["2"], lane.Successors);
        Assert.Equal(["1"], map.Lanes[1].Predecessors);
        Assert.Null(lane.SpeedLimitMps);
    }

    [Theory]
    [InlineData("<laneletType>urban</laneletType><laneletType>busLane</laneletType>", LaneType.Bus)]
    [InlineData("<laneletType>intersection</laneletType><laneletType>crosswalk</laneletType>", LaneType.Crosswalk)]
    [InlineData("<laneletType>exitRamp</laneletType>", LaneType.OffRamp)]
    [InlineData("<laneletType>accessRamp</laneletType>", LaneType.OnRamp)]
    [InlineData("<laneletType>unknown</laneletType>", LaneType.Driving)]
    [InlineData("<laneletType>moonBase</laneletType>", LaneType.Other)]
    [InlineData("<userOneWay>pedestrian</userOneWay>", LaneType.Sidewalk)]
    [InlineData("<userOneWay>pedestrian</userOneWay><userOneWay>bicycle</userOneWay>", LaneType.Biking)]
    [InlineData("", LaneType.Driving)]
    public void Types_and_users_say_what_a_lane_is_for(string words, LaneType expected)
    {
        Assert.Equal(expected, CommonRoadXml.Read(Lanelet("1", 0, words)).Map.Lanes[0].Type);
    }

    [Theory]
    [InlineData("<userBidirectional>vehicle</userBidirectional>", true)]
    [InlineData("<userOneWay>vehicle</userOneWay><userBidirectional>pedestrian</userBidirectional>", false)]
    [InlineData("<userBidirectional>pedestrian</userBidirectional>", true)]
    [InlineData("<userOneWay>vehicle</userOneWay>", false)]
    public void A_lane_is_bidirectional_when_its_vehicles_are(string users, bool expected)
    {
        Assert.Equal(expected, CommonRoadXml.Read(Lanelet("1", 0, users)).Map.Lanes[0].Bidirectional);
    }

    [Theory]
    [InlineData("274", "13.9", 13.9)]
    [InlineData("R2-1", "13.9", 13.9)]
    [InlineData("274.1", "8.3", 8.3)]
    [InlineData("205", "13.9", null)]
    [InlineData("C43", "13.9", null)]
    [InlineData("274", "fast", null)]
    public void Speed_limits_come_from_the_signs_that_a_lanelet_refers_to(string code, string value, double? expected)
    {
        var map = CommonRoadXml.Read(Lanelet("1", 0, "<trafficSignRef ref=\"20\"/>") +
            $"<trafficSign id=\"20\"><trafficSignElement><trafficSignID>{code}</trafficSignID><additionalValue>{value}</additionalValue></trafficSignElement><virtual>true</virtual></trafficSign>").Map;
        Assert.Equal(expected, map.Lanes[0].SpeedLimitMps);
        Assert.Equal(["20"], map.Lanes[0].SignalIds);
        Assert.Equal((code, "DEU"), (map.Signals[0].Code, map.Signals[0].Country));
    }

    [Fact]
    public void A_national_code_counts_in_its_country()
    {
        string text = CommonRoadXml.Document(Lanelet("1", 0, "<trafficSignRef ref=\"20\"/>") +
            "<trafficSign id=\"20\"><trafficSignElement><trafficSignID>C43</trafficSignID><additionalValue>25</additionalValue></trafficSignElement></trafficSign>").Replace("DEU_Own", "BEL_Own", StringComparison.Ordinal);
        Assert.Equal(25, CommonRoadXml.ReadText(text).Map.Lanes[0].SpeedLimitMps);
    }

    [Fact]
    public void Version_2018b_states_the_limit_in_the_lanelet()
    {
        Assert.Equal(11.176, CommonRoadXml.Read(Lanelet("1", 0, "<speedLimit>11.176</speedLimit>"), "2018b").Map.Lanes[0].SpeedLimitMps);
        Assert.Null(CommonRoadXml.Read(Lanelet("1", 0, "<speedLimit>inf</speedLimit>"), "2018b").Map.Lanes[0].SpeedLimitMps);
        Assert.Throws<InputException>(() => CommonRoadXml.Read(Lanelet("1", 0, "<speedLimit>-3</speedLimit>"), "2018b"));
    }

    [Fact]
    public void A_light_shows_its_cycle_from_its_offset_on()
    {
        const string light = """
            <trafficLight id="30"><cycle>
              <cycleElement><duration>3</duration><color>red</color></cycleElement>
              <cycleElement><duration>2</duration><color>green</color></cycleElement>
              <timeOffset>1</timeOffset></cycle><position><point><x>1</x><y>2</y></point></position><direction>straight</direction><active>true</active></trafficLight>
            """;
        var file = CommonRoadXml.Read(light + CommonRoadXml.Car("1", [.. Enumerable.Range(0, 9).Select(i => CommonRoadXml.At(i, i))]));
        var signal = Assert.Single(file.Map.Signals);
        Assert.Equal(400_000, signal.CycleOffsetUs);
        Assert.Equal(new Pose2d(1, 2, 0), signal.Pose);
        Assert.Equal("straight", signal.Code);

        // Step t shows phase (t - 1) mod 5: the last step of green, three of red, two of green, red again.
        var track = Assert.Single(file.ToRecording().Signals);
        Assert.Equal("GRRRGGRRR", string.Concat(Enumerable.Range(0, 9).Select(i => track.At(i).ToString()[0])));
    }

    [Fact]
    public void An_inactive_light_is_off()
    {
        var file = CommonRoadXml.Read("<trafficLight id=\"30\"><cycle><cycleElement><duration>3</duration><color>red</color></cycleElement></cycle><active>false</active></trafficLight>");
        Assert.Equal(SignalState.Off, Assert.Single(Assert.Single(file.Map.Signals).Cycle).State);
    }

    [Fact]
    public void Stop_lines_lie_where_they_are_drawn_or_across_the_end()
    {
        var map = CommonRoadXml.Read(
            Lanelet("1", 0, "<stopLine><point><x>90</x><y>4</y></point><point><x>90</x><y>0</y></point><lineMarking>solid</lineMarking><trafficLightRef ref=\"30\"/></stopLine>") +
            Lanelet("2", 10, "<stopLine><lineMarking>solid</lineMarking></stopLine>") +
            "<trafficLight id=\"30\"/>").Map;
        Assert.Equal([new Vector2d(90, 4), new Vector2d(100, 14)], map.StopLines.Select(s => s.From));
        Assert.Equal([new Vector2d(90, 0), new Vector2d(100, 10)], map.StopLines.Select(s => s.To));
        Assert.Equal(["30"], map.StopLines[0].SignalIds);
        Assert.Equal("stop:1", map.Lanes[0].StopLineId);
    }

    [Fact]
    public void Intersections_become_junctions_and_crossings_crosswalks()
    {
        var map = CommonRoadXml.Read(CommonRoadXml.TwoLanes + Lanelet("3", 20, "") + """
            <intersection id="50"><incoming id="51"><incomingLanelet ref="1"/><successorsStraight ref="2"/><successorsLeft ref="99"/></incoming><crossing><crossingLanelet ref="3"/></crossing></intersection>
            """).Map;
        var junction = Assert.Single(map.Junctions);
        Assert.Equal(["2"], junction.LaneIds);
        Assert.Equal(["1"], junction.IncomingLaneIds);
        Assert.Equal([null, "50", null], map.Lanes.Select(l => l.JunctionId));
        Assert.Equal(LaneType.Crosswalk, map.Lanes[2].Type);
        Assert.Equal([new(0, 24), new(100, 24), new(100, 20), new(0, 20)], Assert.Single(map.Crosswalks).Outline.Points);
    }

    [Fact]
    public void A_one_sided_link_is_completed_where_the_ends_meet_and_left_out_where_they_do_not()
    {
        const string far = "<lanelet id=\"3\"><leftBound><point><x>100.02</x><y>4</y></point><point><x>200</x><y>4</y></point></leftBound><rightBound><point><x>100.02</x><y>0</y></point><point><x>200</x><y>0</y></point></rightBound></lanelet>";
        string near = far.Replace("\"3\"", "\"2\"", StringComparison.Ordinal).Replace("100.02", "100.005", StringComparison.Ordinal);
        var file = CommonRoadXml.Read(Lanelet("1", 0, "<successor ref=\"2\"/><successor ref=\"3\"/><successor ref=\"77\"/>") + near + far);
        Assert.Equal(["2"], file.Map.Lanes[0].Successors);
        Assert.Equal(["1"], file.Map.Lanes[1].Predecessors);
        Assert.Empty(file.Map.Lanes[2].Predecessors);
        Assert.Equal(100.005, file.Map.Lanes[1].Left.Points[0].X);
        Assert.Contains(file.Assumptions, a => a.Contains("completed", StringComparison.Ordinal));
        Assert.Contains(file.Assumptions, a => a.Contains("1 leads into 3", StringComparison.Ordinal) && a.Contains("left out", StringComparison.Ordinal));
        Assert.Contains(file.Assumptions, a => a.Contains("not in the file", StringComparison.Ordinal));
    }

    [Fact]
    public void A_one_sided_neighbour_is_completed_where_the_bounds_meet()
    {
        var same = CommonRoadXml.Read(Lanelet("1", 0, "<adjacentLeft ref=\"2\" drivingDir=\"same\"/>") + Lanelet("2", 4, "")).Map;
        Assert.Equal(new LaneNeighbour("1", true), same.Lanes[1].RightNeighbour);

        const string oncoming = "<lanelet id=\"2\"><leftBound><point><x>100</x><y>4</y></point><point><x>0</x><y>4</y></point></leftBound><rightBound><point><x>100</x><y>8</y></point><point><x>0</x><y>8</y></point></rightBound></lanelet>";
        var opposite = CommonRoadXml.Read(Lanelet("1", 0, "<adjacentLeft ref=\"2\" drivingDir=\"opposite\"/>") + oncoming).Map;
        Assert.Equal(new LaneNeighbour("1", false), opposite.Lanes[1].LeftNeighbour);

        var apart = CommonRoadXml.Read(Lanelet("1", 0, "<adjacentLeft ref=\"2\" drivingDir=\"same\"/>") + Lanelet("2", 5, "")).Map;
        Assert.Null(apart.Lanes[0].LeftNeighbour);
        Assert.Null(apart.Lanes[1].RightNeighbour);
    }

    [Fact]
    public void The_header_gives_step_origin_tags_environment_and_licence()
    {
        const string body = """
            <location><geoNameId>1</geoNameId><gpsLatitude>48.2</gpsLatitude><gpsLongitude>11.6</gpsLongitude>
            <geoTransformation><geoReference>+proj=utm +zone=32</geoReference><additionalTransformation><xTranslation>0</xTranslation><scaling>1</scaling></additionalTransformation></geoTransformation>
            <environment><time>09:12:00</time><timeOfDay>night</timeOfDay><weather>light_rain</weather><underground>ice</underground></environment></location>
            <scenarioTags><urban/><critical/></scenarioTags>
            """;
        var file = CommonRoadXml.ReadText(CommonRoadXml.Document(body, step: "0.04").Replace("source=\"own\"", "source=\"OpenStreetMaps (OSM)\"", StringComparison.Ordinal));
        Assert.Equal(40_000, file.Header.StepUs);
        Assert.Equal(new GeoOrigin(48.2, 11.6, "+proj=utm +zone=32"), file.Map.Origin);
        Assert.Equal(["urban", "critical"], file.Header.Tags);
        Assert.Equal("night", file.Environment.Light);
        Assert.Equal("ice", file.Environment.Odd["underground"]);
        Assert.True(file.Environment.RainMmph > 0 && file.Environment.Friction < 1);
        Assert.Contains("ODbL", file.Map.Licence, StringComparison.Ordinal);
        Assert.Contains("ODbL", file.ToRecording().Provenance.Licence, StringComparison.Ordinal);
        Assert.Null(CommonRoadXml.Read("<location><gpsLatitude>999</gpsLatitude><gpsLongitude>999</gpsLongitude></location>").Map.Origin);
    }

    [Fact]
    public void Heights_of_2020a_points_become_the_elevation_of_the_centre()
    {
        const string lanelet = "<lanelet id=\"1\"><leftBound><point><x>0</x><y>4</y><z>1</z></point><point><x>9</x><y>4</y><z>2</z></point></leftBound><rightBound><point><x>0</x><y>0</y><z>0</z></point><point><x>9</x><y>0</y><z>2</z></point></rightBound></lanelet>";
        Assert.Equal([0.5, 2], CommonRoadXml.Read(lanelet).Map.Lanes[0].ElevationM);
    }

    private static string Lanelet(string id, double y, string rest) => FormattableString.Invariant($"""
        <lanelet id="{id}"><leftBound><point><x>0</x><y>{y + 4}</y></point><point><x>100</x><y>{y + 4}</y></point></leftBound><rightBound><point><x>0</x><y>{y}</y></point><point><x>100</x><y>{y}</y></point></rightBound>{rest}</lanelet>
        """);
}
