using Sim.Simulation.Storyboards;
using Sim.Storyboards;

namespace Sim.Tests.Storyboards;

/// <summary>Actions along the way. A step moves with the speed at its end, so a change from u to v over n steps goes Σ of its n speeds.</summary>
public class SpeedTests
{
    private static Recording Run(StoryboardAction action, double seconds = 8, double speed = 10, EntityPerformance? limits = null, params EntityInit[] more)
    {
        var board = Stories.Board([Stories.Start("a", -1, 10, speed), .. more], ("a", [Stories.Event("e", Stories.At(1), action)]));
        string[] ids = ["a", .. more.Select(m => m.EntityId)];
        return Stories.Run(Stories.Scene(Stories.Straight(), seconds, board with { Entities = [.. ids.Select(i => new StoryboardEntity { Id = i, Performance = limits })] }, ids));
    }

    [Theory]
    [InlineData(TransitionShape.Linear)]
    [InlineData(TransitionShape.Sinusoidal)]
    [InlineData(TransitionShape.Cubic)]
    public void All_shapes_go_the_same_way_in_the_same_time(TransitionShape shape)
    {
        var recording = Run(Stories.Speed(14, shape, TransitionDimension.Time, 2));
        Assert.Equal([2.9], recording.Times("e-action", StoryTransitionKind.End));
        Assert.Equal(12, recording.SpeedAt("a", 2), 9);
        Assert.Equal(14, recording.SpeedAt("a", 3), 9);
        // From s = 20 on: the mean of each pair of opposite steps is 12 m/s, with the last speed once more than the first.
        Assert.Equal(20 + (21 * 12 - 10) * 0.1, recording.Axle("a", 3).X, 9);
    }

    [Theory]
    [InlineData(TransitionShape.Linear, 2.0, 2.9)]
    [InlineData(TransitionShape.Cubic, 2.0, 3.9)]
    [InlineData(TransitionShape.Sinusoidal, 2.0, 4.1)]
    public void A_rate_is_the_largest_one(TransitionShape shape, double rate, double end)
    {
        // 4 m/s at 2 m/s²: 2 s; the cubic's peak is 1.5, the sinusoid's π/2 = 1.57 times the mean: 3 s and 3.14 s.
        var recording = Run(Stories.Speed(14, shape, TransitionDimension.Rate, rate));
        Assert.Equal([end], recording.Times("e-action", StoryTransitionKind.End));
    }

    [Theory]
    [InlineData(10, 14, 24, 2.9)]
    [InlineData(10, 0, 10, 2.9)]
    public void A_distance_gives_the_time_by_the_mean_speed(double from, double to, double distance, double end)
    {
        var recording = Run(Stories.Speed(to, TransitionShape.Linear, TransitionDimension.Distance, distance), speed: from);
        Assert.Equal([end], recording.Times("e-action", StoryTransitionKind.End));
        // The sum of the speeds after each step differs from the mean's way by half a step of the change.
        Assert.Equal(distance + (to - from) * 0.05, recording.Axle("a", 3).X - recording.Axle("a", 1).X, 9);
    }

    [Fact]
    public void A_step_is_at_once()
    {
        var recording = Run(Stories.Speed(14));
        Assert.Equal(10, recording.SpeedAt("a", 1));
        Assert.Equal(14, recording.SpeedAt("a", 1.1));
        Assert.Equal([1.0], recording.Times("e-action", StoryTransitionKind.End));
    }

    [Fact]
    public void The_vehicle_s_limits_hold()
    {
        var slow = Run(Stories.Speed(14, TransitionShape.Linear, TransitionDimension.Time, 2), limits: new EntityPerformance(60, 1, 8));
        Assert.Equal([4.9], slow.Times("e-action", StoryTransitionKind.End));
        Assert.Equal(12, slow.SpeedAt("a", 3), 9);
        var capped = Run(Stories.Speed(99, TransitionShape.Linear, TransitionDimension.Time, 2), limits: new EntityPerformance(20, 100, 8));
        Assert.Equal(20, capped.SpeedAt("a", 5), 9);
    }

    [Fact]
    public void Targets_may_be_relative_and_go_on()
    {
        var other = Stories.Start("b", -2, 10, 6);
        SpeedAction To(double value, bool factor, bool continuous) => new()
        {
            Dynamics = new TransitionDynamics(TransitionShape.Linear, TransitionDimension.Time, 1),
            Target = new SpeedTarget { EntityId = "b", Value = value, Factor = factor, Continuous = continuous },
        };
        Assert.Equal(9, Run(To(3, false, false), more: other).SpeedAt("a", 3), 9);
        Assert.Equal(12, Run(To(2, true, false), more: other).SpeedAt("a", 3), 9);
        var growing = Stories.Start("b", -2, 10, 6, Stories.Speed(26, TransitionShape.Linear, TransitionDimension.Rate, 2));
        var follows = Run(To(3, false, true), 6, more: growing);
        Assert.Empty(follows.Times("e-action", StoryTransitionKind.End));
        // "b" has 6 + 2 t; a step is made from the states before it in the file's order, "a" sees it in the same or the step before.
        Assert.InRange(follows.SpeedAt("a", 5) - follows.SpeedAt("b", 5) - 3, -0.21, 0.01);
        var once = Run(To(3, false, false), 6, more: growing);
        Assert.Single(once.Times("e-action", StoryTransitionKind.End));
    }

