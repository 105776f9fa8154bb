using Sim.Simulation.Storyboards;
using Sim.Storyboards;

namespace Sim.Tests.Storyboards;

/// <summary>Actions across the way. Lane -1 is centred on y = -1.75, lane -2 on y = -5.25, lane 1 on y = 1.75.</summary>
public class LaneTests
{
    private static Recording Run(StoryboardAction action, double seconds = 8, int lane = -1, double speed = 10, Sim.Maps.RoadMap? map = null, params EntityInit[] more)
    {
        var board = Stories.Board([Stories.Start("a", lane, lane < 0 ? 10 : 500, speed), .. more], ("a", [Stories.Event("e", Stories.At(1), action)]));
        return Stories.Run(Stories.Scene(map ?? Stories.Straight(), seconds, board, ["a", .. more.Select(m => m.EntityId)]));
    }

    private static LaneChangeAction Change(int? lanes, TransitionShape shape = TransitionShape.Sinusoidal, TransitionDimension dimension = TransitionDimension.Time, double value = 2, string? to = null, string? of = null, double offset = 0) => new()
    {
        Dynamics = new TransitionDynamics(shape, dimension, value),
        EntityId = lanes is null ? null : of ?? "a",
        RelativeLanes = lanes,
        LaneId = to,
        TargetOffsetM = offset,
    };

    [Theory]
    [InlineData(TransitionShape.Linear)]
    [InlineData(TransitionShape.Sinusoidal)]
    [InlineData(TransitionShape.Cubic)]
    public void A_lane_change_takes_its_time_and_is_half_done_in_the_middle(TransitionShape shape)
    {
        var recording = Run(Change(-1, shape));
        Assert.Equal([2.9], recording.Times("e", StoryTransitionKind.End));
        Assert.Equal(-3.5, recording.Axle("a", 2).Y, 9);
        Assert.Equal(-5.25, recording.Axle("a", 3).Y, 9);
        Assert.True(recording.Axle("a", 2).HeadingRad < 0);
        Assert.Equal(0, recording.Axle("a", 3).HeadingRad, 12);
        // The way is shared: along and across make up the speed, as the shape's slope at each step's start says.
        Assert.True(recording.Axle("a", 3).X < 10 + 30);
        Assert.Equal(10, recording.SpeedAt("a", 2));
    }

    [Fact]
    public void A_linear_change_goes_straight()
    {
        // 3.5 m in 2 s at 10 m/s: √(1 - 0.175²) · 10 m/s along.
        var recording = Run(Change(-1, TransitionShape.Linear));
        Assert.Equal(20 + 2 * 10 * Math.Sqrt(1 - 0.175 * 0.175), recording.Axle("a", 3).X, 9);
        Assert.Equal(-Math.Asin(0.175), recording.Axle("a", 2).HeadingRad, 9);
    }

    [Theory]
    [InlineData(-1, -1, -5.25)]
    [InlineData(-2, 1, -1.75)]
    [InlineData(-1, 1, 1.75)]
    [InlineData(-2, 2, 1.75)]
    [InlineData(1, 1, -1.75)]
    [InlineData(1, -1, 5.25)]
    public void Relative_lanes_count_to_the_left_as_the_entity_looks(int lane, int lanes, double expected) =>
        Assert.Equal(expected, Run(Change(lanes), lane: lane).Axle("a", 5).Y, 9);

    [Fact]
    public void Targets_are_lanes_of_the_road_or_of_another_entity_with_an_offset()
    {
        Assert.Equal(-5.25, Run(Change(null, to: "-2")).Axle("a", 5).Y, 9);
        Assert.Equal(-4.95, Run(Change(null, to: "-2", offset: 0.3)).Axle("a", 5).Y, 9);
        Assert.Equal(-1.75, Run(Change(1, of: "b"), lane: -2, more: Stories.Start("b", -2, 60, 10)).Axle("a", 5).Y, 9);
        var wrong = Run(Change(null, to: "-3"));
        Assert.Contains(wrong.Events, e => e.Kind == "warning" && e.Text.Contains("lane -3", StringComparison.Ordinal));
        Assert.Equal(-1.75, wrong.Axle("a", 5).Y, 9);
    }

    [Theory]
    [InlineData(TransitionShape.Linear, TransitionDimension.Rate, 1.0, 4.4)]
    [InlineData(TransitionShape.Cubic, TransitionDimension.Rate, 1.5, 4.4)]
    [InlineData(TransitionShape.Step, TransitionDimension.Time, 0, 1.0)]
    public void A_rate_is_the_largest_speed_across(TransitionShape shape, TransitionDimension dimension, double value, double end) =>
        // 3.5 m at 1 m/s, or at 1.5 m/s with a peak of 1.5 times the mean: 3.5 s.
        Assert.Equal([end], Run(Change(-1, shape, dimension, value)).Times("e", StoryTransitionKind.End));

    [Fact]
    public void A_distance_is_measured_along_the_road()
    {
        var recording = Run(Change(-1, TransitionShape.Linear, TransitionDimension.Distance, 30));
        // Slope 3.5 / 30: 10 / √(1 + (3.5 / 30)²) = 9.933 m/s along, so 30 m take 31 steps.
        Assert.Equal([4.0], recording.Times("e", StoryTransitionKind.End));
        Assert.Equal(-Math.Atan(3.5 / 30), recording.Axle("a", 2).HeadingRad, 9);
    }

