using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests.PseudoSimulation;

public sealed class SceneMapBuilderTests
{
    private static SceneMap Built(RoadMap map, Pose2d ego, params string[] route)
    {
        var reading = SceneMapBuilder.Build(map.Index(), ego, 150, route);
        Assert.Equal("", reading.Reason);
        return reading.Map!;
    }

    [Fact]
    public void Neighbours_of_one_direction_become_one_roadblock_and_a_lane_each()
    {
        var map = Built(Roads.Straight(400, 3, 20), new Pose2d(50, 3.5, 0));
        var block = Assert.Single(map.Polygons, p => p.Type == MapPolygonType.Roadblock);
        Assert.Equal(400 * 3 * Roads.WidthM, new Polygon(block.Exterior).AreaM2(), 6);
        Assert.Equal(["0", "1", "2"], map.Polygons.Where(p => p.Type == MapPolygonType.Lane).Select(p => p.Id));
        Assert.All(map.Polygons.Where(p => p.Type == MapPolygonType.Lane), p => Assert.Equal(20, p.SpeedLimitMps));
        Assert.Equal(["0", "1", "2"], map.RouteLaneIds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_centre_line_begins_behind_the_ego_reaches_ahead_and_carries_headings()
    {
        var line = Built(Roads.Straight(120), new Pose2d(50, 0.4, 0)).Centreline;
        Assert.Equal(20, line[0].X, 9);
        Assert.True(line[^1].X - 50 >= SceneMapBuilder.AheadM - 1e-9, "beyond the map's end it goes straight on");
        Assert.All(line, p => Assert.Equal(0, p.Y, 9));
        Assert.All(line, p => Assert.Equal(0, p.HeadingRad, 9));
        Assert.All(line.Zip(line.Skip(1)), pair => Assert.InRange(pair.Second.X - pair.First.X, 0.5, 1 + 1e-9));
    }

    [Fact]
    public void Through_a_junction_it_follows_the_route_and_without_one_goes_straight_on()
    {
        var straight = Built(Roads.Crossing(), new Pose2d(50, 0, 0));
        Assert.Equal(["in", "out", "straight"], straight.RouteLaneIds.Order(StringComparer.Ordinal));
        var left = Built(Roads.Crossing(), new Pose2d(50, 0, 0), "in", "left", "up");
        Assert.Equal(["in", "left", "up"], left.RouteLaneIds.Order(StringComparer.Ordinal));
        Assert.Equal(115, left.Centreline[^1].X, 6);
        Assert.Equal(["left", "straight"], left.Polygons.Where(p => p.Type == MapPolygonType.LaneConnector).Select(p => p.Id).Order(StringComparer.Ordinal));
        Assert.Equal(2, left.Polygons.Count(p => p.Type == MapPolygonType.Intersection));
        for (int i = 1; i < left.Centreline.Count; i++)
        {
            Assert.InRange(left.Centreline[i].Position.DistanceTo(left.Centreline[i - 1].Position), 0.1, 1.01);
        }
    }

    [Fact]
    public void A_route_in_the_lane_beside_is_reached_by_changing_over()
    {
        var map = Roads.Straight(600, 2);
        var asked = Built(map, new Pose2d(50, 0, 0), "1").Centreline;
        Assert.Equal(0, asked[0].Y, 6);
        Assert.Equal(3.5, asked[^1].Y, 6);
        Assert.InRange(asked.First(p => p.Y > 3.499).X, 80, 110);
    }

    [Fact]
    public void Without_a_lane_under_the_ego_it_says_so()
    {
        var reading = SceneMapBuilder.Build(Roads.Straight(100).Index(), new Pose2d(50, 40, 0), 150, []);
        Assert.Null(reading.Map);
        Assert.Contains("no traffic lane", reading.Reason, StringComparison.Ordinal);
        Assert.Null(SceneMapBuilder.Build(RoadMap.Empty.Index(), new Pose2d(0, 0, 0), 150, []).Map);
    }

    [Fact]
    public void A_route_over_a_lane_that_the_map_lacks_is_refused_by_name()
    {
        var reading = SceneMapBuilder.Build(Roads.Straight(100).Index(), new Pose2d(50, 0, 0), 150, ["7"]);
        Assert.Null(reading.Map);
        Assert.Contains("'7'", reading.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_far_away_is_left_out()
    {
        var near = SceneMapBuilder.Build(Roads.Crossing().Index(), new Pose2d(10, 0, 0), 60, []).Map!;
        Assert.DoesNotContain(near.Polygons, p => p.Id == "out");
        Assert.Contains(near.Polygons, p => p.Id == "in");
    }
}
