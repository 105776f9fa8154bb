using System.Text;
using Sim.Formats.OpenDrive;
using Sim.Maps;

namespace Sim.Tests.OpenDrive;

public sealed class RoadLineTests
{
    private const string Arc = """
        <OpenDRIVE><header revMajor="1" revMinor="6"/>
        <road id="7" length="150" junction="-1" rule="RHT">
          <link><predecessor elementType="road" elementId="8" contactPoint="end"/></link>
          <planView>
            <geometry s="0" x="10" y="20" hdg="0" length="50"><line/></geometry>
            <geometry s="50" x="60" y="20" hdg="0" length="100"><arc curvature="0.02"/></geometry>
          </planView>
          <lanes><laneOffset s="0" a="0.5" b="0" c="0" d="0"/>
            <laneSection s="0">
              <left><lane id="1" type="driving"><width sOffset="0" a="3" b="0" c="0" d="0"/></lane></left>
              <center><lane id="0" type="none"/></center>
              <right><lane id="-1" type="driving"><width sOffset="0" a="4" b="0" c="0" d="0"/></lane></right>
            </laneSection>
            <laneSection s="100">
              <center><lane id="0" type="none"/></center>
              <right><lane id="-1" type="driving"><width sOffset="0" a="4" b="0.02" c="0" d="0"/></lane></right>
            </laneSection>
          </lanes>
        </road></OpenDRIVE>
        """;

    private static readonly RoadMap Map = OpenDriveReader.Read(Encoding.UTF8.GetBytes(Arc), "arc.xodr", withRoads: true);

    [Fact]
    public void Only_who_asks_gets_the_reference_lines()
    {
        var plain = OpenDriveReader.Read(Encoding.UTF8.GetBytes(Arc), "arc.xodr");
        Assert.Null(plain.Roads);
        Assert.Null(plain.RoadIndex().Find("7"));
        var road = Assert.Single(Map.Roads!);
        Assert.Equal(("7", 150, false), (road.Id, road.LengthM, road.LeftHandTraffic));
        Assert.Equal(new RoadLineLink("8", false, true), road.Predecessor);
        Assert.Null(road.Successor);
        Assert.Equal(plain.ContentHash(), (Map with { Roads = null }).ContentHash());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(33.3)]
    [InlineData(50.0)]
    [InlineData(51.7)]
    [InlineData(99.999)]
    [InlineData(100.0)]
    [InlineData(137.21)]
    [InlineData(150.0)]
    public void A_place_on_line_and_arc_is_where_the_geometry_says(double s)
    {
        var road = Map.RoadIndex().Find("7")!;
        double turn = Math.Max(0, s - 50) / 50;
        double x = s <= 50 ? 10 + s : 60 + (50 * Math.Sin(turn)), y = s <= 50 ? 20 : 70 - (50 * Math.Cos(turn));
        foreach (double t in new[] { 0.0, -3.5, 6 })
        {
            var pose = RoadLineIndex.PoseAt(road, s, t);
            Assert.Equal(x - (t * Math.Sin(turn)), pose.X, 1e-4);
            Assert.Equal(y + (t * Math.Cos(turn)), pose.Y, 1e-4);
            Assert.Equal(turn, pose.HeadingRad, 1e-4);
            var back = RoadLineIndex.Project(road, pose.X, pose.Y)!.Value;
            Assert.Equal(s, back.AlongM, 1e-6);
            Assert.Equal(t, back.AcrossM, 1e-6);
        }
    }

    [Fact]
    public void Lanes_have_their_centre_width_and_slope_in_every_section()
    {
        var road = Map.RoadIndex().Find("7")!;
        Assert.Equal(new RoadLanePlace(1, "7:0:1", 2, 0, 3, false), RoadLineIndex.LaneAt(road, 20, 1));
        Assert.Equal(new RoadLanePlace(-1, "7:0:-1", -1.5, 0, 4, true), RoadLineIndex.LaneAt(road, 20, -1));
        var widening = RoadLineIndex.LaneAt(road, 125, -1)!.Value;
        Assert.Equal("7:1:-1", widening.LaneId);
        Assert.Equal(4.5, widening.WidthM, 1e-9);
        Assert.Equal(0.5 - 2.25, widening.CentreAcrossM, 1e-9);
        Assert.Equal(-0.01, widening.CentreSlope, 1e-9);
        Assert.Null(RoadLineIndex.LaneAt(road, 20, 2));
        Assert.Null(RoadLineIndex.LaneAt(road, 20, 0));
        Assert.Equal(1, RoadLineIndex.LaneNumberAt(road, 20, 1.2));
        Assert.Equal(-1, RoadLineIndex.LaneNumberAt(road, 20, 0.2));
        Assert.Equal(0, RoadLineIndex.LaneNumberAt(road, 20, 4));
    }

    [Fact]
    public void A_point_is_found_with_its_lane_and_offset()
    {
        var index = Map.RoadIndex();
        var place = index.Locate(30, 18.7, 0)!.Value;
        Assert.Equal(("7", -1, "7:0:-1"), (place.RoadId, place.LaneNumber, place.LaneId));
        Assert.Equal(20, place.AlongM, 1e-9);
        Assert.Equal(-1.3, place.AcrossM, 1e-9);
        Assert.Equal(0.2, place.LaneOffsetM, 1e-9);
        Assert.True(index.TryPlace("7:1:-1", out var road, out var section, out int number));
        Assert.Equal(("7", 100, -1), (road.Id, section.StationsM[0], number));
        Assert.False(index.TryPlace("9", out _, out _, out _));
    }

    [Fact]
    public void Samples_that_do_not_belong_together_are_refused()
    {
        var road = Map.Roads![0];
        Assert.Throws<InputException>(() => (Map with { Roads = [road, road] }).RoadIndex());
        Assert.Throws<InputException>(() => (Map with { Roads = [road with { Sections = [road.Sections[0] with { X = [1] }] }] }).RoadIndex());
        Assert.Throws<InputException>(() => (Map with { Roads = [road with { Sections = [road.Sections[0] with { StationsM = [.. road.Sections[0].StationsM.Reverse()] }] }] }).RoadIndex());
    }

    [Fact]
    public void Queries_do_not_allocate()
    {
        var index = Map.RoadIndex();
        var road = index.Find("7")!;
        double Walk()
        {
            double sum = 0;
            for (int i = 0; i < 100; i++)
            {
                sum += RoadLineIndex.PoseAt(road, i, -1).X + RoadLineIndex.LaneAt(road, i, -1)!.Value.WidthM + RoadLineIndex.Project(road, 30 + i, 19)!.Value.AlongM;
            }

            return sum;
        }

        Walk();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