    [Fact]
    public void A_standing_entity_does_not_change_lanes()
    {
        var recording = Run(Change(-1), speed: 0);
        Assert.Equal(-1.75, recording.Axle("a", 8).Y);
        Assert.Empty(recording.Times("e", StoryTransitionKind.End));
    }

    [Fact]
    public void An_entity_slower_than_its_change_goes_straight_across()
    {
        // 3.5 m in 0.5 s would be 7 m/s; it has 2 m/s: 17.5 steps.
        var recording = Run(Change(-1, TransitionShape.Linear, value: 0.5), speed: 2);
        Assert.Equal([2.7], recording.Times("e", StoryTransitionKind.End));
        Assert.Equal(12, recording.Axle("a", 2).X, 9);
        Assert.Equal(-3.75, recording.Axle("a", 2).Y, 9);
    }

    [Fact]
    public void A_change_goes_on_over_roads_whose_coordinates_run_against_each_other()
    {
        // From s = 10, at 100 m after 9 s; the change begins at 8 s and lasts 3 s.
        var board = Stories.Board([Stories.Start("a", -1, 10, 10)], ("a", [Stories.Event("e", Stories.At(8), Change(-1, TransitionShape.Linear, value: 3))]));
        var recording = Stories.Run(Stories.Scene(Stories.Opposed(), 14, board, "a"));
        double slope = 3.5 / 30;
        for (int i = 0; i <= 30; i++)
        {
            var pose = recording.Axle("a", 8 + 0.1 * i);
            Assert.Equal(-1.75 - 3.5 * i / 30.0, pose.Y, 6);
            Assert.Equal(90 + i * Math.Sqrt(1 - slope * slope), pose.X, 6);
        }

        Assert.Equal(-5.25, recording.Axle("a", 13).Y, 6);
        Assert.Equal(0, recording.Axle("a", 13).HeadingRad, 9);
        Assert.Equal([10.9], recording.Times("e", StoryTransitionKind.End));
    }

    [Theory]
    [InlineData(TransitionShape.Sinusoidal, 3.0)]
    [InlineData(TransitionShape.Cubic, 3.2)]
    [InlineData(TransitionShape.Step, 1.0)]
    public void The_largest_lateral_acceleration_gives_the_time_of_a_shift(TransitionShape shape, double end)
    {
        // 0.8 m at 1 m/s²: π √0.4 = 1.987 s, √4.8 = 2.191 s; the end is seen at the first look after it.
        var recording = Run(new LaneOffsetAction { Shape = shape, MaxLateralAccelMps2 = 1, OffsetM = 0.8 });
        Assert.Equal([end], recording.Times("e", StoryTransitionKind.End));
        Assert.Equal(-0.95, recording.Axle("a", 5).Y, 9);
        Assert.Equal(60, recording.Axle("a", 5).X, 9);
        Assert.Equal(0, recording.Axle("a", 5).HeadingRad, 12);
    }

    [Fact]
    public void A_shift_may_be_relative_and_may_go_on()
    {
        var recording = Run(
            new LaneOffsetAction { Shape = TransitionShape.Step, EntityId = "b", OffsetM = 3, Continuous = true }, more: new EntityInit("b", [new TeleportAction { Position = Stories.Lane(-2, 60, 0.2) }, Stories.Speed(10)]));
        // 3 m to the left of "b" at y = -5.05.
        Assert.Equal(-2.05, recording.Axle("a", 5).Y, 9);
        Assert.Empty(recording.Times("e", StoryTransitionKind.End));
    }

    [Theory]
    [InlineData(Displacement.Leading, false, -2.05)]
    [InlineData(Displacement.Trailing, false, -8.05)]
    [InlineData(Displacement.Any, false, -2.05)]
    [InlineData(Displacement.Leading, true, -0.05)]
    public void A_lateral_distance_is_kept_at_once_without_limits(Displacement displacement, bool freespace, double expected)
    {
        // "b" drives at y = -5.05; boxes are 2 m wide.
        var recording = Run(
            new LateralDistanceAction { EntityId = "b", DistanceM = 3, Freespace = freespace, Displacement = displacement, Coordinates = StoryCoordinates.Road, Continuous = true },
            more: new EntityInit("b", [new TeleportAction { Position = Stories.Lane(-2, 60, 0.2) }, Stories.Speed(10)]));
        Assert.Equal(expected, recording.Axle("a", 3).Y, 6);
    }

    [Fact]
    public void A_lateral_distance_is_reached_within_limits()
    {
        var recording = Run(
            new LateralDistanceAction { EntityId = "b", DistanceM = 2, Coordinates = StoryCoordinates.Road, Displacement = Displacement.Leading, Constraints = new DynamicConstraints(2, 1, 1) },
            more: new EntityInit("b", [new TeleportAction { Position = Stories.Lane(-2, 60) }, Stories.Speed(10)]));
        double end = Assert.Single(recording.Times("e", StoryTransitionKind.End));
        // 1.5 m with 1 m/s² up and down: 2 √1.5 = 2.45 s, of which the last 0.01 m would take √0.02 = 0.14 s.
        Assert.InRange(end, 3.2, 5.5);
        Assert.Equal(-3.25, recording.Axle("a", 7).Y, 0.02);
    }
}
