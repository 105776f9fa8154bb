using Sim.Maps;

namespace Sim.Tests.OpenDrive;

/// <summary>Signals, stop lines, crosswalks, parking spaces and the place on Earth.</summary>
public sealed class FurnitureTests
{
    private static readonly string TwoWay = Xodr.Section(left: Xodr.Lane(1), right: Xodr.Lane(-1) + Xodr.Lane(-2));

    private static RoadMap With(string extra) => Xodr.ReadRoads(Xodr.Road(extra: extra, lanes: TwoWay));

    [Fact]
    public void A_sign_stands_at_its_place_and_faces_the_traffic_it_binds()
    {
        var map = With("""
            <signals><signal id="s1" s="20" t="-8" zOffset="2.2" dynamic="no" orientation="+" country="de" type="274" subtype="56" value="60" unit="km/h"/>
            <signal id="s2" s="30" t="5" zOffset="2" dynamic="no" orientation="-" hOffset="0.25" country="de" type="206" subtype="-1" value="-1"/></signals>
            """);
        var speed = map.Signals[0];
        Assert.Equal((MapSignalKind.Sign, "274", "56", "DE", 2.2), (speed.Kind, speed.Code, speed.Subtype, speed.Country, speed.HeightM));
        Assert.Equal(60 / 3.6, speed.Value!.Value, 9);
        Xodr.Near(20, -8, speed.Pose!.Value.Position);
        Assert.Equal(Math.PI, Math.Abs(speed.Pose.Value.HeadingRad), 12);
        Assert.Equal(0.25, map.Signals[1].Pose!.Value.HeadingRad, 12);
        Assert.Null(map.Signals[1].Value);
        Assert.Equal("", map.Signals[1].Subtype);
        Assert.Equal(["s1"], map.Get("1:0:-1").SignalIds);
        Assert.Equal(["s1"], map.Get("1:0:-2").SignalIds);
        Assert.Equal(["s2"], map.Get("1:0:1").SignalIds);
    }

    [Fact]
    public void Validity_chooses_lanes_and_a_reference_binds_lanes_of_its_own_road()
    {
        var map = Xodr.ReadRoads(
            Xodr.Road("1", extra: """
                <signals><signal id="b" s="99" t="-4" zOffset="3" dynamic="yes" orientation="+" country="OpenDRIVE" type="1000001" subtype="-1"><validity fromLane="-2" toLane="-2"/></signal>
                <signal id="none" s="99" t="-4" dynamic="yes" orientation="+" type="1000001"><validity fromLane="0" toLane="0"/></signal></signals>
                """, lanes: TwoWay),
            Xodr.Road("2", y: 50, extra: """<signals><signalReference id="b" s="10" t="0" orientation="-"><validity fromLane="1" toLane="1"/></signalReference></signals>""", lanes: TwoWay));
        Assert.Equal(MapSignalKind.Light, map.Signals[0].Kind);
        Assert.Equal(["b"], map.Get("1:0:-2").SignalIds);
        Assert.Empty(map.Get("1:0:-1").SignalIds);
        Assert.Equal(["b"], map.Get("2:0:1").SignalIds);
        Assert.Empty(map.Get("2:0:-1").SignalIds);
    }

    [Fact]
    public void Signals_that_share_an_id_are_told_apart()
    {
        var map = With("""<signals><signal id="1" s="20" t="0" orientation="+" type="a"/><signal id="1" s="30" t="0" orientation="+" type="b"/></signals>""");
        Assert.Equal(["1", "1@1"], map.Signals.Select(s => s.Id));
        Assert.Equal(["1", "1@1"], map.Get("1:0:-1").SignalIds);
    }

    [Fact]
    public void A_painted_stop_line_belongs_to_its_lane_and_to_the_lights_that_bind_it()
    {
        var map = With("""
            <objects><object id="o" name="stopLine" type="roadMark" subtype="stopLine" s="95" t="-1.5" hdg="0" orientation="+" length="0.5" width="3"/></objects>
            <signals><signal id="light" s="96" t="-7" dynamic="yes" orientation="+" type="1000001"/><signal id="sign" s="96" t="-7" dynamic="no" orientation="+" type="306"/></signals>
            """);
        var line = Assert.Single(map.StopLines);
        Xodr.Near(95, -1.5, line.From.Lerp(line.To, 0.5));
        Assert.Equal(3, line.From.DistanceTo(line.To), 12);
        Assert.Equal(["light"], line.SignalIds);
        Assert.Equal("o", map.Get("1:0:-1").StopLineId);
        Assert.Null(map.Get("1:0:-2").StopLineId);
        Assert.Null(map.Get("1:0:1").StopLineId);
    }

