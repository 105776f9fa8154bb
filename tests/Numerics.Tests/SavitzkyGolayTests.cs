using Sim.Numerics;

namespace Sim.Tests;

public sealed class SavitzkyGolayTests
{
    [Fact]
    public void Five_samples_and_a_parabola_have_the_textbook_weights()
    {
        double[] impulse = new double[9], smooth = new double[9], slope = new double[9], bend = new double[9];
        impulse[4] = 35;
        new SavitzkyGolay(5, 2).Filter(impulse, smooth);
        Near([-3, 12, 17, 12, -3], smooth[2..7]);
        new SavitzkyGolay(5, 2, 1).Filter(impulse, slope);
        Near([7, 3.5, 0, -3.5, -7], slope[2..7]);
        new SavitzkyGolay(5, 2, 2).Filter(impulse, bend);
        Near([10, -5, -10, -5, 10], bend[2..7]);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(7, 3)]
    [InlineData(15, 3)]
    [InlineData(15, 4)]
    public void A_polynomial_within_the_order_and_its_derivatives_come_back_up_to_the_ends(int window, int order)
    {
        const double dt = 0.1;
        double[] x = new double[40], value = new double[40], found = new double[40];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = i * dt;
            value[i] = Cubic(x[i]);
        }

        new SavitzkyGolay(window, order, 0, dt).Filter(value, found);
        Near(Array.ConvertAll(x, Cubic), found);
        new SavitzkyGolay(window, order, 1, dt).Filter(value, found);
        Near(Array.ConvertAll(x, t => 3 - 4 * t + 1.5 * t * t), found);
        new SavitzkyGolay(window, order, 2, dt).Filter(value, found);
        Near(Array.ConvertAll(x, t => -4 + 3 * t), found);
        new SavitzkyGolay(window, order, 3, dt).Filter(value, found);
        Near(Array.ConvertAll(x, _ => 3.0), found);

        static double Cubic(double t) => 2 + 3 * t - 2 * t * t + 0.5 * t * t * t;
    }

    [Fact]
    public void An_even_window_gives_the_value_half_a_sample_ahead_except_near_the_ends()
    {
        double[] signal = new double[20], found = new double[20];
        for (int i = 0; i < signal.Length; i++)
            signal[i] = i * i;
        new SavitzkyGolay(8, 2).Filter(signal, found);
        for (int i = 0; i < signal.Length; i++)
        {
            double at = i is >= 4 and < 16 ? i + 0.5 : i;
            Assert.Equal(at * at, found[i], 1e-10);
        }
    }

    [Fact]
    public void Ends_use_the_polynomial_of_the_first_and_last_window()
    {
        // A line fitted to 0, 0, 3 is -0.5, 1, 2.5; to 3, 0, 0 it is 2.5, 1, -0.5.
        double[] found = new double[5];
        new SavitzkyGolay(3, 1).Filter([0, 0, 3, 0, 0], found);
        Near([-0.5, 1, 1, 1, -0.5], found);
    }

    [Fact]
    public void The_window_is_cut_to_a_short_signal_and_a_derivative_above_the_order_is_zero()
    {
        double[] found = new double[4];
        var filter = SavitzkyGolay.ForLength(4, 15, 2);
        Assert.Equal(4, filter.Window);
        filter.Filter([1, 1, 1, 1], found);
        Near([1, 1, 1, 1], found);
        new SavitzkyGolay(3, 1, 2).Filter([5, 1, 7, 2], found);
        Near([0, 0, 0, 0], found);
    }

    [Fact]
    public void Arguments_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SavitzkyGolay(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SavitzkyGolay(3, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SavitzkyGolay(3, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SavitzkyGolay(3, 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SavitzkyGolay.ForLength(2, 15, 2));
        Assert.Throws<ArgumentException>(() => new SavitzkyGolay(3, 1).Filter(new double[2], new double[2]));
        Assert.Throws<ArgumentException>(() => new SavitzkyGolay(3, 1).Filter(new double[4], new double[3]));
    }

    [Fact]
    public void Filtering_allocates_nothing()
    {
        var filter = new SavitzkyGolay(8, 2);
        double[] signal = new double[55], found = new double[55];
        filter.Filter(signal, found);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            filter.Filter(signal, found);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Near(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-9);
    }
}
