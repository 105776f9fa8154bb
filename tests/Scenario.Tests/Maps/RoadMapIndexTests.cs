using System.Diagnostics;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Tests.Maps;

public class RoadMapIndexTests
{
    private static readonly RoadMapIndex Road = TestMaps.Road().Index();

    [Fact]
    public void Lanes_are_found_by_id_and_linked_by_index()
    {
        Assert.Equal(1, Road.IndexOf("a2"));
        Assert.Equal(-1, Road.IndexOf("nowhere"));
        Assert.Equal("a2", Road.LaneAt(1).Id);
        Assert.Equal([5, 1], Road.Successors(0).ToArray());
        Assert.Equal([0], Road.Predecessors(5).ToArray());
        Assert.Equal(Road.IndexOf("b1"), Road.LeftLane(0));
        Assert.Equal(-1, Road.RightLane(0));
        Assert.Equal(Road.IndexOf("w"), Road.RightNeighbour(0));
        Assert.Equal(-1, Road.LeftLane(Road.IndexOf("b2")));
        Assert.Equal(Road.IndexOf("c"), Road.LeftNeighbour(Road.IndexOf("b2")));
        Assert.Equal(1, Road.StraightestSuccessor(0));
        Assert.Equal(-1, Road.StraightestSuccessor(1));
    }

