using Sim.Maps;

namespace Sim.Tests.OpenDrive;

/// <summary>Lanes: borders, direction, neighbours, marks, speeds.</summary>
public sealed class LaneTests
{
    private static string TwoWay(string rule) => Xodr.Road(rule: rule, lanes: Xodr.Section(
        left: Xodr.Lane(2, "2", "sidewalk") + Xodr.Lane(1, "3"), right: Xodr.Lane(-1, "3.5") + Xodr.Lane(-2, "3.5")));

    [Fact]
    public void Right_lanes_run_along_s_and_left_lanes_against_it_in_right_hand_traffic()
    {
        var map = Xodr.ReadRoads(TwoWay("RHT"));
        Assert.Equal(["1:0:2", "1:0:1", "1:0:-1", "1:0:-2"], map.Lanes.Select(l => l.Id));
        var right = map.Get("1:0:-1");
        Xodr.Near(0, 0, right.Left.Points[0]);
        Xodr.Near(0, -3.5, right.Right.Points[0]);
        Xodr.Near(100, -1.75, right.Centre.Points[^1]);
        Assert.Equal(new LaneNeighbour("1:0:1", false), right.LeftNeighbour);
        Assert.Equal(new LaneNeighbour("1:0:-2", true), right.RightNeighbour);
        var left = map.Get("1:0:1");
        Xodr.Near(100, 0, left.Left.Points[0]);
        Xodr.Near(100, 3, left.Right.Points[0]);
        Xodr.Near(0, 1.5, left.Centre.Points[^1]);
        Assert.Equal(new LaneNeighbour("1:0:-1", false), left.LeftNeighbour);
        Assert.Equal(new LaneNeighbour("1:0:2", true), left.RightNeighbour);
        Assert.Equal(LaneType.Sidewalk, map.Get("1:0:2").Type);
    }

    [Fact]
    public void Left_hand_traffic_turns_every_lane_round()
    {
        var map = Xodr.ReadRoads(TwoWay("LHT"));
        var right = map.Get("1:0:-1");
        Xodr.Near(100, -3.5, right.Left.Points[0]);
        Xodr.Near(100, 0, right.Right.Points[0]);
        Assert.Equal(new LaneNeighbour("1:0:-2", true), right.LeftNeighbour);
        Assert.Equal(new LaneNeighbour("1:0:1", false), right.RightNeighbour);
        var left = map.Get("1:0:1");
        Xodr.Near(0, 3, left.Left.Points[0]);
        Xodr.Near(0, 0, left.Right.Points[0]);
    }

    [Fact]
    public void Neighbours_share_their_border_to_the_bit()
    {
        string plan = Xodr.Geometry(200, "<spiral curvStart=\"-0.01\" curvEnd=\"0.02\"/>", heading: 0.3);
        var map = Xodr.ReadRoads(Xodr.Road(length: 200, plan: plan, lanes: Xodr.Section(
            left: Xodr.Lane(1, "3.1"), right: Xodr.Lane(-1, "3.3") + Xodr.Lane(-2, "3.7"))));
        Assert.Equal(map.Get("1:0:-1").Right.Points, map.Get("1:0:-2").Left.Points);
        Assert.Equal(map.Get("1:0:-1").Left.Points, map.Get("1:0:1").Left.Points.Reverse());
    }

    [Fact]
    public void Widths_are_cubics_from_their_own_offset()
    {
        const string lane = """
            <lane id="-1" type="driving"><width sOffset="0" a="2" b="0" c="0" d="0"/><width sOffset="60" a="2" b="0.1" c="0.01" d="-0.0002"/></lane>
            """;
        var right = Xodr.ReadRoads(Xodr.Road(lanes: Xodr.Section(right: lane))).Lanes[0].Right.Points;
        Xodr.Near(0, -2, right[0]);
        Assert.Contains(right, p => p == new Geometry.Vector2d(60, -2));

        // ds = 40: 2 + 4 + 16 - 12.8
        Xodr.Near(100, -9.2, right[^1]);
        foreach (var p in right)
        {
            double ds = Math.Max(0, p.X - 60);
            Assert.Equal(-(2 + (0.1 * ds) + (0.01 * ds * ds) - (0.0002 * ds * ds * ds)), p.Y, 9);
        }
    }

