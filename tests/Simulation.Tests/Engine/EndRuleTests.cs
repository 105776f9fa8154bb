using Sim.Geometry;
using Sim.Maps;
using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Tests.Engine;

public class EndRuleTests
{
    [Fact]
    public void A_contact_ends_the_case_one_second_later_and_the_ego_brakes_meanwhile()
    {
        // Gap 40 - 4.5 = 35.5 m at 10 m/s: contact after 3.55 s, reported within 1 ms.
        var scene = Worlds.Scene(RoadMap.Empty, 10, Worlds.Ego(speed: 10), Worlds.Other("car", new StationaryBehaviour(), x: 40));
        var recording = Worlds.Run(scene, new ConstantVelocityDriver());

        var contact = Assert.Single(recording.Contacts);
        Assert.Equal("ego", contact.A);
        Assert.Equal("car", contact.B);
        Assert.InRange(contact.TimeUs, 3_549_000, 3_551_000);
        Assert.Equal(10, contact.RelativeSpeedMps, 6);
        Assert.True(contact.AtFault);
        Assert.Equal(RecordingEnd.Contact, recording.End);
        Assert.Equal(36 + 10 + 1, recording.StepCount);
        Assert.Equal(10 - 8.0, recording.Ego()!.At(46).SpeedMps, 9);
    }

    [Fact]
    public void Without_stop_at_contact_the_case_goes_on_to_its_horizon()
    {
        var scene = Worlds.Scene(RoadMap.Empty, 10, Worlds.Ego(speed: 10), Worlds.Other("car", new StationaryBehaviour(), x: 40));
        var recording = Worlds.Run(scene, new ConstantVelocityDriver(), new SimulatorUse { StopAtContact = false });

        Assert.Single(recording.Contacts);
        Assert.Equal(RecordingEnd.Horizon, recording.End);
        Assert.Equal(101, recording.StepCount);
    }

    [Theory]
    [InlineData(2.0, 4.0, 9.0, 11.0, true)]
    [InlineData(2.0, 4.0, 11.0, 12.0, false)]
    [InlineData(5.0, 6.0, 9.0, 11.0, false)]
    public void A_goal_holds_only_when_all_its_parts_hold_at_once(double fromS, double toS, double low, double high, bool reached)
    {
        var goal = new GoalRegion
        {
            Areas = [new Polygon([new(25, -2), new(35, -2), new(35, 2), new(25, 2)])],
            TimeUs = new Interval(fromS * 1e6, toS * 1e6),
            SpeedMps = new Interval(low, high),
            HeadingRad = new Interval(2 * Math.PI - 0.1, 2 * Math.PI + 0.1),
        };
        var scene = Worlds.Scene(RoadMap.Empty, 8, Worlds.Ego(speed: 10)) with { Task = new EgoTask { Goals = [goal] } };
        var recording = Worlds.Run(scene, new ConstantVelocityDriver());

        Assert.Equal(reached ? RecordingEnd.GoalReached : RecordingEnd.Horizon, recording.End);
        if (reached)
        {
            Assert.Equal(26, recording.StepCount);
        }
    }

    [Fact]
    public void A_recording_keeps_the_vehicle_that_the_driver_was_told_of()
    {
        var scene = Worlds.Scene(Worlds.Straight(500), 2, Worlds.Ego(speed: 10)) with { Environment = new() { Friction = 0.5 } };
        var vehicle = Worlds.Run(scene, new ConstantVelocityDriver()).Vehicle;

        Assert.NotNull(vehicle);
        Assert.Equal(0.5, vehicle.FrictionCap);
        Assert.Equal(scene.Ego.Body, vehicle.ToBody());
    }

    [Fact]
    public void Leaving_the_road_is_told_once()
    {
        var recording = Worlds.Run(Worlds.Scene(Worlds.Straight(500), 5, Worlds.Ego(heading: 0.2, speed: 10)), new ConstantVelocityDriver());

        // 1.75 m aside at 10 sin(0.2) m/s: after 0.88 s.
        Assert.Equal(900_000, Assert.Single(recording.Events, e => e.Kind == "off-road").TimeUs);
    }

