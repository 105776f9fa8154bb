using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Tests.PseudoSimulation;

/// <summary>From annotated frames to samples, and how others move (specs/pseudo-simulation.md §3 and 6).</summary>
public sealed class TrafficAndFramesTests
{
    [Fact]
    public void Objects_move_linearly_between_frames_over_gaps_and_by_the_shorter_turn()
    {
        // Seen at 0.5 s and 2 s, not between; its heading goes from 3 over pi to -3; it is measured longer the second time.
        var frames = Frames();
        frames[1].Add(new LoggedObject("car", SceneObjectType.Vehicle, new Pose2d(10, 0, 3), 4, 2, new(6, 0)));
        frames[4].Add(new LoggedObject("car", SceneObjectType.Vehicle, new Pose2d(25, 3, -3), 5, 2.2, new(12, 3)));
        var car = Assert.Single(ObjectInterpolation.ToSamples(frames, Compatibility.Navsim22));
        Assert.Equal(4, car.LengthM);
        Assert.Equal(2, car.WidthM);
        Assert.Equal(5, car.FirstSighting);
        Assert.Equal(Enumerable.Range(5, 16), Enumerable.Range(0, Horizon.Samples).Where(i => car.Present[i]));
        Assert.Equal(new Pose2d(10, 0, 3), car.Poses[5]);
        Assert.Equal(20, car.Poses[15].X, 12);
        Assert.Equal(2, car.Poses[15].Y, 12);
        Assert.Equal(new Vector2d(10, 2), car.Velocities[15]);
        // The turn is 2 pi - 6 = 0.283 in 15 samples; pi is passed in the middle.
        Assert.Equal(3 + (5 * ((2 * Math.PI) - 6) / 15), car.Poses[10].HeadingRad, 12);
        Assert.Equal(-3 - (5 * ((2 * Math.PI) - 6) / 15), car.Poses[15].HeadingRad, 12);
        Assert.Equal(-3, car.Poses[20].HeadingRad, 12);
    }

    [Fact]
    public void Objects_come_in_the_order_of_their_first_sighting_and_static_ones_have_no_velocity()
    {
        var frames = Frames();
        frames[0].Add(new LoggedObject("late", SceneObjectType.Barrier, new Pose2d(1, 0, 0), 1, 1, new(5, 5)));
        frames[0].Add(new LoggedObject("late", SceneObjectType.Vehicle, new Pose2d(99, 0, 0), 1, 1, default));
        frames[1].Insert(0, new LoggedObject("early", SceneObjectType.Bicycle, new Pose2d(2, 0, 0), 1, 1, new(3, 0)));
        frames[1].Add(new LoggedObject("late", SceneObjectType.Barrier, new Pose2d(1, 0, 0), 1, 1, new(5, 5)));
        var objects = ObjectInterpolation.ToSamples(frames, Compatibility.Sane);
        Assert.Equal(["late", "early"], objects.Select(o => o.Token));
        Assert.Equal(SceneObjectType.Barrier, objects[0].Type);
        Assert.All(objects[0].Velocities, v => Assert.Equal(default, v));
        Assert.Equal(new Vector2d(3, 0), objects[1].Velocities[5]);
    }

    [Fact]
    public void Lights_hold_until_the_next_frame()
    {
        var samples = RedLights.ToSamples([.. Enumerable.Range(0, 9).Select(k => new[] { $"{k}" })]);
        Assert.Equal(Horizon.Samples, samples.Count);
        Assert.Equal(["0", "0", "1", "7", "8"], new[] { 0, 4, 5, 39, 40 }.Select(i => Assert.Single(samples[i])));
        Assert.Equal("2", Assert.Single(RedLights.ToSamples([["1"], ["1"], ["2"]])[40]));
        Assert.Empty(RedLights.ToSamples([]));
    }

    [Fact]
    public void Log_replay_leaves_out_who_touches_the_ego_now_and_nobody_else()
    {
        // The ego's box reaches from -1 to 3.
        var touching = FlatRoad.Other(5, 0, 10, token: "touching");
        var near = FlatRoad.Other(5.01, 0, 10, token: "near");
        var later = FlatRoad.Other(i => new Vector2d(0, 0), _ => default, token: "later", present: i => i > 0);
        var policy = new LogReplayTraffic();
        var scene = FlatRoad.Scene([near, touching, later]);
        Assert.Equal(["near", "later"], policy.Move(scene, []).Select(o => o.Token));
        var clear = FlatRoad.Scene([near, later]);
        Assert.Same(clear.Objects, policy.Move(clear, []));
    }

    [Fact]
    public void Constant_velocity_moves_the_vehicles_of_now_and_leaves_the_rest_to_the_log()
    {
        var braking = FlatRoad.Other(i => new Vector2d(20 + (0.1 * i), 1), i => new Vector2d(10 - (0.2 * i), 2), token: "braking", present: i => i < 7);
        var appearing = FlatRoad.Other(i => new Vector2d(40, 0), _ => default, token: "appearing", present: i => i > 9);
        var walker = FlatRoad.Other(i => new Vector2d(30, i), _ => new Vector2d(0, 1), SceneObjectType.Pedestrian, "walker");
        var seenOnceLater = FlatRoad.Other(50, 0, 0, SceneObjectType.TrafficCone, "cone") with { FirstSighting = 15 };
        var moved = new ConstantVelocityTraffic().Move(FlatRoad.Scene([braking, appearing, walker, seenOnceLater]), []);
        Assert.Equal(["braking", "walker", "cone"], moved.Select(o => o.Token));
        Assert.All(moved[0].Present, Assert.True);
        Assert.Equal(new Pose2d(20 + (10 * 4.0), 1 + (2 * 4.0), 0), moved[0].Poses[40]);
        Assert.Equal(new Vector2d(10, 2), moved[0].Velocities[40]);
        Assert.Same(walker, moved[1]);
        Assert.Equal(1, Array.IndexOf(moved[2].Present, true));
    }

    private static List<LoggedObject>[] Frames() => [.. Enumerable.Range(0, Horizon.Frames).Select(_ => new List<LoggedObject>())];
}