    [Fact]
    public void A_profile_goes_through_its_targets()
    {
        var recording = Run(new SpeedProfileAction { Entries = [new(14, 2), new(14, 1), new(8)], Constraints = new DynamicConstraints(null, 3, 3) });
        Assert.Equal(12, recording.SpeedAt("a", 2), 9);
        Assert.Equal(14, recording.SpeedAt("a", 3), 9);
        Assert.Equal(14, recording.SpeedAt("a", 4), 9);
        // Without a time as fast as 3 m/s² allow: 2 s.
        Assert.Equal(11, recording.SpeedAt("a", 5), 9);
        Assert.Equal(8, recording.SpeedAt("a", 6), 9);
        Assert.Equal([5.9], recording.Times("e-action", StoryTransitionKind.End));
    }

    [Fact]
    public void A_profile_that_may_be_rounded_keeps_its_limits()
    {
        // 6 m/s within 3 m/s² and 12 m/s³: 1.5 · 6 / 3 = 3 s are longer than √(6 · 6 / 12) = 1.7 s.
        var recording = Run(new SpeedProfileAction { FollowPosition = false, Entries = [new(16, 1)], Constraints = new DynamicConstraints(null, 3, 3, 12, 12) });
        Assert.Equal([3.9], recording.Times("e-action", StoryTransitionKind.End));
        Assert.Equal(13, recording.SpeedAt("a", 2.5), 9);
    }

    [Fact]
    public void A_distance_is_kept_at_once_without_limits()
    {
        var recording = Run(new LongitudinalDistanceAction { EntityId = "b", DistanceM = 20, Continuous = true, Coordinates = StoryCoordinates.Road }, more: Stories.Start("b", -1, 60, 12));
        Assert.Equal(12, recording.SpeedAt("a", 2), 9);
        // Before the step it is 20 m; then "b" has not moved yet.
        Assert.Equal(20, recording.Axle("b", 2).X - recording.Axle("a", 2).X, 6);
    }

    [Theory]
    [InlineData(false, Displacement.Trailing, 20)]
    [InlineData(true, Displacement.Trailing, 24)]
    [InlineData(false, Displacement.Any, 20)]
    public void A_distance_is_reached_within_limits(bool freespace, Displacement displacement, double between)
    {
        var keep = new LongitudinalDistanceAction
        {
            EntityId = "b",
            DistanceM = 20,
            Freespace = freespace,
            Displacement = displacement,
            Continuous = true,
            Coordinates = StoryCoordinates.Road,
            Constraints = new DynamicConstraints(40, 3, 6),
        };
        var recording = Run(keep, 30, more: Stories.Start("b", -1, 60, 12));
        Assert.Equal(between, recording.Axle("b", 30).X - recording.Axle("a", 30).X, 0.05);
        Assert.Equal(12, recording.SpeedAt("a", 30), 0.05);
        // 26 m/s at the most have never been needed, and 3 m/s² are never exceeded.
        var track = recording.Find("a")!;
        for (int i = 12; i < track.Count; i++)
        {
            Assert.InRange(track.AccelMps2.Span[i], -6.001, 3.001);
        }
    }

    [Fact]
    public void A_time_gap_is_a_distance_at_the_other_s_speed_and_ends_when_it_is_reached()
    {
        var recording = Run(new LongitudinalDistanceAction { EntityId = "b", TimeGapS = 2, Coordinates = StoryCoordinates.Road, Constraints = new DynamicConstraints(40, 3, 6) }, 30, more: Stories.Start("b", -1, 60, 12));
        double end = Assert.Single(recording.Times("e-action", StoryTransitionKind.End));
        Assert.Equal(24, recording.Axle("b", end).X - recording.Axle("a", end).X, 0.3);
    }

    [Theory]
    [InlineData(null, 100)]
    [InlineData(10.0, 100)]
    [InlineData(4.0, 100)]
    [InlineData(14.0, 60)]
    public void Synchronised_entities_arrive_together(double? finalSpeed, double way)
    {
        // "b" reaches s = 160 after 10 s more; "a", at s = 20 when it begins, has its own way to go until then.
        var recording = Run(
            new SynchronizeAction
            {
                MasterId = "b",
                MasterPosition = Stories.Lane(-2, 160),
                Position = Stories.Lane(-1, 20 + way),
                FinalSpeed = finalSpeed is { } v ? new SynchronizeFinalSpeed { Value = v } : null,
            },
            14,
            more: Stories.Start("b", -2, 50, 10));
        double end = Assert.Single(recording.Times("e-action", StoryTransitionKind.End));
        Assert.Equal(11, end, 0.31);
        Assert.Equal(20 + way, recording.Axle("a", end + 0.1).X, 1.5);
        if (finalSpeed is { } wanted)
        {
            Assert.Equal(wanted, recording.SpeedAt("a", end + 0.1), 9);
        }
    }

    [Fact]
    public void Who_synchronises_waits_for_one_that_stands()
    {
        var recording = Run(
            new SynchronizeAction { MasterId = "b", MasterPosition = Stories.Lane(-2, 160), Position = Stories.Lane(-1, 100), FinalSpeed = new SynchronizeFinalSpeed { Value = 10 } },
            4,
            more: Stories.Start("b", -2, 50, 0));
        Assert.Equal(0, recording.SpeedAt("a", 2));
        Assert.Empty(recording.Times("e-action", StoryTransitionKind.End));
    }
}
