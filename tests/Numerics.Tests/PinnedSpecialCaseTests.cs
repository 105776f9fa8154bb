using Sim.Numerics;

namespace Sim.Tests.Numerics;

public sealed class PinnedSpecialCaseTests
{
    private static readonly double[] Values =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 0.5, -0.5, 1.5, -1.5,
        double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 2.2250738585072014E-308, 1e16, -1e16, 9007199254740993.0, 9007199254740991.0, 709.0, -800.0, 800.0,
    ];

    private static readonly (string Name, Func<double, double> Pinned, Func<double, double> System)[] Unary =
    [
        ("Sin", Pinned.Sin, Math.Sin), ("Cos", Pinned.Cos, Math.Cos), ("Tan", Pinned.Tan, Math.Tan),
        ("Asin", Pinned.Asin, Math.Asin), ("Acos", Pinned.Acos, Math.Acos), ("Atan", Pinned.Atan, Math.Atan),
        ("Exp", Pinned.Exp, Math.Exp), ("Log", Pinned.Log, Math.Log), ("Log2", Pinned.Log2, Math.Log2), ("Log10", Pinned.Log10, Math.Log10),
        ("Sinh", Pinned.Sinh, Math.Sinh), ("Cosh", Pinned.Cosh, Math.Cosh), ("Tanh", Pinned.Tanh, Math.Tanh), ("Cbrt", Pinned.Cbrt, Math.Cbrt),
    ];

    [Fact]
    public void Special_values_and_signs_are_those_of_the_system_library()
    {
        foreach ((string name, Func<double, double> pinned, Func<double, double> system) in Unary)
            foreach (double x in Values)
                AssertSame(system(x), pinned(x), $"{name}({x:R})");
        foreach (double x in Values)
        {
            foreach (double y in Values)
            {
                AssertSame(Math.Pow(x, y), Pinned.Pow(x, y), $"Pow({x:R}, {y:R})");
                AssertSame(Math.Atan2(x, y), Pinned.Atan2(x, y), $"Atan2({x:R}, {y:R})");
                AssertSame(double.Hypot(x, y), Pinned.Hypot(x, y), $"Hypot({x:R}, {y:R})");
            }
        }
        Assert.Equal(double.NegativeInfinity, Pinned.Log1p(-1.0));
        Assert.True(double.IsNaN(Pinned.Log1p(-1.5)));
        Assert.True(double.IsNegative(Pinned.Log1p(-0.0)) && Pinned.Log1p(-0.0) == 0.0);
        Assert.Equal(double.PositiveInfinity, Pinned.Log1p(double.PositiveInfinity));
        Assert.True(double.IsNaN(Pinned.Log1p(double.NaN)));
        Assert.True(double.IsNegative(Pinned.Expm1(-0.0)) && Pinned.Expm1(-0.0) == 0.0);
        Assert.Equal(double.PositiveInfinity, Pinned.Expm1(double.PositiveInfinity));
        Assert.Equal(-1.0, Pinned.Expm1(double.NegativeInfinity));
        Assert.Equal(double.Epsilon, Pinned.Expm1(double.Epsilon));
        Assert.True(double.IsNaN(Pinned.Expm1(double.NaN)));
    }

    [Fact]
    public void Error_functions_and_quantile_meet_their_limits()
    {
        Assert.Equal(1.0, Pinned.Erf(double.PositiveInfinity));
        Assert.Equal(-1.0, Pinned.Erf(double.NegativeInfinity));
        Assert.Equal(0.0, Pinned.Erfc(double.PositiveInfinity));
        Assert.Equal(2.0, Pinned.Erfc(double.NegativeInfinity));
        Assert.Equal(0.5, Pinned.NormalCdf(0.0));
        Assert.Equal(0.0, Pinned.NormalQuantile(0.5));
        Assert.Equal(double.NegativeInfinity, Pinned.NormalQuantile(0.0));
        Assert.Equal(double.PositiveInfinity, Pinned.NormalQuantile(1.0));
        Assert.True(double.IsNaN(Pinned.NormalQuantile(-0.1)));
        Assert.True(double.IsNaN(Pinned.NormalQuantile(double.NaN)));
        Assert.True(double.IsNegative(Pinned.Erf(-0.0)));
    }

    [Fact]
    public void Angles_wrap_into_the_half_open_turn()
    {
        Assert.Equal(Math.PI, Pinned.WrapAngle(-Math.PI));
        Assert.Equal(Math.PI, Pinned.WrapAngle(Math.PI));
        Assert.Equal(1.0, Pinned.WrapAngle(1.0));
        Assert.Equal(1.0 - 2.0 * Math.PI, Pinned.WrapAngle(1.0 - 2.0 * Math.PI + 2.0 * Math.PI) - 2.0 * Math.PI, 1e-15);
        Assert.True(double.IsNaN(Pinned.WrapAngle(double.PositiveInfinity)));
        Assert.Equal(0.2, Pinned.AngleDifference(-Math.PI + 0.1, Math.PI - 0.1), 1e-15);
        Assert.Equal(-0.2, Pinned.AngleDifference(Math.PI - 0.1, -Math.PI + 0.1), 1e-15);
        for (int i = 0; i < 2000; i++)
        {
            double x = (i - 1000) * 0.777 * (i % 7 == 0 ? 1e9 : 1.0);
            double w = Pinned.WrapAngle(x);
            Assert.True(w > -Math.PI && w <= Math.PI, $"{x:R} became {w:R}");
            Assert.Equal(Pinned.Sin(x), Pinned.Sin(w), 4e-16);
            Assert.Equal(Pinned.Cos(x), Pinned.Cos(w), 4e-16);
        }
    }

    [Fact]
    public void No_function_allocates_in_optimised_or_other_code()
    {
        double sum = 0.0;
        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0.0, sum);

        void Work()
        {
            foreach (var (_, pinned, _) in Unary)
                sum += Math.Abs(pinned(0.3)) + Math.Abs(pinned(0.7));
            for (int i = 1; i < 50; i++)
                sum += Math.Abs(Pinned.Atan2(i, 7.0)) + Pinned.Pow(i, 0.3) + Math.Abs(Pinned.Sin(i * 1e15)) + Pinned.Erfc(i * 0.3) + Pinned.NormalQuantile(i * 0.02);
        }
    }

    private static void AssertSame(double expected, double actual, string call, bool exact = false)
    {
        bool same = BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual)
            || double.IsNaN(expected) && double.IsNaN(actual);
        if (!same && !exact && double.IsFinite(expected) && expected != 0.0)
            same = Math.Abs(actual - expected) <= Math.Max(Math.Abs(expected) * 3e-16, double.Epsilon);
        Assert.True(same, $"{call}: expected {expected:R}, found {actual:R}");
    }
}
