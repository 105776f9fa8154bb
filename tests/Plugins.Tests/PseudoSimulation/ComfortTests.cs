using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Tests.PseudoSimulation;

public sealed class ComfortTests
{
    private static readonly EgoShape Shape = EgoShape.Pacifica;

    [Fact]
    public void Each_test_has_its_own_bound()
    {
        var calm = new EgoState(0, 0, 0, 5);
        Assert.Equal(ComfortFlags.Comfortable, Alone(_ => calm));
        Assert.Equal(ComfortFlags.Comfortable with { LongitudinalAccel = false }, Alone(_ => calm with { Ax = 2.41 }));
        Assert.Equal(ComfortFlags.Comfortable, Alone(_ => calm with { Ax = 2.39 }));
        Assert.Equal(ComfortFlags.Comfortable with { LongitudinalAccel = false }, Alone(_ => calm with { Ax = -4.06 }));
        Assert.Equal(ComfortFlags.Comfortable, Alone(_ => calm with { Ax = -4.04 }));
        Assert.Equal(ComfortFlags.Comfortable with { LateralAccel = false }, Alone(_ => calm with { Ay = -4.9 }));
        Assert.Equal(ComfortFlags.Comfortable with { YawRate = false }, Alone(t => calm with { HeadingRad = 0.96 * t }));
        Assert.Equal(ComfortFlags.Comfortable, Alone(t => calm with { HeadingRad = 0.94 * t }));
        // A second and a half of samples, so that the ramp stays within the bounds of acceleration; what is lateral keeps the magnitude smooth.
        Assert.Equal(ComfortFlags.Comfortable with { LongitudinalJerk = false }, Alone(t => calm with { Ax = -3.9 + 4.4 * t, Ay = 4 }, 15));
        Assert.Equal(ComfortFlags.Comfortable with { Jerk = false, LateralAccel = false }, Alone(t => calm with { Ay = 8.4 * t }, 15));
        Assert.Equal(ComfortFlags.Comfortable with { YawAccel = false, YawRate = false }, Alone(t => calm with { HeadingRad = 0.97 * t * t }, 15));
        Assert.False(Alone(_ => calm with { Ax = double.NaN }).All);
    }

    [Fact]
    public void Whole_turns_of_the_heading_do_not_count()
    {
        Assert.Equal(ComfortFlags.Comfortable, Alone(t => new EgoState(0, 0, Math.IEEERemainder(3 + 0.5 * t, 2 * Math.PI), 5)));
    }

    [Fact]
    public void The_reference_adds_the_turn_to_the_acceleration_of_the_centre_where_sane_subtracts_it()
    {
        // d·ω² = 1.461 · 0.9² = 1.18 m/s².
        var state = new EgoState(0, 0, 0, 5, Ax: 1.5, YawRateRps: 0.9);
        Assert.False(Alone(_ => state).LongitudinalAccel);
        Assert.True(Alone(_ => state, compatibility: Compatibility.Sane).LongitudinalAccel);
        // d·ω' = 1.461 · 2 = 2.9 m/s² to the left.
        var swing = new EgoState(0, 0, 0, 5, Ay: 2.5, YawAccelRps2: 2);
        Assert.True(Alone(_ => swing).LateralAccel);
        Assert.False(Alone(_ => swing, compatibility: Compatibility.Sane).LateralAccel);
    }

    [Fact]
    public void Without_history_the_reference_passes_and_sane_tests_the_plan()
    {
        var hard = States(_ => new EgoState(0, 0, 0, 5, Ax: 3));
        Assert.True(Comfort.Test(hard, [], 0, Shape).All);
        Assert.True(Comfort.Test(hard, [new HistorySample(0, hard[0])], 0, Shape).All);
        Assert.False(Comfort.Test(hard, [], 0, Shape, Compatibility.Sane).All);
        Assert.False(Comfort.TestAlone(hard, Shape).All);
    }

    [Theory]
    [InlineData(Compatibility.Navsim22)]
    [InlineData(Compatibility.Sane)]
    public void What_happened_before_counts(Compatibility compatibility)
    {
        var calm = States(_ => new EgoState(0, 0, 0, 5));
        Assert.True(Comfort.Test(calm, History(_ => new EgoState(0, 0, 0, 5)), 2_000_000, Shape, compatibility).All);
        Assert.False(Comfort.Test(calm, History(t => new EgoState(0, 0, 0, 5, Ax: t < -0.9 ? 4 : 0)), 2_000_000, Shape, compatibility).LongitudinalAccel);
    }

    [Fact]
    public void The_hole_before_now_makes_the_reference_see_more_jerk_than_there_is()
    {
        static EgoState At(double t) => new(0, 0, 0, 5, Ax: Math.Clamp(-0.5 + 3.9 * t, -4, 2.3));
        Assert.False(Comfort.Test(States(At), History(At), 2_000_000, Shape).LongitudinalJerk);
        Assert.True(Comfort.Test(States(At), History(At), 2_000_000, Shape, Compatibility.Sane).LongitudinalJerk);
    }