    [Fact]
    public void Two_lanes_with_one_id_are_refused_and_unknown_links_left_out()
    {
        var lane = TestMaps.Straight("a", 0, 9, 0);
        var error = Assert.Throws<InputException>(() => new RoadMapIndex(new() { Name = "m", Lanes = [lane, lane] }));
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, new RoadMapIndex(new() { Name = "m", Lanes = [lane with { Successors = ["?"] }] }).Successors(0).Length);
    }

    [Fact]
    public void Lanes_at_a_point_include_their_borders()
    {
        Span<int> lanes = stackalloc int[4];
        Assert.Equal(1, Road.LanesAt(new(10, 0), lanes));
        Assert.Equal(0, lanes[0]);
        Assert.Equal(2, Road.LanesAt(new(10, 1.75), lanes));
        Assert.Equal((0, 2), (lanes[0], lanes[1]));
        Assert.Equal(0, Road.LanesAt(new(10, 20), lanes));
        Assert.Equal(1, Road.LanesAt(new(10, 1.75), lanes[..1]));
        Assert.Equal(0, lanes[0]);
        Assert.Equal(2, Road.LanesUnder(new(new Pose2d(10, 1.75, 0), 4, 2), lanes));
        Assert.Equal(1, Road.CrosswalksUnder(new(new Pose2d(18.5, 0, 0), 4, 2), lanes));
        Assert.Equal(1, Road.AreasAt(new(110, 0), lanes));
    }

    [Fact]
    public void The_nearest_lane_prefers_the_heading()
    {
        // On the border between b2 (heading 0) and the oncoming c.
        Assert.True(Road.TryNearestLane(new(60, 5.25, 0), out var along));
        Assert.Equal("b2", Road.LaneAt(along.LaneIndex).Id);
        Assert.True(Road.TryNearestLane(new(60, 5.25, Math.PI), out var against));
        Assert.Equal("c", Road.LaneAt(against.LaneIndex).Id);
        Assert.Equal(0, against.HeadingErrorRad, 1e-12);
        Assert.True(Road.TryNearestLane(new(60, 6, 0), out var ignoring, headingWeightM: 0));
        Assert.Equal("c", Road.LaneAt(ignoring.LaneIndex).Id);
        Assert.False(Road.TryNearestLane(new(60, 60, 0), out _, maxDistanceM: 20));
        Assert.True(Road.TryNearestLane(new(10, -3, 0), out var walk, anyType: true, headingWeightM: 0));
        Assert.Equal("w", Road.LaneAt(walk.LaneIndex).Id);
        Assert.True(Road.TryNearestLane(new(10, -3, 0), out var street));
        Assert.Equal("a1", Road.LaneAt(street.LaneIndex).Id);
        Assert.Equal(1.25, street.DistanceM, 1e-12);
    }

    [Fact]
    public void Place_queries_agree_with_looking_at_every_lane()
    {
        var map = TestMaps.Grid(20, 10, 6);
        map = map with { Lanes = [.. map.Lanes.Select((lane, i) => lane with { Centre = Turn(lane.Centre, i), Left = Turn(lane.Left, i), Right = Turn(lane.Right, i) })] };
        var index = map.Index();
        var random = new RandomStream(12);
        var found = new int[256];
        int hits = 0;
        for (int k = 0; k < 1500; k++)
        {
            var p = new Vector2d(random.NextDouble() * 1000, random.NextDouble() * 100 - 10);
            var expected = Enumerable.Range(0, index.LaneCount).Where(i => index.OutlineOf(i).Contains(p)).ToArray();
            Assert.Equal(expected, found[..index.LanesAt(p, found)]);
            hits += expected.Length;
            double least = Enumerable.Range(0, index.LaneCount).Min(i => index.OutlineOf(i).DistanceTo(p));
            Assert.True(index.TryNearestLane(new(p, 0), out var match, headingWeightM: 0));
            Assert.Equal(least, match.DistanceM);
            Assert.Equal(expected.Length > 0, index.IsDrivable(p));
        }

        Assert.True(hits > 200);

        static Polyline Turn(Polyline line, int i) => line.Transformed(new(0.3 * (i % 7), 0.2 * (i % 5), 0.01 * (i % 3)));
    }

    [Fact]
    public void Ties_go_to_the_lower_id_not_to_the_order_in_the_file()
    {
        var b = TestMaps.Straight("b", 0, 10, 0);
        foreach (Lane[] lanes in new Lane[][] { [b, b with { Id = "a" }], [b with { Id = "a" }, b] })
        {
            var index = new RoadMapIndex(new() { Name = "m", Lanes = lanes });
            Assert.True(index.TryNearestLane(new(5, 0, 0), out var match));
            Assert.Equal("a", index.LaneAt(match.LaneIndex).Id);
        }
    }

    [Fact]
    public void Projection_says_whether_the_point_is_beside_the_lane()
    {
        Assert.True(Road.TryProject(0, new(10, 1), -1, out var f));
        Assert.Equal((10.0, 1.0), (f.S, f.D));
        Assert.False(Road.TryProject(0, new(51, 1), f.SegmentIndex, out f));
        Assert.Equal(51, f.S, 1e-12);
    }

    [Fact]
    public void A_box_is_drivable_when_each_corner_is_on_some_drivable_ground()
    {
        Assert.True(Road.IsDrivable(new OrientedBox(new Pose2d(50, 1.75, 0), 4, 2)));
        Assert.True(Road.IsDrivable(new OrientedBox(new Pose2d(100, 0, 0), 4, 2)));
        Assert.False(Road.IsDrivable(new OrientedBox(new Pose2d(10, -1.5, 0), 4, 2)));
        Assert.False(Road.IsDrivable(new Vector2d(10, -3)));
        Assert.True(RoadMap.Empty.Index().IsDrivable(new Vector2d(1e6, 0)));
    }

    [Fact]
    public void Routes_are_shortest_and_change_lanes_only_when_allowed()
    {
        int a1 = Road.IndexOf("a1"), a2 = Road.IndexOf("a2"), b1 = Road.IndexOf("b1"), b2 = Road.IndexOf("b2");
        Assert.Equal([a1, a2], Road.FindRoute(a1, a2));
        Assert.Empty(Road.FindRoute(b1, a2));
        Assert.Equal([b1, a1, a2], Road.FindRoute(b1, a2, laneChangeCostM: 5));
        Assert.Equal([a1], Road.FindRoute(a1, a1));
        Assert.Empty(Road.FindRoute(a2, b1, 5));
        Assert.Equal([b1, b2], Road.FindRoute(b1, b2, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Road.FindRoute(0, 99));
    }

    [Fact]
    public void Of_equal_routes_the_one_through_lower_ids_wins_in_any_file_order()
    {
        var s = TestMaps.Straight("s", 0, 10, 0) with { Successors = ["y", "x"] };
        var x = TestMaps.Straight("x", 10, 20, 0) with { Successors = ["e"] };
        var e = TestMaps.Straight("e", 20, 30, 0);
        foreach (Lane[] lanes in new Lane[][] { [s, x, x with { Id = "y" }, e], [e, x with { Id = "y" }, x, s] })
        {
            var index = new RoadMapIndex(new() { Name = "m", Lanes = lanes });
            Assert.Equal(["s", "x", "e"], index.FindRoute(index.IndexOf("s"), index.IndexOf("e")).Select(i => index.LaneAt(i).Id));
        }
    }

    [Fact]
    public void A_route_is_one_line_through_its_lanes()
    {
        var route = Road.ToRoute(Road.FollowStraightest(0, 80));
        Assert.Equal([0, 1], route.Lanes.ToArray());
        Assert.Equal(100, route.Centre.LengthM);
        Assert.Equal([0, 50], route.StartsM.ToArray());
        Assert.Equal((0, 0, 1, 1), (route.LaneAt(-3), route.LaneAt(49.9), route.LaneAt(50), route.LaneAt(400)));
        Assert.Equal([0], Road.FollowStraightest(0, 10));
        Assert.Throws<ArgumentException>(() => Road.ToRoute([0, 2]));
        Assert.Throws<ArgumentException>(() => Road.ToRoute([]));
    }

    [Fact]
    public void A_ring_is_followed_once()
    {
        var a = TestMaps.Straight("a", 0, 10, 0) with { Successors = ["a"], Predecessors = ["a"] };
        Assert.Equal([0], new RoadMapIndex(new() { Name = "m", Lanes = [a] }).FollowStraightest(0, 1e9));
    }

    [Fact]
    public void Width_and_elevation_follow_the_cross_sections()
    {
        var lane = TestMaps.Straight("a", 0, 10, 0) with { Left = new Polyline([new(0, 1), new(5, 2), new(10, 2)]), ElevationM = [1, 2, 4] };
        Assert.Equal(2.75, lane.WidthAt(0), 1e-12);
        Assert.Equal(3.25, lane.WidthAt(2.5), 1e-12);
        Assert.Equal(3, lane.ElevationAt(7.5), 1e-12);
        Assert.Equal(4, lane.ElevationAt(99), 1e-12);
    }

    [Fact]
    public void Five_thousand_lanes_are_indexed_and_checked_quickly()
    {
        var map = TestMaps.Grid(50, 100, 50);
        _ = new RoadMapIndex(map);
        var watch = Stopwatch.StartNew();
        var index = new RoadMapIndex(map);
        double buildMs = watch.Elapsed.TotalMilliseconds;
        watch.Restart();
        Assert.Empty(RoadMapCheck.Run(map));
        double checkMs = watch.Elapsed.TotalMilliseconds;
        TestContext.Current.TestOutputHelper?.WriteLine($"build {buildMs:0.0} ms, check {checkMs:0.0} ms");
        Assert.Equal(5000, index.LaneCount);
        // Generous: shared machines and unoptimised builds; quadratic work would take minutes.
        Assert.True(buildMs < 2000, $"{buildMs} ms");
        Assert.True(checkMs < 10_000, $"{checkMs} ms");
    }

    [Fact]
    public void Many_threads_share_one_index_and_one_hash()
    {
        var map = TestMaps.Road();
        var indices = new RoadMapIndex[64];
        var hashes = new string[64];
        Parallel.For(0, 64, i => (indices[i], hashes[i]) = (map.Index(), map.ContentHash()));
        Assert.All(indices, index => Assert.Same(indices[0], index));
        Assert.All(hashes, hash => Assert.Same(hashes[0], hash));
    }

    [Fact]
    public void Place_queries_allocate_nothing()
    {
        var index = TestMaps.Grid(20, 20, 30).Index();
        double sum = 0;
        AllocationCheck.Nothing(() =>
        {
            Span<int> lanes = stackalloc int[8];
            for (int i = 0; i < 50; i++)
            {
                var p = new Vector2d(i * 30 + 3, i);
                sum += index.LanesAt(p, lanes) + index.LanesUnder(new(new Pose2d(p, 0.2), 4, 2), lanes);
                sum += index.IsDrivable(new OrientedBox(new Pose2d(p, 0.2), 4, 2)) ? 1 : 0;
                sum += index.TryProject(3, p, -1, out var f) ? f.D : 0;
                sum += index.TryNearestLane(new(p, 0), out var match) ? match.DistanceM : 0;
            }
        });
        Assert.True(sum != 0);
    }
}