    [Fact]
    public void A_scenario_that_begins_with_a_collision_is_refused()
    {
        var scene = Worlds.Scene(RoadMap.Empty, 5, Worlds.Ego(), Worlds.Other("car", new StationaryBehaviour(), x: 3));
        var error = Assert.Throws<InputException>(() => Worlds.Run(scene, new StationaryDriver()));
        Assert.Contains("collides at its first instant", error.Message, StringComparison.Ordinal);
        Assert.Contains("'car'", ScenarioCheck.Check(scene).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_collision_that_no_manoeuvre_prevents_is_tagged()
    {
        // At 20 m/s with 8 m/s² the ego needs 25 m to stop; a wall of 20 m at 12 m cannot be passed, one at 60 m can be braked for.
        var wall = new BodyBox(1, 40);
        Assert.Contains("unavoidable-at-start", ScenarioCheck.Check(Worlds.Scene(RoadMap.Empty, 5, Worlds.Ego(speed: 20), Worlds.Other("wall", new StationaryBehaviour(), x: 12, body: wall))).Tags);
        Assert.Empty(ScenarioCheck.Check(Worlds.Scene(RoadMap.Empty, 5, Worlds.Ego(speed: 20), Worlds.Other("wall", new StationaryBehaviour(), x: 60, body: wall))).Tags);
        Assert.Empty(ScenarioCheck.Check(Worlds.Scene(RoadMap.Empty, 5, Worlds.Ego(speed: 20), Worlds.Other("post", new StationaryBehaviour(), x: 20, y: 1, body: new BodyBox(0.3, 0.3)))).Tags);
    }

    [Fact]
    public void On_ice_the_way_to_stop_is_longer_than_the_way_to_the_wall()
    {
        var scene = Worlds.Scene(RoadMap.Empty, 5, Worlds.Ego(speed: 20), Worlds.Other("wall", new StationaryBehaviour(), x: 50, body: new BodyBox(1, 400)));
        Assert.Empty(ScenarioCheck.Check(scene).Tags);
        Assert.Single(ScenarioCheck.Check(scene with { Environment = new WorldEnvironment { Friction = 0.2 } }).Tags);
    }

    [Fact]
    public void Broken_scenarios_are_refused_with_their_reason()
    {
        var good = Worlds.Scene(RoadMap.Empty, 5, Worlds.Ego(), Worlds.Other("car", new StationaryBehaviour(), x: 30));
        Assert.Null(ScenarioCheck.Refusal(good));
        (Scenario Scene, string Word)[] bad =
        [
            (good with { EgoId = "nobody" }, "nobody"),
            (good with { Actors = [.. good.Actors, good.Actors[1]] }, "two actors"),
            (good with { StepUs = 0 }, "positive"),
            (good with { HorizonUs = 150_000 }, "multiple"),
            (good with { StepUs = 1, HorizonUs = 5_000_000 }, "steps"),
            (good with { Actors = [good.Actors[0], good.Actors[1] with { Initial = new ActorState(double.NaN, 0, 0, 0) }] }, "not finite"),
            (good with { Actors = [good.Actors[0], good.Actors[1] with { Body = new BodyBox(0, 1) }] }, "body"),
            (good with { Actors = [good.Actors[0], good.Actors[1] with { Behaviour = new DriverBehaviour() }] }, "only the ego"),
            (good with { Actors = [good.Actors[0], good.Actors[1] with { Behaviour = new TrajectoryBehaviour { States = [] } }] }, "empty trajectory"),
            (good with { Actors = [good.Actors[0], good.Actors[1] with { Behaviour = new TrajectoryBehaviour { States = [new(1, default), new(1, default)] } }] }, "not later"),
        ];
        foreach (var (scene, word) in bad)
        {
            Assert.Contains(word, ScenarioCheck.Refusal(scene), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void A_lane_follower_that_appears_beside_all_lanes_is_refused_before_anything_runs(int firstStep)
    {
        var follower = Worlds.Other("late", new FollowLaneBehaviour(), x: 50, y: 40, firstStep: firstStep);
        var scene = Worlds.Scene(Worlds.Straight(500), 5, Worlds.Ego(), follower);

        Assert.Contains("lets 'late' follow a lane, but no lane lies under its start (50.0, 40.0)", ScenarioCheck.Refusal(scene), StringComparison.Ordinal);
        Assert.Contains("'late'", Assert.Throws<InputException>(() => Worlds.Run(scene, new StationaryDriver())).Message, StringComparison.Ordinal);
        Assert.Null(ScenarioCheck.Refusal(scene with { Actors = [scene.Actors[0], follower with { Initial = follower.Initial with { Y = 0 } }] }));
        Assert.Null(ScenarioCheck.Refusal(scene with { Actors = [scene.Actors[0], follower with { FirstStep = 51 }] }));
    }
}
