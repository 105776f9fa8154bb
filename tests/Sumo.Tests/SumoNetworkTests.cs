using System.Text;
using Sim.Maps;
using Sim.Plugins.Sumo.Networks;
using Sim.Plugins.Sumo.Traffic;

namespace Sim.Tests.Sumo;

public sealed class SumoNetworkTests
{
    private const string Net = """
        <net version="1.9">
          <location netOffset="100.00,50.00" convBoundary="0,0,1,1" origBoundary="0,0,1,1" projParameter="!"/>
          <edge id=":b_0" function="internal"><lane id=":b_0_0" index="0" speed="10" length="10" width="3.00" shape="200.00,50.00 210.00,50.00"/></edge>
          <edge id="ab" from="a" to="b">
            <lane id="ab_0" index="0" disallow="pedestrian" speed="13.9" length="100" shape="100.00,50.00 200.00,50.00"/>
            <lane id="ab_1" index="1" allow="bus" speed="13.9" length="100" width="3.00" shape="100.00,53.00 200.00,53.00"/>
          </edge>
          <edge id="bc" from="b" to="c"><lane id="bc_0" index="0" speed="20" length="90" width="3.00" shape="210.00,50.00 300.00,50.00"/></edge>
          <tlLogic id="L" type="static" programID="0" offset="5"><phase duration="30" state="G"/><phase duration="4" state="y"/><phase duration="6" state="r"/></tlLogic>
          <junction id="b" type="traffic_light" x="205" y="50" incLanes="ab_0 ab_1" intLanes=":b_0_0" shape="200,48 210,48 210,55"/>
          <connection from="ab" to="bc" fromLane="0" toLane="0" via=":b_0_0" tl="L" linkIndex="0" dir="s" state="O"/>
          <connection from=":b_0" to="bc" fromLane="0" toLane="0" dir="s" state="M"/>
        </net>
        """;

    [Fact]
    public void A_network_becomes_a_map_in_the_coordinates_of_its_source()
    {
        var map = SumoNetworkMap.Of(Read(Encoding.UTF8.GetBytes(Net), "t.net.xml"), "t.net.xml");
        Assert.Equal([":b_0_0", "ab_0", "ab_1", "bc_0"], map.Lanes.Select(l => l.Id));
        var lane = map.Lanes[1];
        Assert.Equal((0, 0), (lane.Centre.Points[0].X, lane.Centre.Points[0].Y));
        Assert.Equal((100, 0), (lane.Centre.Points[1].X, lane.Centre.Points[1].Y));
        // SUMO's own width where none is given.
        Assert.Equal(1.6, lane.Left.Points[0].Y, 1e-9);
        Assert.Equal(-1.6, lane.Right.Points[0].Y, 1e-9);
        Assert.Equal(LaneType.Driving, lane.Type);
        Assert.Equal(LaneType.Bus, map.Lanes[2].Type);
        Assert.Equal("ab_1", lane.LeftNeighbour?.LaneId);
        Assert.Null(lane.RightNeighbour);
        Assert.Equal([":b_0_0"], lane.Successors);
        Assert.Equal(["bc_0"], map.Lanes[0].Successors);
        Assert.Equal([":b_0_0"], map.Lanes[3].Predecessors);
        Assert.Equal("b", map.Lanes[0].JunctionId);
        Assert.Equal(["ab_0", "ab_1"], map.Junctions.Single().IncomingLaneIds);
    }

    [Fact]
    public void A_programme_of_a_light_keeps_its_offset()
    {
        var map = SumoNetworkMap.Of(Read(Encoding.UTF8.GetBytes(Net), "t.net.xml"), "t.net.xml");
        var light = map.Signals.Single();
        Assert.Equal(["L:0"], map.Lanes[1].SignalIds);
        Assert.Equal([(SignalState.Green, 30_000_000L), (SignalState.Yellow, 4_000_000L), (SignalState.Red, 6_000_000L)], light.Cycle.Select(p => (p.State, p.DurationUs)));
        // SUMO begins the programme at 5 s: at 0 it is 5 s before its end.
        Assert.Equal(35_000_000, light.CycleOffsetUs);
    }

