using Sim.Numerics;

namespace Sim.Tests.Numerics;

public sealed class SamplingTests
{
    [Fact]
    public void The_first_points_follow_from_the_direction_numbers_by_hand()
    {
        // Point i + 1 is point i with the direction number v_j flipped in, j the lowest zero bit of i (Gray code order). In binary, v_1 v_2 v_3 v_4 are
        // .1 .01 .001 .0001 (van der Corput), .1 .11 .101 .1111 (polynomial x + 1, m = 1) and .1 .11 .011 .1001 (x^2 + x + 1, m = 1 3).
        double[][] expected =
        [
            [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375], [0.6875, 0.8125, 0.4375],
        ];
        var sobol = new Sobol(3);
        var point = new double[3];
        for (int i = 0; i < expected.Length; i++)
        {
            sobol.Point((ulong)i, point);
            Assert.Equal(expected[i], point);
        }
    }

    [Theory]
    [InlineData(SobolScramble.None)]
    [InlineData(SobolScramble.DigitalShift)]
    [InlineData(SobolScramble.Owen)]
    public void Every_projection_of_a_power_of_two_of_points_fills_each_slice_once(SobolScramble scramble)
    {
        const int n = 512;
        var sobol = new Sobol(Sobol.MaxDimensions, scramble, 99);
        var seen = new bool[Sobol.MaxDimensions, n];
        var point = new double[Sobol.MaxDimensions];
        // Any aligned block of 512 points is such a net, not only the first.
        for (ulong i = 3 * n; i < 4 * n; i++)
        {
            sobol.Point(i, point);
            for (int d = 0; d < point.Length; d++)
            {
                Assert.InRange(point[d], 0.0, 0.99999999999999989);
                int slice = (int)(point[d] * n);
                Assert.False(seen[d, slice], $"dimension {d} has two points in slice {slice}");
                seen[d, slice] = true;
            }
        }
    }

    [Theory]
    [InlineData(SobolScramble.None)]
    [InlineData(SobolScramble.Owen)]
    public void The_first_two_dimensions_fill_every_elementary_box_once(SobolScramble scramble)
    {
        var sobol = new Sobol(2, scramble, 5);
        var point = new double[2];
        for (int split = 0; split <= 8; split++)
        {
            var seen = new bool[256];
            for (ulong i = 0; i < 256; i++)
            {
                sobol.Point(i, point);
                int box = (int)(point[0] * (1 << split)) << (8 - split) | (int)(point[1] * (1 << (8 - split)));
                Assert.False(seen[box]);
                seen[box] = true;
            }
        }
    }

    [Fact]
    public void The_polynomials_are_primitive_and_distinct_and_the_initial_numbers_odd()
    {
        var seen = new HashSet<int>();
        int at = 0;
        for (int d = 1; d < Sobol.MaxDimensions; d++)
        {
            int p = SobolTable.Polynomials[d];
            Assert.True(seen.Add(p));
            int degree = System.Numerics.BitOperations.Log2((uint)p);
            int order = 0, x = 1;
            do
            {
                x <<= 1;
                if ((x >> degree & 1) != 0) x ^= p;
                order++;
            }
            while (x != 1 && order < 1 << degree);
            Assert.Equal((1 << degree) - 1, order);
            for (int j = 0; j < degree; j++)
            {
                int m = SobolTable.Initial[at++];
                Assert.Equal(1, m & 1);
                Assert.InRange(m, 1, (2 << j) - 1);
            }
        }
        Assert.Equal(SobolTable.Initial.Length, at);
    }

    [Fact]
    public void A_smooth_average_is_far_closer_than_with_random_points()
    {
        const int n = 4096, dimensions = 8;
        double plain = Error(new Sobol(dimensions)), owen = Error(new Sobol(dimensions, SobolScramble.Owen, 3));
        Assert.True(plain < 0.004, $"error {plain}");
        Assert.True(owen < 0.002, $"error {owen}");

        static double Error(Sobol sobol)
        {
            var point = new double[dimensions];
            double sum = 0.0;
            for (ulong i = 0; i < n; i++)
            {
                sobol.Point(i, point);
                double f = 1.0;
                foreach (double x in point) f *= 1.0 + 0.5 * (x - 0.5);
                sum += f;
            }
            return Math.Abs(sum / n - 1.0);
        }
    }

    [Fact]
    public void Scrambles_follow_their_seed()
    {
        var a = new double[4];
        var b = new double[4];
        foreach (SobolScramble s in new[] { SobolScramble.DigitalShift, SobolScramble.Owen })
        {
            new Sobol(4, s, 1).Point(17, a);
            new Sobol(4, s, 1).Point(17, b);
            Assert.Equal(a, b);
            new Sobol(4, s, 2).Point(17, b);
            Assert.NotEqual(a, b);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sobol(65));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sobol(1).Point(1UL << 53, new double[1]));
        Assert.Throws<ArgumentException>(() => new Sobol(2).Point(0, new double[1]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_latin_hypercube_has_one_point_in_each_slice(bool centred)
    {
        foreach (int n in new[] { 1, 7, 100 })
        {
            var points = new double[n * 5];
            LatinHypercube.Sample(n, 5, new RandomStream(4), points, centred);
            for (int d = 0; d < 5; d++)
            {
                var slices = new SortedSet<int>();
                for (int i = 0; i < n; i++)
                {
                    Assert.InRange(points[i * 5 + d], 0.0, 0.99999999999999989);
                    slices.Add((int)(points[i * 5 + d] * n + (centred ? 0.0 : 1e-12)));
                }
                Assert.Equal(n, slices.Count);
            }
        }
    }
}
