using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Tests.Storyboards;

/// <summary>
/// A few rows of what esmini 3.6 recorded of three scenarios at steps of 0.05 s (rear axle, heading in [0, 2π), speed), so that a fresh clone is checked;
/// the conformance suite compares all of them.
/// </summary>
public class RecordedStoryTests
{
    public static TheoryData<string, double, double, double, double, double> LaneChanges => new()
    {
        { "A", 1.5, 37.996235, -1.940739, 6.22103, 12.0 },
        { "A", 2.5, 49.905124, -3.408412, 6.130716, 12.0 },
        { "A", 3.5, 61.798212, -4.967673, 6.1933, 12.0 },
        { "A", 4.5, 73.789173, -5.25, 0.0, 12.0 },
        { "A", 5.3, 83.389173, -5.25, 0.0, 12.0 },
        { "A", 8.0, 115.789173, -5.25, 0.0, 12.0 },
        { "B", 1.5, 78.0, -5.25, 0.0, 12.0 },
        { "B", 2.5, 89.996898, -5.07605, 0.055362, 12.0 },
        { "B", 3.5, 101.933491, -3.847906, 0.127071, 12.0 },
        { "B", 4.5, 113.841299, -2.373401, 0.106327, 12.0 },
        { "B", 5.3, 123.416934, -1.759004, 0.022354, 12.0 },
        { "B", 8.0, 155.816849, -1.75, 0.0, 12.0 },
        { "C", 1.5, 168.0, -1.75, 0.0, 12.0 },
        { "C", 2.5, 179.960348, -2.7, 6.199755, 12.0 },
        { "C", 3.5, 191.918608, -3.7, 6.199755, 12.0 },
        { "C", 4.5, 203.876869, -4.7, 6.199755, 12.0 },
        { "C", 5.3, 213.453913, -5.25, 0.0, 12.0 },
        { "C", 8.0, 245.853913, -5.25, 0.0, 12.0 },
    };

    public static TheoryData<string, double, double, double, double, double> LaneOffsets => new()
    {
        { "A", 1.5, 35.0, -1.672631, 0.037369, 10.0 },
        { "A", 2.0, 40.0, -1.408894, 0.062475, 10.0 },
        { "A", 2.5, 45.0, -1.110225, 0.05058, 10.0 },
        { "A", 3.0, 50.0, -0.953771, 0.008664, 10.0 },
        { "A", 3.5, 55.0, -0.95, 0.0, 10.0 },
        { "A", 8.0, 100.0, -0.95, 0.0, 10.0 },
        { "B", 1.5, 35.0, -5.293162, 6.262817, 10.0 },
        { "B", 2.0, 40.0, -5.437893, 6.247569, 10.0 },
        { "B", 2.5, 45.0, -5.630573, 6.243655, 10.0 },
        { "B", 3.0, 50.0, -5.814508, 6.251063, 10.0 },
        { "B", 3.5, 55.0, -5.933004, 6.269811, 10.0 },
        { "B", 8.0, 100.0, -5.95, 0.0, 10.0 },
    };

    public static TheoryData<string, double, double, double, double, double> SpeedShapes => new()
    {
        { "A", 2.0, 21.1875, -1.75, 0.0, 7.375 },
        { "A", 3.0, 29.875, -1.75, 0.0, 9.875 },
        { "A", 4.5, 47.59375, -1.75, 0.0, 13.625 },
        { "A", 8.0, 99.75, -1.75, 0.0, 15.0 },
        { "B", 2.0, 20.462385, -5.25, 0.0, 6.328387 },
        { "B", 3.0, 28.50962, -5.25, 0.0, 9.803701 },
        { "B", 4.5, 47.32359, -5.25, 0.0, 14.540716 },
        { "B", 8.0, 99.75, -5.25, 0.0, 15.0 },
        { "C", 2.0, 579.491602, 1.75, 3.141593, 6.424258 },
        { "C", 3.0, 571.374219, 1.75, 3.141593, 9.812539 },
        { "C", 4.5, 552.665674, 1.75, 3.141593, 14.484805 },
        { "C", 8.0, 500.25, 1.75, 3.141593, 15.0 },
        { "D", 2.0, 579.05, 5.25, 3.141593, 6.9 },
        { "D", 3.0, 571.1, 5.25, 3.141593, 8.9 },
        { "D", 4.5, 555.425, 5.25, 3.141593, 11.9 },
        { "D", 8.0, 505.25, 5.25, 3.141593, 15.0 },
    };