    [Theory]
    [InlineData("<net", "<nets", "expected <net>")]
    [InlineData("id=\"bc\"", "id=\"ab\"", "second edge")]
    [InlineData("index=\"1\"", "index=\"4\"", "expected 1")]
    [InlineData("toLane=\"0\" via", "toLane=\"7\" via", "does not have")]
    [InlineData("100.00,50.00 200.00,50.00\"/>", "100.00,50.00\"/>", "at least 2")]
    [InlineData("200.00,53.00", "2e300,53.00", "within")]
    [InlineData("200.00,53.00", "nan,53.00", "expected a number")]
    [InlineData("speed=\"20\"", "speed=\"fast\"", "expected a number")]
    [InlineData("</net>", "", "well-formed")]
    [InlineData("<net version=\"1.9\">", "<!DOCTYPE x [<!ENTITY a \"b\">]><net>", "well-formed")]
    public void A_wrong_network_is_refused_with_the_place(string what, string by, string message)
    {
        string wrong = Net.Replace(what, by, StringComparison.Ordinal);
        Assert.NotEqual(Net, wrong);
        var error = Assert.Throws<InputException>(() => Read(Encoding.UTF8.GetBytes(wrong), "t.net.xml"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("t.net.xml", error.File);
    }

    [Fact]
    public void Mutated_networks_are_read_or_refused_but_never_end_otherwise()
    {
        byte[] sound = Encoding.UTF8.GetBytes(Net);
        var random = new Sim.Numerics.RandomStream(5);
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] bytes = [.. sound];
            for (int k = random.NextInt(4); k >= 0; k--)
            {
                int at = random.NextInt(bytes.Length);
                bytes[at] = random.NextInt(3) switch { 0 => (byte)random.NextInt(256), 1 => bytes[random.NextInt(bytes.Length)], _ => (byte)"0123456789.-,\"<>"[random.NextInt(16)] };
            }

            try
            {
                SumoNetworkMap.Of(Read(bytes, "t.net.xml"), "t.net.xml");
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 2_000, 9_999);
    }

    [Fact]
    public void SUMO_s_own_crossing_is_read_and_stands_for_itself()
    {
        string file = Path.Combine(GoldenData.Data("schemas"), "sumo_opendrive", "cross.net.xml");
        var network = Read(File.ReadAllBytes(file), file);
        var map = SumoNetworkMap.Of(network, file);
        Assert.Equal(network.Edges.Where(e => e.Function is "normal" or "internal").Sum(e => e.Lanes.Count), map.Lanes.Count);
        // Eight lanes lead in, two from each side, each with its light.
        Assert.Equal(8, map.Signals.Count);
        var roads = SumoRoads.OfOwn(network, file, map);
        Assert.Empty(roads.Missing);
        Assert.All(map.Signals, s => Assert.NotEmpty(roads.Links(s.Id)));
        Assert.All(map.Lanes, l => Assert.Equal(l.Id, Assert.Single(roads.Lanes(l.Id)).Id));
    }

    [Fact]
    public void A_route_file_tells_beforehand_who_may_come()
    {
        const string routes = """
            <routes>
              <vType id="lorry" vClass="truck" length="9" width="2.5"/>
              <vehicle id="a" type="lorry" depart="1"><route edges="ab bc"/></vehicle>
              <trip id="b" depart="2" from="ab" to="bc"/>
              <trip id="late" depart="20" from="ab" to="bc"/>
              <flow id="f" begin="0" end="100" period="4" from="ab" to="bc"/>
            </routes>
            """;
        var vehicles = RouteFileReader.Read(Encoding.UTF8.GetBytes(routes), "r.rou.xml", 10_000_000);
        Assert.Equal(["a", "b", "f.0", "f.1", "f.2", "f.3"], vehicles.Select(v => v.SumoId));
        Assert.Equal((ActorClass.Truck, new BodyBox(9, 2.5, 2.4)), (vehicles[0].Class, vehicles[0].Body));
        Assert.Equal((ActorClass.Car, new BodyBox(5, 1.8, 1.5)), (vehicles[1].Class, vehicles[1].Body));
    }

    [Theory]
    [InlineData("<person id=\"p\" depart=\"0\"/>", "only vehicles")]
    [InlineData("<include href=\"/etc/passwd\"/>", "one file")]
    [InlineData("<vTypeDistribution id=\"d\"/>", "before the run")]
    [InlineData("<trip id=\"x\" type=\"unknown\" depart=\"0\"/>", "declared above")]
    [InlineData("<trip id=\"sim.0\" depart=\"0\"/>", "must not begin")]
    [InlineData("<flow id=\"f\" begin=\"0\"/>", "without number")]
    public void What_cannot_be_known_beforehand_is_refused(string element, string message)
    {
        var error = Assert.Throws<InputException>(() => RouteFileReader.Read(Encoding.UTF8.GetBytes($"<routes>{element}</routes>"), "r.rou.xml", 10_000_000));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Background_traffic_is_the_same_for_the_same_seed()
    {
        var network = Read(Encoding.UTF8.GetBytes(Net), "t.net.xml");
        var vehicles = BackgroundTraffic.Plan(network, 3600, 60_000_000, 4);
        Assert.InRange(vehicles.Count, 30, 90);
        Assert.Equal(vehicles.Select(v => (v.DepartUs, string.Join(' ', v.Edges))), BackgroundTraffic.Plan(network, 3600, 60_000_000, 4).Select(v => (v.DepartUs, string.Join(' ', v.Edges))));
        Assert.All(vehicles, v => Assert.Equal(["ab", "bc"], v.Edges));
        Assert.Equal(vehicles.Select(v => v.DepartUs).Order(), vehicles.Select(v => v.DepartUs));
    }

    private static SumoNetwork Read(byte[] content, string file) => SumoNetworkReader.Read(content, file, TestContext.Current.CancellationToken);
}