    [Fact]
    public void Borders_are_measured_from_the_centre_and_widths_win_over_them()
    {
        const string lanes = """
            <lane id="-1" type="driving"><border sOffset="0" a="-3" b="0" c="0" d="0"/></lane>
            <lane id="-2" type="driving"><border sOffset="0" a="7" b="0" c="0" d="0"/></lane>
            <lane id="-3" type="driving"><border sOffset="0" a="20" b="0" c="0" d="0"/><width sOffset="0" a="2" b="0" c="0" d="0"/></lane>
            """;
        var map = Xodr.ReadRoads(Xodr.Road(lanes: Xodr.Section(right: lanes)));
        Xodr.Near(0, -3, map.Get("1:0:-1").Right.Points[0]);
        Xodr.Near(0, -7, map.Get("1:0:-2").Right.Points[0]);
        Xodr.Near(0, -9, map.Get("1:0:-3").Right.Points[0]);
    }

    [Fact]
    public void The_lane_offset_moves_all_lanes_and_ends_a_section_with_its_own_record()
    {
        string lanes = """<laneOffset s="0" a="1" b="0.01" c="0" d="0"/><laneOffset s="50" a="-4" b="0" c="0" d="0"/>"""
            + Xodr.Section(right: Xodr.Lane(-1)) + Xodr.Section(right: Xodr.Lane(-1), s: 50);
        var map = Xodr.ReadRoads(Xodr.Road(lanes: lanes));
        Xodr.Near(0, 1, map.Get("1:0:-1").Left.Points[0]);
        Xodr.Near(50, 1.5, map.Get("1:0:-1").Left.Points[^1]);
        Xodr.Near(50, -4, map.Get("1:1:-1").Left.Points[0]);
    }

    [Fact]
    public void Superelevation_rolls_the_section_about_the_reference_line()
    {
        const string profile = """
            <elevationProfile><elevation s="0" a="10" b="0.02" c="0" d="0"/></elevationProfile>
            <lateralProfile><superelevation s="0" a="0.1" b="0" c="0" d="0"/></lateralProfile>
            """;
        var map = Xodr.ReadRoads(Xodr.Road(extra: profile, lanes: Xodr.Section(left: Xodr.Lane(1, "4"), right: Xodr.Lane(-1, "4"))));
        var right = map.Get("1:0:-1");
        Xodr.Near(0, -4 * Math.Cos(0.1), right.Right.Points[0]);
        Assert.Equal(10 - (2 * Math.Sin(0.1)), right.ElevationM![0], 12);
        Assert.Equal(12 - (2 * Math.Sin(0.1)), right.ElevationM![^1], 12);
        Assert.Equal(0.1, right.SuperelevationRad![0]);
        var left = map.Get("1:0:1");
        Assert.Equal(12 + (2 * Math.Sin(0.1)), left.ElevationM![0], 12);
        Assert.Equal(-0.1, left.SuperelevationRad![0]);
    }

    [Fact]
    public void A_flat_map_carries_no_heights_and_a_raised_lane_its_own()
    {
        const string walk = """<lane id="-2" type="sidewalk"><width sOffset="0" a="2" b="0" c="0" d="0"/><height sOffset="0" inner="0.1" outer="0.14"/></lane>""";
        var map = Xodr.ReadRoads(Xodr.Road(lanes: Xodr.Section(right: Xodr.Lane(-1) + walk)));
        Assert.Null(map.Get("1:0:-1").ElevationM);
        Assert.Null(map.Get("1:0:-1").SuperelevationRad);
        Assert.Equal(0.12, map.Get("1:0:-2").ElevationM![0], 12);
    }

