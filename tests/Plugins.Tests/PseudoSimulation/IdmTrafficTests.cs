using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Tests.PseudoSimulation;

/// <summary>Each quirk of the reference's reactive traffic: what NAVSIM 2.2 makes of it, and what is right (docs/pseudo-simulation/traffic.md).</summary>
public sealed class IdmTrafficTests
{
    // The ego stands far away unless a test moves it.
    private static readonly EgoState[] Away = [.. Enumerable.Repeat(new EgoState(-45, 4, 0, 0), Horizon.Samples)];

    private static PseudoScene Scene(IReadOnlyList<SceneObject> objects, params MapPolygon[] areas) => new()
    {
        Name = "traffic",
        TimeUs = 0,
        Ego = Away[0],
        Shape = FlatRoad.Shape,
        Map = new SceneMap([FlatRoad.Rectangle("road", MapPolygonType.Roadblock, -50, 150, -2, 6), .. areas], new HashSet<string> { "a" }, [new(-50, 0, 0), new(150, 0, 0)]),
        Objects = objects,
    };

    private static MapPolygon Lane(string id, double fromX, double toX, double? limit = 10, double y = 0, MapPolygonType type = MapPolygonType.Lane) =>
        FlatRoad.Rectangle(id, type, fromX, toX, y - 2, y + 2, 0) with { SpeedLimitMps = limit };

    // With points each metre: the reference leaves the last one out.
    private static MapPolygon Dense(MapPolygon lane)
    {
        var (from, to) = (lane.Baseline![0], lane.Baseline[^1]);
        int pieces = (int)Math.Round(to.X - from.X);
        return lane with { Baseline = [.. Enumerable.Range(0, pieces + 1).Select(i => new Pose2d(from.X + i, from.Y, 0))] };
    }

    private static IReadOnlyList<SceneObject> Move(PseudoScene scene, Compatibility compatibility, EgoState[]? ego = null) => new IdmTraffic(null, compatibility).Move(scene, ego ?? Away);

    private static double EndX(PseudoScene scene, Compatibility compatibility, EgoState[]? ego = null, string token = "other") =>
        Move(scene, compatibility, ego).Single(o => o.Token == token).Poses[Horizon.Steps].X;

    // Between the first, who is ahead, and the second.
    private static double LeastGap(PseudoScene scene, Compatibility compatibility)
    {
        var moved = Move(scene, compatibility);
        return Enumerable.Range(0, Horizon.Samples).Min(i => moved[0].Poses[i].X - moved[1].Poses[i].X - 4);
    }

    [Fact]
    public void A_free_agent_keeps_to_the_limit_of_its_lane()
    {
        foreach (var compatibility in Enum.GetValues<Compatibility>())
        {
            var moved = Assert.Single(Move(Scene([FlatRoad.Other(0, 0, 8)], Dense(Lane("a", -50, 1000))), compatibility));
            Assert.All(moved.Present, Assert.True);
            Assert.InRange(moved.Velocities[Horizon.Steps].X, 8.5, 10);
            Assert.All(moved.Poses, p => Assert.Equal(0, p.Y, 9));
        }
    }

    [Fact]
    public void The_egos_box_is_where_the_ego_is()
    {
        // It stands across the lane with its centre 30 m ahead of the agent's; the reference takes the rear axle for the centre, 1 m behind.
        EgoState[] ego = [.. Enumerable.Repeat(new EgoState(29, 0, 0, 0), Horizon.Samples)];
        var scene = Scene([FlatRoad.Other(0, 0, 8)], Dense(Lane("a", -50, 1000)));
        EgoState[] shifted = [.. ego.Select(e => e with { X = e.X + 1 })];
        // With the ego a metre further on, the reference does what is right for the ego here.
        Assert.True(EndX(scene, Compatibility.Navsim22, ego) < EndX(scene, Compatibility.Navsim22, shifted));
        double clear = 28 - EndX(scene, Compatibility.Sane, ego) - 2;
        Assert.InRange(clear, 0, 30);
    }

    [Fact]
    public void The_ego_is_seen_where_it_is_and_not_one_step_late()
    {
        // It appears on the lane at sample 5.
        EgoState[] ego = [.. Enumerable.Range(0, Horizon.Samples).Select(i => i < 5 ? new EgoState(20, 40, 0, 0) : new EgoState(20, 0, 0, 0))];
        var scene = Scene([FlatRoad.Other(0, 0, 8)], Dense(Lane("a", -50, 1000)));
        Assert.Equal(6, FirstBraking(Compatibility.Navsim22));
        Assert.Equal(5, FirstBraking(Compatibility.Sane));

        int FirstBraking(Compatibility compatibility)
        {
            var speeds = Move(scene, compatibility, ego)[0].Velocities;
            return Enumerable.Range(1, Horizon.Steps).First(i => speeds[i].X < speeds[i - 1].X);
        }
    }

