using Sim.Maps;
using Sim.Plugins.Retrieval.Evaluating;

namespace Sim.Tests.Retrieval.Evaluating;

public sealed class RealismTests
{
    private static readonly BodyBox Car = new(4, 2);

    [Fact]
    public void Displacement_counts_valid_steps_after_the_first_relative_to_the_start()
    {
        ActorState[] made = [At(1, 0), At(2, 0), At(3, 0), At(4, 0)];
        ActorState?[] truth = [At(0, 0), At(1, 1), null, At(3, 4)];
        var error = DisplacementError.Of([made], [truth], 3);
        Assert.Equal(new Displacement((1 + 4) / 2.0, 4, 1), error);
    }

    [Fact]
    public void Actors_are_matched_where_they_begin_whatever_their_order()
    {
        ActorState[] left = [At(0, 0), At(1, 0)];
        ActorState[] right = [At(50, 0), At(53, 0)];
        var error = DisplacementError.Of([right, left], [[At(0, 0), At(1, 0)], [At(50, 0), At(53, 0)]], 1);
        Assert.Equal(0, error.AdeM, 12);
    }

    [Fact]
    public void Discrepancy_is_none_for_the_same_sample_and_known_for_two_points()
    {
        Assert.Equal(0, MaximumMeanDiscrepancy.Between([1, 2, 3], [1, 2, 3]), 12);

        // Two values one apart: mean squared distance 1, widths 1/4 … 4, each mean of a sample with itself is 5 kernels of 1.
        double cross = new[] { 0.25, 0.5, 1, 2, 4 }.Sum(w => Math.Exp(-1 / w));
        Assert.Equal(10 - 2 * cross, MaximumMeanDiscrepancy.Between([0], [1]), 12);
    }

    [Fact]
    public void Accelerations_are_differences_over_half_a_second()
    {
        var samples = new MotionSamples();
        samples.Add([.. Enumerable.Range(0, 21).Select(k => (ActorState?)At(10 * 0.1 * k + 0.5 * 2 * (0.1 * k) * (0.1 * k), 0))], 0.1);
        Assert.All(samples.AccelMps2, a => Assert.Equal(2, a, 9));
        Assert.Equal(3, samples.AccelMps2.Count);
        Assert.All(samples.YawRateRps, w => Assert.Equal(0, w, 9));
    }

    [Fact]
    public void Overlap_counts_beyond_a_tenth_of_the_union()
    {
        // Boxes of 4 m by 2 m with centres 3.5 m apart share 1 m² of 15; with 3 m apart 2 m² of 14.
        ActorState?[] fixedOne = [At(0, 0), At(0, 0)];
        Assert.Equal([false, false], SceneRates.Collides([fixedOne, [At(9, 0), At(3.5, 0)]], [Car, Car]));
        Assert.Equal([true, true], SceneRates.Collides([fixedOne, [At(9, 0), At(3, 0)]], [Car, Car]));
        Assert.Equal([false, false], SceneRates.Collides([fixedOne, [At(0, 0), null]], [Car, Car]));
    }

    [Fact]
    public void Off_the_road_is_where_the_centre_is_on_no_lane()
    {
        var counts = SceneRates.OffRoad([[At(0, 9), At(0, 0), At(0, 9), null]], Combining.Roads.Straight());
        Assert.Equal((2, 1), counts[0]);
        Assert.Equal((2, 0), SceneRates.OffRoad([[At(0, 9), At(0, 0), At(0, 9), null]], RoadMap.Empty)[0]);
    }

    private static ActorState At(double x, double y) => new(x, y, 0, 0);
}