    [Fact]
    public void Crests_are_sampled_to_the_chord_error()
    {
        const string profile = """<elevationProfile><elevation s="0" a="0" b="0.1" c="-0.001" d="0"/></elevationProfile>""";
        var lane = Xodr.ReadRoads(Xodr.Road(extra: profile)).Lanes[0];
        for (int i = 1; i < lane.Centre.Points.Count; i++)
        {
            double a = lane.Centre.Points[i - 1].X, b = lane.Centre.Points[i].X, s = 0.5 * (a + b);
            double chord = 0.5 * (lane.ElevationM![i - 1] + lane.ElevationM[i]);
            Assert.InRange(Math.Abs(chord - ((0.1 * s) - (0.001 * s * s))), 0, 0.0101);
        }
    }

    [Fact]
    public void A_lane_without_width_is_dropped_and_its_neighbours_meet()
    {
        var map = Xodr.ReadRoads(Xodr.Road(lanes: Xodr.Section(right: Xodr.Lane(-1) + Xodr.Lane(-2, "0") + Xodr.Lane(-3))));
        Assert.Equal(["1:0:-1", "1:0:-3"], map.Lanes.Select(l => l.Id));
        Assert.Equal("1:0:-3", map.Lanes[0].RightNeighbour!.LaneId);
        Assert.Equal("1:0:-1", map.Lanes[1].LeftNeighbour!.LaneId);
    }

    [Fact]
    public void A_taper_is_drawn_only_where_the_lane_is_open()
    {
        const string lane = """
            <lane id="-2" type="driving"><link><predecessor id="-2"/></link><width sOffset="0" a="0" b="0" c="0" d="0"/>
            <width sOffset="40" a="0" b="0" c="0.01" d="0"/></lane>
            """;
        string lanes = Xodr.Section(right: Xodr.Lane(-1) + Xodr.Lane(-2)) + Xodr.Section(right: Xodr.Lane(-1) + lane, s: 50);
        var map = Xodr.ReadRoads(Xodr.Road(length: 100, lanes: lanes));
        var taper = map.Get("1:1:-2");
        Xodr.Near(90, -3, taper.Left.Points[0]);
        Xodr.Near(90, -3, taper.Right.Points[0]);
        Xodr.Near(100, -4, taper.Right.Points[^1]);
        Assert.Empty(taper.Predecessors);
        Assert.Empty(map.Get("1:0:-2").Successors);
    }

    [Fact]
    public void A_single_side_section_leaves_the_other_side_whole()
    {
        string lanes = Xodr.Section(left: Xodr.Lane(1), right: Xodr.Lane(-1, inner: Xodr.Link(null, -1)))
            + Xodr.Section(right: Xodr.Lane(-1, "4", inner: Xodr.Link(-1, null)), s: 30, attributes: "singleSide=\"true\"");
        var map = Xodr.ReadRoads(Xodr.Road(lanes: lanes));
        Assert.Equal(3, map.Lanes.Count);
        Xodr.Near(100, 0, map.Get("1:0:1").Left.Points[0]);
        Xodr.Near(0, 0, map.Get("1:0:1").Left.Points[^1]);
        Xodr.Near(30, -3, map.Get("1:0:-1").Right.Points[^1]);
        Xodr.Near(30, -4, map.Get("1:1:-1").Right.Points[0]);
        Assert.Equal(["1:1:-1"], map.Get("1:0:-1").Successors);
    }