    [Fact]
    public void A_lane_without_a_limit_does_not_inherit_that_of_the_vehicle_before()
    {
        SceneObject slow = FlatRoad.Other(0, 0, 3, token: "slow"), free = FlatRoad.Other(0, 10, 3, token: "free");
        var scene = Scene([slow, free], Dense(Lane("a", -50, 1000, limit: 3)), Dense(Lane("b", -50, 1000, limit: null, y: 10)));
        Assert.InRange(EndX(scene, Compatibility.Navsim22, token: "free"), 11.5, 12.1);
        Assert.True(EndX(scene, Compatibility.Sane, token: "free") > 15, "10 m/s where nothing is known");
    }

    [Fact]
    public void Headings_are_compared_on_the_circle()
    {
        // Two lanes over each other, along -x (heading π) and along -y (-π/2); the car's heading is -π + 0.02: by plain subtraction the second is nearer.
        var west = new MapPolygon("west", MapPolygonType.Lane, [new(-50, -20), new(50, -20), new(50, 20), new(-50, 20)], [.. Enumerable.Range(0, 101).Select(i => new Pose2d(50 - i, 0, Math.PI))]);
        var south = west with { Id = "south", Baseline = [.. Enumerable.Range(0, 41).Select(i => new Pose2d(0, 20 - i, -Math.PI / 2))] };
        double heading = -Math.PI + 0.02;
        var car = FlatRoad.Other(_ => new Vector2d(0, 0), _ => new Vector2d(-5, 0)) with { Poses = [.. Enumerable.Repeat(new Pose2d(0, 0, heading), Horizon.Samples)] };
        var scene = Scene([car], west, south);
        var compat = Move(scene, Compatibility.Navsim22)[0].Poses[Horizon.Steps];
        var sane = Move(scene, Compatibility.Sane)[0].Poses[Horizon.Steps];
        Assert.True(compat.Y < -5, "turned by a right angle");
        Assert.True(sane.X < -10 && Math.Abs(sane.Y) < 1e-6);
    }

    [Fact]
    public void The_way_goes_on_beyond_the_first_lane()
    {
        var scene = Scene([FlatRoad.Other(0, 0, 10)], Dense(Lane("a", -50, 20)), Dense(Lane("c", 20, 50, type: MapPolygonType.LaneConnector)), Dense(Lane("d", 50, 200)));
        Assert.True(EndX(scene, Compatibility.Navsim22) < 20, "brakes for the end of its lane");
        Assert.True(EndX(scene, Compatibility.Sane) > 35);
    }

    [Fact]
    public void The_last_point_of_a_lane_belongs_to_it()
    {
        // Two points only: without the last one nothing is left of the line.
        var scene = Scene([FlatRoad.Other(0, 0, 8)], Lane("a", -50, 1000));
        Assert.False(Move(scene, Compatibility.Navsim22)[0].Present[1]);
        Assert.True(Move(scene, Compatibility.Sane)[0].Present[Horizon.Steps]);
    }

    [Fact]
    public void Red_lights_are_obeyed()
    {
        var areas = new[] { Dense(Lane("a", -50, 60)), Dense(Lane("c", 60, 90, type: MapPolygonType.LaneConnector)), Dense(Lane("d", 90, 300)) };
        var green = Scene([FlatRoad.Other(30, 0, 10)], areas);
        var red = green with { RedConnectors = [.. Enumerable.Repeat<IReadOnlyList<string>>(["c"], Horizon.Samples)] };
        Assert.True(EndX(green, Compatibility.Sane) > 62);
        Assert.True(EndX(red, Compatibility.Sane) + 2 <= 60, "its front stays before the connector");
        Assert.Equal(EndX(green, Compatibility.Navsim22), EndX(red, Compatibility.Navsim22));
    }

    [Fact]
    public void A_vehicle_beside_its_lane_stays_beside_it()
    {
        var scene = Scene([FlatRoad.Other(0, 1.2, 8)], Dense(Lane("a", -50, 1000)));
        Assert.Equal(0, Move(scene, Compatibility.Navsim22)[0].Poses[1].Y, 9);
        Assert.Equal(1.2, Move(scene, Compatibility.Sane)[0].Poses[1].Y, 9);
    }