    [Fact]
    public void Sign_294_is_a_stop_line_across_its_lanes()
    {
        var map = With("""<signals><signal id="h" s="4" t="0" orientation="-" type="294"/><signal id="far" s="20" t="0" orientation="+" type="294"/></signals>""");
        Assert.Equal(2, map.StopLines.Count);
        Xodr.Near(4, 3, map.StopLines[0].From);
        Xodr.Near(4, 0, map.StopLines[0].To);
        Xodr.Near(20, -6, map.StopLines[1].To);
        Assert.Equal("h", map.Get("1:0:1").StopLineId);
        Assert.Null(map.Get("1:0:-1").StopLineId);
    }

    [Fact]
    public void Crosswalks_come_from_local_corners_road_corners_or_the_box()
    {
        var map = With("""
            <objects>
              <object id="local" type="crosswalk" s="50" t="1" hdg="1.5707963267948966"><outlines><outline id="0">
                <cornerLocal u="-4" v="-1" z="0" height="0"/><cornerLocal u="4" v="-1" z="0" height="0"/><cornerLocal u="4" v="1" z="0" height="0"/></outline></outlines></object>
              <object id="road" type="crosswalk" s="50" t="1"><outline><cornerRoad s="60" t="-6"/><cornerRoad s="63" t="-6"/><cornerRoad s="63" t="3"/><cornerRoad s="60" t="3"/></outline></object>
              <object id="box" type="crosswalk" s="70" t="-1.5" length="4" width="9"/>
              <object id="tree" type="tree" s="70" t="-9"/>
            </objects>
            """);
        Assert.Equal(["local", "road", "box"], map.Crosswalks.Select(c => c.Id));
        Xodr.Near(51, -3, map.Crosswalks[0].Outline.Points[0]);
        Xodr.Near(63, 3, map.Crosswalks[1].Outline.Points[2]);
        Assert.Equal(36, map.Crosswalks[2].Outline.AreaM2(), 9);
    }

    [Fact]
    public void Parking_spaces_become_areas_and_repeat()
    {
        var map = With("""<objects><object id="p" type="parkingSpace" s="10" t="-8" hdg="0" length="5" width="2.5"><repeat s="10" length="12" distance="6" tStart="-8" tEnd="-8"/></object></objects>""");
        Assert.Equal(["p", "p@1", "p@1#2"], map.Areas.Select(a => a.Id));
        Assert.All(map.Areas, a => Assert.Equal(MapAreaKind.Parking, a.Kind));
        Xodr.Near(22, -8, map.Areas[2].Outline.Centroid(), 1e-9);
    }

    [Theory]
    [InlineData("+proj=tmerc +lat_0=48.5 +lon_0=11.25 +k=1 +x_0=0 +y_0=0 +datum=WGS84", 0, 0, 48.5, 11.25)]
    [InlineData("+proj=utm +zone=32 +ellps=WGS84", 500000, 0, 0, 9)]
    [InlineData("+proj=utm +zone=32 +ellps=WGS84", 500000, 4984944.3779 * 0.9996, 45, 9)]
    [InlineData("+proj=utm +zone=32 +south", 500000, 10000000 - (4984944.3779 * 0.9996), -45, 9)]
    [InlineData("+proj=tmerc +lat_0=0 +lon_0=9 +k_0=0.9996 +x_0=500000", 691602.1764, 5334783.3401, 48.13743, 11.57549)]
    public void The_origin_is_found_through_the_projection(string proj, double x, double y, double latitude, double longitude)
    {
        string text = System.FormattableString.Invariant(
            $"<OpenDRIVE><header revMajor=\"1\" revMinor=\"7\" name=\"named\"><geoReference><![CDATA[{proj}]]></geoReference><offset x=\"{x:R}\" y=\"{y:R}\" z=\"0\" hdg=\"0\"/></header>{Xodr.Road()}</OpenDRIVE>");
        var map = Xodr.Read(text);
        Assert.Equal("named", map.Name);
        Assert.Equal(latitude, map.Origin!.LatitudeDeg, 1e-8);
        Assert.Equal(longitude, map.Origin.LongitudeDeg, 1e-8);
        Assert.Equal(proj, map.Origin.Projection);
    }

    [Fact]
    public void A_file_without_a_place_on_Earth_has_no_origin_and_lends_the_map_its_name()
    {
        var map = Xodr.Read(Xodr.Document(Xodr.Road()), "folder/nice-road.xodr");
        Assert.Null(map.Origin);
        Assert.Equal("nice-road", map.Name);
    }
}
