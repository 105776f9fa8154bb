using Sim.Geometry;
using Sim.Maps;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Simulation.Engine;

namespace Sim.Tests.Engine;

public class TrafficTests
{
    [Fact]
    public void A_platoon_settles_at_the_equilibrium_gap()
    {
        // Equilibrium of IDM: s = (s0 + v T) / sqrt(1 - (v / v0)^4).
        double v = 12, v0 = 20;
        double gap = (2 + v * 1.5) / Math.Sqrt(1 - Math.Pow(v / v0, 4));
        var follow = new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = v0 } };
        var scene = Worlds.Scene(
            Worlds.Straight(6000),
            300,
            Worlds.Other("ego", new ConstantVelocityBehaviour(), x: 100, speed: v),
            Worlds.Other("a", follow, x: 60, speed: 8),
            Worlds.Other("b", follow, x: 20, speed: 15),
            Worlds.Other("c", follow, x: -30, speed: 3));
        var world = new World(scene);
        for (int k = 0; k < 3000; k++)
        {
            world.Advance();
            Assert.True(world.Contacts.IsEmpty);
        }

        for (int i = 1; i < 4; i++)
        {
            Assert.Equal(v, world.State(i).SpeedMps, 3);
            Assert.Equal(gap, world.State(i - 1).X - world.State(i).X - 4.5, 2);
        }
    }

    [Fact]
    public void A_follower_obeys_the_speed_limit_of_its_lane()
    {
        var world = new World(Worlds.Scene(Worlds.Straight(3000, limit: 13), 60, Worlds.Other("ego", new FollowLaneBehaviour(), speed: 5)));
        for (int k = 0; k < 600; k++)
        {
            world.Advance();
        }

        Assert.Equal(13, world.State(0).SpeedMps, 2);
    }

    [Fact]
    public void A_follower_stops_behind_a_standing_car_and_behind_a_crossing_pedestrian()
    {
        var follow = new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = 15 } };
        foreach (var obstacle in new[]
        {
            Worlds.Other("p", new StationaryBehaviour(), x: 100),
            Worlds.Other("p", new StationaryBehaviour(), x: 100, y: 0.5, body: new BodyBox(0.5, 0.5)),
        })
        {
            var world = new World(Worlds.Scene(Worlds.Straight(3000), 60, Worlds.Other("ego", follow, speed: 15), obstacle));
            for (int k = 0; k < 600; k++)
            {
                world.Advance();
                Assert.True(world.Contacts.IsEmpty);
            }

            double gap = 100 - obstacle.Body.LengthM / 2 - world.State(0).X - 2.25;
            Assert.InRange(gap, 1.5, 2.6);
            Assert.InRange(world.State(0).SpeedMps, 0, 0.1);
        }
    }

    [Fact]
    public void A_pedestrian_beside_the_lane_is_no_leader()
    {
        var follow = new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = 15 } };
        var world = new World(Worlds.Scene(
            Worlds.Straight(3000), 20, Worlds.Other("ego", follow, speed: 15), Worlds.Other("p", new StationaryBehaviour(), x: 100, y: 1.6, body: new BodyBox(0.5, 0.5))));
        for (int k = 0; k < 200; k++)
        {
            world.Advance();
            Assert.Equal(15, world.State(0).SpeedMps, 1);
        }
    }

    [Fact]
    public void A_fast_car_overtakes_a_slow_one_with_mobil_and_tells_so()
    {
        var fast = new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = 20 }, Mobil = new MobilParameters() };
        var slow = new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = 8 } };
        var recording = Worlds.Run(Worlds.Scene(Worlds.Straight(2000, 2), 40, Worlds.Other("ego", fast, speed: 15), Worlds.Other("slow", slow, x: 60, speed: 8)), null);

        Assert.Empty(recording.Contacts);
        Assert.Contains(recording.Events, e => e.Kind == "lane-change" && e.Actors[0] == "ego");
        Assert.True(recording.Ego()!.At(400).X > recording.Find("slow")!.At(400).X + 50);
        Assert.Equal("idm", recording.Traffic);
        for (int k = 1; k <= 400; k++)
        {
            double step = recording.Ego()!.At(k).Y - recording.Ego()!.At(k - 1).Y;
            Assert.InRange(Math.Abs(step), 0, 0.2);
        }
    }

    [Fact]
    public void A_lane_that_ends_beside_one_that_goes_on_makes_traffic_stop_and_any_other_end_lets_it_leave()
    {
        var map = Worlds.Straight(300, 2);
        var next = map.Lanes[0] with { Id = "next", Centre = Line(200, 500, 0), Left = Line(200, 500, 1.75), Right = Line(200, 500, -1.75), LeftNeighbour = null, Predecessors = ["0"] };
        map = map with { Lanes = [map.Lanes[0] with { Successors = ["next"] }, map.Lanes[1], next] };
        var world = new World(Worlds.Scene(map, 100, Worlds.Other("ego", new FollowLaneBehaviour(), y: 3.5, speed: 10), Worlds.Other("b", new FollowLaneBehaviour(), speed: 10)));
        bool left = false;
        for (int k = 0; k < 900; k++)
        {
            world.Advance();
            left |= !world.IsPresent(1);
        }

        Assert.True(left);
        Assert.InRange(world.State(0).X, 190, 200 - 2.25);
        Assert.Equal(0, world.State(0).SpeedMps, 1);
    }

    [Fact]
    public void Traffic_waits_at_a_red_light_and_goes_on_green()
    {
        var map = Worlds.Straight(300);
        var next = map.Lanes[0] with { Id = "next", Centre = Line(200, 500, 0), Left = Line(200, 500, 1.75), Right = Line(200, 500, -1.75), Predecessors = ["0"] };
        map = map with
        {
            Lanes = [map.Lanes[0] with { Successors = ["next"], SignalIds = ["L"] }, next],
            Signals = [new MapSignal { Id = "L", Kind = MapSignalKind.Light, Cycle = [new(SignalState.Red, 40_000_000), new(SignalState.Green, 60_000_000)] }],
        };
        var recording = Worlds.Run(Worlds.Scene(map, 60, Worlds.Other("ego", new FollowLaneBehaviour(), speed: 10)), null);

        Assert.InRange(recording.Ego()!.At(399).X, 190, 200 - 2.25);
        Assert.True(recording.Ego()!.At(590).X > 220);
        Assert.Equal(SignalState.Red, recording.Signals[0].At(399));
        Assert.Equal(SignalState.Green, recording.Signals[0].At(400));
    }

    [Fact]
    public void A_route_over_a_neighbour_is_followed()
    {
        var follow = new FollowLaneBehaviour { Route = ["0", "1"] };
        var world = new World(Worlds.Scene(Worlds.Straight(1000, 2), 30, Worlds.Other("ego", follow, speed: 10)));
        for (int k = 0; k < 100; k++)
        {
            world.Advance();
        }

        Assert.Equal(1, world.LaneOf(0));
        Assert.Equal(3.5, world.State(0).Y, 6);
    }

    [Fact]
    public void A_follower_brakes_for_another_that_crosses_its_lane_in_a_junction()
    {
        var east = Worlds.Straight(300).Lanes[0] with { Id = "east", JunctionId = "J" };
        var north = east with { Id = "north", Centre = new([new(60, -100), new(60, 100)]), Left = new([new(58.25, -100), new(58.25, 100)]), Right = new([new(61.75, -100), new(61.75, 100)]) };
        var map = new RoadMap { Name = "cross", Lanes = [east, north] };
        var slow = new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = 1.5 } };
        var fast = new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = 12 } };
        var recording = Worlds.Run(Worlds.Scene(map, 20, Worlds.Other("ego", fast, speed: 12), Worlds.Other("n", slow, x: 60, y: -6, heading: Math.PI / 2, speed: 1.5)), null);

        Assert.Empty(recording.Contacts);
        Assert.True(Enumerable.Range(0, 200).Min(k => recording.Ego()!.At(k).SpeedMps) < 6);
        Assert.True(recording.Ego()!.At(200).X > 80);
    }

    [Fact]
    public void A_follower_that_stands_beside_all_lanes_is_refused()
    {
        var error = Assert.Throws<InputException>(() => Worlds.Run(
            Worlds.Scene(Worlds.Straight(300), 5, Worlds.Ego(), Worlds.Other("far", new FollowLaneBehaviour(), y: 40)), new StationaryDriver()));
        Assert.Contains("'far'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_equal_runs_have_equal_bytes_and_reset_brings_the_same_again()
    {
        var scenario = RingWorld.Create(steps: 400);
        var simulator = new EmbeddedSimulator();
        using var session = simulator.Open(new SimulatorUse(), TestContext.Current.CancellationToken);
        session.Load(scenario, 1, TestContext.Current.CancellationToken);
        string first = Drive(session);
        session.Reset();
        Assert.Equal(first, Drive(session));
        using var other = simulator.Open(new SimulatorUse(), TestContext.Current.CancellationToken);
        other.Load(RingWorld.Create(steps: 400), 1, TestContext.Current.CancellationToken);
        Assert.Equal(first, Drive(other));
    }

    private static string Drive(Sim.Plugins.Sdk.ISimulatorSession session)
    {
        while (!session.IsOver)
        {
            session.Step(null, TestContext.Current.CancellationToken);
        }

        return System.Text.Json.JsonSerializer.Serialize(session.Finish() with { Map = RoadMap.Empty }, SimJson.Default.Recording);
    }

    private static Polyline Line(double from, double to, double y) => new([new(from, y), new(to, y)]);
}