    [Fact]
    public void A_moving_vehicle_far_from_its_lanes_line_does_not_freeze()
    {
        var wide = FlatRoad.Rectangle("a", MapPolygonType.Lane, -50, 1000, -6, 6, 0);
        var scene = Scene([FlatRoad.Other(0, 5, 8)], Dense(wide));
        var compat = Move(scene, Compatibility.Navsim22)[0];
        Assert.Equal((0.0, 8.0), (compat.Poses[Horizon.Steps].X, compat.Velocities[Horizon.Steps].X));
        Assert.Equal(32, EndX(scene, Compatibility.Sane), 9);
    }

    [Fact]
    public void A_vehicle_that_touches_another_on_the_lanes_line_does_not_vanish()
    {
        // Side by side in one lane: drawn onto the line they overlap.
        var scene = Scene([FlatRoad.Other(0, 1.1, 8, token: "left"), FlatRoad.Other(1, -1.1, 8, token: "right")], Dense(Lane("a", -50, 1000)));
        Assert.False(Move(scene, Compatibility.Navsim22).Single(o => o.Token == "right").Present[1]);
        Assert.All(Move(scene, Compatibility.Sane), o => Assert.True(o.Present[Horizon.Steps]));
    }

    [Fact]
    public void A_vehicle_that_comes_later_comes()
    {
        var late = FlatRoad.Other(i => new Vector2d(i, 0), _ => new Vector2d(10, 0), present: i => i >= 10) with { FirstSighting = 10 };
        var scene = Scene([late], Dense(Lane("a", -50, 1000)));
        Assert.Empty(Move(scene, Compatibility.Navsim22));
        Assert.True(Assert.Single(Move(scene, Compatibility.Sane)).Present[20]);
    }

    [Fact]
    public void People_and_things_on_the_lane_are_yielded_to()
    {
        var pedestrian = FlatRoad.Other(25, 0, 0, SceneObjectType.Pedestrian, "walker");
        var scene = Scene([FlatRoad.Other(0, 0, 8), pedestrian], Dense(Lane("a", -50, 1000)));
        Assert.True(EndX(scene, Compatibility.Navsim22) > 25, "drives through");
        Assert.True(EndX(scene, Compatibility.Sane) + 2 < 23, "stops before the box");
    }

    [Fact]
    public void A_follower_is_no_lead_because_it_is_fast()
    {
        // 12 m behind at 12 m/s it needs 18 m of lane: past the middle of the one ahead, who has nobody before him.
        var scene = Scene([FlatRoad.Other(12, 0, 5, token: "ahead"), FlatRoad.Other(0, 0, 12, token: "behind")], Dense(Lane("a", -50, 1000)));
        Assert.True(Move(scene, Compatibility.Navsim22)[0].Velocities[5].X < 5);
        Assert.True(Move(scene, Compatibility.Sane)[0].Velocities[5].X > 5);
    }

    [Fact]
    public void Tokens_that_hold_each_other_do_not_hide_each_other()
    {
        var one = FlatRoad.Other(25, 0, 0, token: "car1");
        var scene = Scene([one, FlatRoad.Other(0, 0, 8, token: "car12")], Dense(Lane("a", -50, 1000)));
        Assert.True(LeastGap(scene, Compatibility.Navsim22) < 0, "drives through");
        Assert.True(LeastGap(scene, Compatibility.Sane) > 1);
    }

    [Fact]
    public void A_vehicle_out_of_reach_drives_on_instead_of_standing()
    {
        // 99 m ahead of the ego and faster: it leaves the radius.
        var scene = Scene([FlatRoad.Other(54, 0, 10)], Dense(Lane("a", -50, 1000)));
        Assert.False(Move(scene, Compatibility.Navsim22)[0].Present[Horizon.Steps]);
        Assert.True(EndX(scene, Compatibility.Sane) > 85);
    }

    [Fact]
    public void Hard_braking_is_possible_when_it_is_needed()
    {
        var slow = FlatRoad.Other(17, 0, 0, token: "slow");
        var scene = Scene([slow, FlatRoad.Other(0, 0, 12)], Dense(Lane("a", -50, 1000, limit: 12)));
        Assert.True(LeastGap(scene, Compatibility.Navsim22) < 0, "2 m/s² are not enough");
        Assert.True(LeastGap(scene, Compatibility.Sane) > 0);
    }
}
