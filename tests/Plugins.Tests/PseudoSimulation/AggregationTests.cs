using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Tests.PseudoSimulation;

public sealed class AggregationTests
{
    private static readonly SubScores Perfect = new(1, 1, 1, 1, 1, 1, 1, 1);
    private static readonly SceneGroup Group = new(new("now", "before"), [new("a", "a-before"), new("b", "b-before")]);

    [Fact]
    public void Start_states_weigh_by_their_distance_from_the_plan_s_end()
    {
        // Distances 0 and 0.2 m: weights 1 and exp(-0.04 / 0.2).
        var found = TwoStageAggregation.Aggregate([Group], Frames(new(40, 0), new(40, 0), new(40.2, 0)));
        double second = Math.Exp(-0.2);
        Assert.Empty(found.Failures);
        Assert.Equal(["now", "before", "a", "a-before", "b", "b-before"], found.Frames.Select(f => f.Token));
        Assert.Equal([1, 1, 1 / (1 + second), 1 / (1 + second), second / (1 + second), second / (1 + second)], found.Frames.Select(f => f.Weight), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.False(found.Groups[0].Now!.Value.UniformWeights);
        // b fails to keep its lane: 14/16 of the score.
        double two = (1 + second * 14 / 16) / (1 + second);
        Assert.Equal(two, found.StageTwo!.Value.Epdms, 1e-12);
        Assert.Equal(1, found.StageOne!.Value.Epdms, 1e-12);
        Assert.Equal(two, found.Combined!.Value.Epdms, 1e-12);
        Assert.Equal(1 / (1 + second), found.Combined!.Value.Scores.LaneKeeping, 1e-12);
    }

    [Fact]
    public void Far_from_every_start_state_NAVSIM_weighs_all_the_same_and_sane_keeps_the_nearest_ahead()
    {
        var frames = Frames(new(40, 0), new(43, 0), new(50, 0));
        var published = TwoStageAggregation.Aggregate([Group], frames);
        Assert.True(published.Groups[0].Now!.Value.UniformWeights);
        Assert.All(published.Frames.Skip(2), f => Assert.Equal(0.5, f.Weight));
        var sane = TwoStageAggregation.Aggregate([Group], frames, new AggregationOptions { Compatibility = Compatibility.Sane });
        Assert.False(sane.Groups[0].Now!.Value.UniformWeights);
        Assert.Equal(1, sane.Frames[2].Weight, 1e-9);
    }

    [Fact]
    public void The_paper_s_end_point_is_where_the_simulation_ends()
    {
        var frames = Frames(new(40, 0), new(40, 0), new(38, 0));
        var states = States();
        states[^1] = states[^1] with { X = 38 };
        for (int i = 0; i < 2; i++)
            frames[i] = frames[i] with { States = states };
        Assert.True(TwoStageAggregation.Aggregate([Group], frames).Frames[2].Weight > 0.99);
        var paper = TwoStageAggregation.Aggregate([Group], frames, new AggregationOptions { EndPoint = EndPointDefinition.SimulatedEnd });
        Assert.True(paper.Frames[4].Weight > 0.99);
    }

    [Fact]
    public void A_wider_Gaussian_levels_the_weights()
    {
        var frames = Frames(new(40, 0), new(40, 0), new(41, 0));
        double narrow = TwoStageAggregation.Aggregate([Group], frames).Frames[2].Weight;
        double wide = TwoStageAggregation.Aggregate([Group], frames, new AggregationOptions { SigmaSquaredM2 = 10 }).Frames[2].Weight;
        Assert.True(narrow > 0.99 && wide is > 0.5 and < 0.52);
        Assert.Throws<ArgumentException>(() => TwoStageAggregation.Aggregate([Group], frames, new AggregationOptions { SigmaSquaredM2 = 0 }));
    }

    [Fact]
    public void The_group_s_value_is_the_mean_of_products_not_the_product_of_means()
    {
        var frames = Frames(new(40, 0), new(40, 0), new(90, 0));
        frames[0] = frames[0] with { Scores = Perfect with { NoAtFaultCollisions = 0 } };
        frames[3] = frames[3] with { Scores = Perfect with { NoAtFaultCollisions = 0.5 } };
        var found = TwoStageAggregation.Aggregate([Group], frames);
        Assert.Equal((0 * 1 + 1 * 0.5) / 2, found.Combined!.Value.Epdms, 1e-9);
        Assert.Equal(0.5, found.StageOne!.Value.Epdms, 1e-9);
        Assert.Equal(0.75, found.StageTwo!.Value.Epdms, 1e-9);
    }

    [Fact]
    public void A_failed_missing_or_foreign_frame_fails_the_aggregate_with_a_reason_and_leaves_whole_groups_readable()
    {
        var other = new SceneGroup(new("o", "o-before"), [new("p", "p-before")]);
        var frames = Frames(new(40, 0), new(40, 0), new(40, 0));
        frames.AddRange([Frame("o", 10), Frame("o-before", 9.5), Frame("p", 14), FrameResult.Failed("p-before", "the driver gave no plan")]);
        var failed = TwoStageAggregation.Aggregate([Group, other], frames);
        Assert.Null(failed.Combined);
        Assert.Null(failed.StageOne);
        Assert.Equal(["group 'o': frame 'p-before' failed: the driver gave no plan"], failed.Failures);
        Assert.NotNull(failed.Groups[0].Value);
        Assert.Null(failed.Groups[1].Value);
        Assert.Equal(6, failed.Frames.Count);

        var missing = TwoStageAggregation.Aggregate([Group], Frames(new(40, 0), new(40, 0), new(40, 0))[..5]);
        Assert.Equal(["group 'now': frame 'b-before' has no result"], missing.Failures);
        var foreign = TwoStageAggregation.Aggregate([Group], [.. Frames(new(40, 0), new(40, 0), new(40, 0)), Frame("x", 3)]);
        Assert.Null(foreign.Combined);
        Assert.Equal(["frame 'x' belongs to no group"], foreign.Failures);
        Assert.Equal(["group 'now': it has no start state in stage 2"], TwoStageAggregation.Aggregate([Group with { SecondStage = [] }], frames[..2]).Failures);
        Assert.Equal(["there is no group"], TwoStageAggregation.Aggregate([], []).Failures);
    }

    [Fact]
    public void Frames_that_are_no_neighbours_and_frames_without_states_fail_their_group()
    {
        var frames = Frames(new(40, 0), new(40, 0), new(40, 0));
        frames[1] = frames[1] with { StartTimeUs = 9_000_000 };
        Assert.Contains("1 s apart", TwoStageAggregation.Aggregate([Group], frames).Failures[0], StringComparison.Ordinal);
        frames[1] = Frame("before", 9.5) with { States = default };
        Assert.Contains("0 simulated states", TwoStageAggregation.Aggregate([Group], frames).Failures[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_with_two_places_is_refused()
    {
        var frames = Frames(new(40, 0), new(40, 0), new(40, 0));
        Assert.Throws<ArgumentException>(() => TwoStageAggregation.Aggregate([Group, Group], frames));
        Assert.Throws<ArgumentException>(() => TwoStageAggregation.Aggregate([Group], [.. frames, frames[0]]));
        Assert.Throws<ArgumentException>(() => OneStageAggregation.Aggregate([frames[0], frames[0]]));
    }

    [Fact]
    public void One_stage_finds_neighbours_in_the_same_log_whatever_the_order_and_drops_the_weight_of_the_others()
    {
        var lost = Perfect with { LaneKeeping = 0 };
        FrameResult[] frames =
        [
            Frame("c", 2) with { Log = "one", Scores = lost },
            Frame("a", 1) with { Log = "one", Scores = lost },
            Frame("b", 1.5) with { Log = "one", Scores = lost },
            Frame("d", 1.2) with { Log = "two", Scores = lost },
        ];
        var found = OneStageAggregation.Aggregate(frames);
        Assert.Equal(2, found.PreviousOf.Count);
        Assert.Equal("a", found.PreviousOf["b"]);
        Assert.Equal("b", found.PreviousOf["c"]);
        Assert.Equal([14.0 / 16, 12.0 / 14, 14.0 / 16, 12.0 / 14], found.Frames.Select(f => f.Epdms), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal((14.0 / 16 + 12.0 / 14) / 2, found.Epdms!.Value, 1e-12);
        Assert.Equal(1, found.ExtendedComfort);
        Assert.Equal(0, found.Scores!.Value.LaneKeeping);
    }

    [Fact]
    public void One_stage_with_a_failed_frame_or_none_has_no_mean()
    {
        var found = OneStageAggregation.Aggregate([Frame("a", 1), FrameResult.Failed("b", "no map")]);
        Assert.Null(found.Epdms);
        Assert.Equal(["frame 'b' failed: no map"], found.Failures);
        Assert.Single(found.Frames);
        Assert.Equal(["there is no frame"], OneStageAggregation.Aggregate([]).Failures);
    }

    private static List<FrameResult> Frames(Vector2d end, Vector2d a, Vector2d b) =>
    [
        Frame("now", 10) with { PlanEnd = end },
        Frame("before", 9.5) with { PlanEnd = end },
        Frame("a", 14) with { Start = a },
        Frame("a-before", 13.5) with { Start = a },
        Frame("b", 14) with { Start = b, Scores = Perfect with { LaneKeeping = 0 } },
        Frame("b-before", 13.5) with { Start = b, Scores = Perfect with { LaneKeeping = 0 } },
    ];

    private static FrameResult Frame(string token, double seconds) =>
        new() { Token = token, StartTimeUs = (long)Math.Round(seconds * 1e6), Scores = Perfect, States = States() };

    private static EgoState[] States()
    {
        var states = new EgoState[Horizon.Samples];
        for (int i = 0; i < states.Length; i++)
            states[i] = new EgoState(i, 0, 0, 10);
        return states;
    }
}