    [Fact]
    public void Marks_are_seen_from_inside_each_lane()
    {
        static string Marked(int id, string mark) =>
            $"""<lane id="{id}" type="driving"><width sOffset="0" a="3" b="0" c="0" d="0"/><roadMark sOffset="0" type="{mark}"/></lane>""";
        const string centre = """<lane id="0" type="none"><roadMark sOffset="0" type="solid broken"/></lane>""";
        var map = Xodr.ReadRoads(Xodr.Road(lanes: Xodr.Section(
            Marked(1, "curb"), Marked(-1, "broken solid") + """<lane id="-2" type="driving"><width sOffset="0" a="3" b="0" c="0" d="0"/><roadMark sOffset="0" type="broken"/><roadMark sOffset="20" type="solid"/></lane>""", 0, centre)));
        Assert.Equal((LaneMarking.SolidBroken, LaneMarking.Curb), (map.Get("1:0:1").LeftMarking, map.Get("1:0:1").RightMarking));
        Assert.Equal((LaneMarking.BrokenSolid, LaneMarking.BrokenSolid), (map.Get("1:0:-1").LeftMarking, map.Get("1:0:-1").RightMarking));
        Assert.Equal((LaneMarking.SolidBroken, LaneMarking.Solid), (map.Get("1:0:-2").LeftMarking, map.Get("1:0:-2").RightMarking));
    }

    [Theory]
    [InlineData("max=\"50\" unit=\"km/h\"", 50 / 3.6)]
    [InlineData("max=\"30\" unit=\"mph\"", 30 * 0.44704)]
    [InlineData("max=\"13.5\" unit=\"m/s\"", 13.5)]
    [InlineData("max=\"13.5\"", 13.5)]
    [InlineData("max=\"no limit\"", null)]
    [InlineData("max=\"undefined\"", null)]
    public void The_roads_speed_binds_lanes_for_vehicles(string speed, double? expected)
    {
        var map = Xodr.ReadRoads(Xodr.Road(
            extra: $"<type s=\"0\" type=\"town\"><speed {speed}/></type>",
            lanes: Xodr.Section(right: Xodr.Lane(-1) + Xodr.Lane(-2, type: "sidewalk"))));
        double? found = map.Get("1:0:-1").SpeedLimitMps;
        Assert.Equal(expected.HasValue, found.HasValue);
        Assert.Equal(expected ?? 0, found ?? 0, 9);
        Assert.Null(map.Get("1:0:-2").SpeedLimitMps);
    }

    [Fact]
    public void The_lanes_own_speed_wins_and_the_longest_one_counts()
    {
        const string speeds = """<speed sOffset="0" max="30" unit="km/h"/><speed sOffset="40" max="80" unit="km/h"/>""";
        var map = Xodr.ReadRoads(Xodr.Road(
            extra: "<type s=\"0\" type=\"town\"><speed max=\"50\" unit=\"km/h\"/></type>",
            lanes: Xodr.Section(right: Xodr.Lane(-1, inner: speeds) + Xodr.Lane(-2, inner: "<speed sOffset=\"0\" max=\"no limit\"/>"))));
        Assert.Equal(80 / 3.6, map.Get("1:0:-1").SpeedLimitMps!.Value, 9);
        Assert.Null(map.Get("1:0:-2").SpeedLimitMps);
    }

    [Fact]
    public void Unknown_words_and_elements_do_not_stop_the_reader()
    {
        string lanes = Xodr.Section(right: Xodr.Lane(-1, type: "hovercraft", inner: "<userData><x y=\"z\"><w/></x></userData><roadMark sOffset=\"0\" type=\"dotted\"/>"));
        var lane = Xodr.ReadRoads(Xodr.Road(lanes: lanes, extra: "<surface><CRG file=\"a\"/></surface>"), "<station id=\"1\"/>").Lanes[0];
        Assert.Equal(LaneType.Other, lane.Type);
        Assert.Equal(LaneMarking.Unknown, lane.RightMarking);
    }

    [Fact]
    public void Access_that_is_allowed_by_rule_names_the_users()
    {
        var lane = Xodr.ReadRoads(Xodr.Road(lanes: Xodr.Section(right: Xodr.Lane(
            -1, inner: "<access sOffset=\"0\" rule=\"allow\" restriction=\"bus\"/><access sOffset=\"0\" rule=\"allow\" restriction=\"taxi\"/>")))).Lanes[0];
        Assert.Equal([ActorClass.Bus, ActorClass.Car], lane.Users);
    }
}