    [Fact]
    public void The_turn_before_now_is_lost_only_as_published()
    {
        // 3 m/s² forward less 1.461 · 0.9² towards the centre of the turn.
        static EgoState At(double t) => t < 0 ? new(0, 0, 0, 5, Ax: 3, YawRateRps: 0.9) : new(0, 0, 0, 5, Ax: 1.8);
        Assert.False(Comfort.Test(States(At), History(t => At(t - 1e-9)), 2_000_000, Shape).LongitudinalAccel);
        Assert.True(Comfort.Test(States(At), History(t => At(t - 1e-9)), 2_000_000, Shape, Compatibility.Sane).LongitudinalAccel);
    }

    [Fact]
    public void The_published_smoothing_looks_half_a_sample_ahead_and_rounds()
    {
        var states = States(t => new EgoState(0, 0, 0, 5, Ax: 1 + t * t / 3));
        double[] published = new double[41], sane = new double[41], jerk = new double[41], yawRate = new double[41], yawAccel = new double[41];
        ExtendedComfort.Features(states, published, jerk, yawRate, yawAccel);
        ExtendedComfort.Features(states, sane, jerk, yawRate, yawAccel, Compatibility.Sane);
        Assert.Equal(Math.Round(1 + 2.05 * 2.05 / 3, 8), published[20], 1e-15);
        Assert.Equal(1 + 2.0 * 2.0 / 3, sane[20], 1e-12);
        Assert.NotEqual(Math.Round(sane[20], 8), sane[20]);
    }

    [Fact]
    public void Testing_allocates_nothing_and_too_few_states_are_refused()
    {
        var states = States(_ => new EgoState(0, 0, 0, 5));
        var history = History(_ => new EgoState(0, 0, 0, 5));
        Comfort.Test(states, history, 2_000_000, Shape);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
            Comfort.Test(states, history, 2_000_000, Shape);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Throws<ArgumentException>(() => Comfort.TestAlone(states.AsSpan(0, 14), Shape));
    }

    [Fact]
    public void Frames_that_agree_where_they_overlap_are_comfortable()
    {
        static EgoState At(double t) => new(0, 0, 0.3 * t, 5, Ax: t, Ay: 0.1 * t * t);
        var previous = States(At);
        var current = States(t => At(t + 0.5));
        var found = ExtendedComfort.Compare(current, previous, 0.5);
        Assert.Equal((5, 36, 1.0), (found.OffsetSamples, found.Samples, found.Score));
        Assert.Equal(0, found.AccelRms + found.JerkRms + found.YawRateRms + found.YawAccelRms, 1e-6);
    }

    [Theory]
    [InlineData(0.69, 1)]
    [InlineData(0.71, 0)]
    public void A_constant_difference_of_acceleration_is_its_root_mean_square(double difference, double score)
    {
        var found = ExtendedComfort.Compare(States(_ => new EgoState(0, 0, 0, 5, Ax: 1 + difference)), States(_ => new EgoState(0, 0, 0, 5, Ax: 1)), 0.5);
        Assert.Equal(difference, found.AccelRms, 1e-8);
        Assert.Equal(0, found.JerkRms, 1e-7);
        Assert.Equal(score, found.Score);
    }

    [Fact]
    public void Only_frames_a_sample_to_half_a_second_apart_are_neighbours()
    {
        Assert.True(ExtendedComfort.AreNeighbours(0.5));
        Assert.True(ExtendedComfort.AreNeighbours(0.1));
        Assert.True(ExtendedComfort.AreNeighbours(0.549));
        Assert.False(ExtendedComfort.AreNeighbours(0.55));
        Assert.False(ExtendedComfort.AreNeighbours(0.04));
        Assert.False(ExtendedComfort.AreNeighbours(0));
        Assert.False(ExtendedComfort.AreNeighbours(-0.5));
        Assert.False(ExtendedComfort.AreNeighbours(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExtendedComfort.Compare(States(_ => default), States(_ => default), 0.6));
        Assert.Throws<ArgumentException>(() => ExtendedComfort.Compare(States(_ => default), new EgoState[40], 0.5));
    }

    private static ComfortFlags Alone(Func<double, EgoState> at, int count = Horizon.Samples, Compatibility compatibility = Compatibility.Navsim22) =>
        Comfort.TestAlone(States(at, count), Shape, compatibility);

    private static EgoState[] States(Func<double, EgoState> at) => States(at, Horizon.Samples);

    private static EgoState[] States(Func<double, EgoState> at, int count)
    {
        var states = new EgoState[count];
        for (int i = 0; i < count; i++)
            states[i] = at(0.1 * i);
        return states;
    }

    // Four samples at 2 Hz that end at 2 s; times of the function are relative to that.
    private static HistorySample[] History(Func<double, EgoState> at)
    {
        var history = new HistorySample[4];
        for (int k = 0; k < 4; k++)
            history[k] = new HistorySample(500_000 + k * 500_000, at(-1.5 + 0.5 * k));
        return history;
    }
}