    [Theory]
    [MemberData(nameof(LaneChanges))]
    public void Lane_changes_by_time_distance_and_rate(string id, double time, double x, double y, double heading, double speed)
    {
        static LaneChangeAction Change(string of, int lanes, TransitionShape shape, TransitionDimension dimension, double value) =>
            new() { EntityId = of, RelativeLanes = lanes, Dynamics = new TransitionDynamics(shape, dimension, value) };
        Check(
            [Stories.Start("A", -1, 20, 12), Stories.Start("B", -2, 60, 12), Stories.Start("C", -1, 150, 12)],
            [
                ("A", [Stories.Event("e0", After(1), Change("A", -1, TransitionShape.Sinusoidal, TransitionDimension.Time, 3))]),
                ("B", [Stories.Event("e1", After(2), Change("B", 1, TransitionShape.Cubic, TransitionDimension.Distance, 40))]),
                ("C", [Stories.Event("e2", After(1.5), Change("C", -1, TransitionShape.Linear, TransitionDimension.Rate, 1))]),
            ],
            id, time, x, y, heading, speed);
    }

    [Theory]
    [MemberData(nameof(LaneOffsets))]
    public void Shifts_by_their_largest_lateral_acceleration(string id, double time, double x, double y, double heading, double speed) => Check(
        [Stories.Start("A", -1, 20, 10), Stories.Start("B", -2, 20, 10)],
        [
            ("A", [Stories.Event("e0", After(1), new LaneOffsetAction { Shape = TransitionShape.Sinusoidal, MaxLateralAccelMps2 = 1, OffsetM = 0.8 })]),
            ("B", [Stories.Event("e1", After(1), new LaneOffsetAction { Shape = TransitionShape.Cubic, MaxLateralAccelMps2 = 0.6, OffsetM = -0.7 })]),
        ],
        id, time, x, y, heading, speed);

    [Theory]
    [MemberData(nameof(SpeedShapes))]
    public void Speeds_by_all_shapes_in_both_directions(string id, double time, double x, double y, double heading, double speed) => Check(
        [Stories.Start("A", -1, 10, 5), Stories.Start("B", -2, 10, 5), Stories.Start("C", 1, 590, 5), Stories.Start("D", 2, 590, 5)],
        [
            ("A", [Stories.Event("e0", After(1), Stories.Speed(15, TransitionShape.Linear, TransitionDimension.Time, 4))]),
            ("B", [Stories.Event("e1", After(1), Stories.Speed(15, TransitionShape.Sinusoidal, TransitionDimension.Time, 4))]),
            ("C", [Stories.Event("e2", After(1), Stories.Speed(15, TransitionShape.Cubic, TransitionDimension.Time, 4))]),
            ("D", [Stories.Event("e3", After(1), Stories.Speed(15, TransitionShape.Linear, TransitionDimension.Rate, 2))]),
        ],
        id, time, x, y, heading, speed);

    private static StoryTrigger After(double seconds) => Stories.When(new SimulationTimeCondition { ValueS = seconds, Rule = ValueRule.GreaterThan });

    private static void Check(EntityInit[] init, (string, StoryEvent[])[] groups, string id, double time, double x, double y, double heading, double speed)
    {
        var board = Stories.Board(init, groups);
        var act = board.Stories[0].Acts[0];
        board = board with { Stories = [new Story("s", [act with { StartTrigger = After(0) }])] };
        var scenario = Stories.Scene(Stories.Straight(600), 8, board, [.. init.Select(i => i.EntityId)]) with { StepUs = 50_000 };
        var track = Stories.Run(scenario).Find(id)!;
        var state = track.At((int)Math.Round(time / 0.05));
        var axle = state.Pose.CentreToRearAxle(track.Body.RearAxleToCentreM);
        Assert.Equal(x, axle.X, 2e-6);
        Assert.Equal(y, axle.Y, 2e-6);
        Assert.Equal(0, Pinned.AngleDifference(heading, axle.HeadingRad), 2e-6);
        Assert.Equal(speed, state.SpeedMps, 2e-6);
    }
}
