using System.Numerics;
using Sim.Numerics;

namespace Sim.Tests.Numerics;

public sealed class PinnedAccuracyTests
{
    private readonly ITestOutputHelper _output;

    public PinnedAccuracyTests(ITestOutputHelper output) => _output = output;

    // Bounds a little above what 20,000 samples of each measured; docs/numerics.md has the figures.
    [Theory]
    [InlineData("Sin", 0.80)]
    [InlineData("Cos", 0.80)]
    [InlineData("Tan", 0.80)]
    [InlineData("Asin", 0.52)]
    [InlineData("Acos", 0.52)]
    [InlineData("Atan", 0.52)]
    [InlineData("Exp", 0.76)]
    [InlineData("Expm1", 0.52)]
    [InlineData("Log", 0.52)]
    [InlineData("Log1p", 0.52)]
    [InlineData("Log2", 0.52)]
    [InlineData("Log10", 0.52)]
    [InlineData("Sinh", 0.52)]
    [InlineData("Cosh", 0.52)]
    [InlineData("Tanh", 0.52)]
    [InlineData("Cbrt", 0.52)]
    [InlineData("Erf", 0.75)]
    [InlineData("Erfc", 0.75)]
    [InlineData("NormalCdf", 0.75)]
    public void Errors_stay_below_one_unit_in_the_last_place(string name, double bound)
    {
        (Func<double, double> function, Func<BigInteger, BigInteger> reference, double[] inputs) = Cases(name);
        double worst = 0.0, at = 0.0;
        foreach (double x in inputs)
        {
            double ulps = BigReference.Ulps(function(x), reference(BigReference.From(x)));
            if (ulps > worst) (worst, at) = (ulps, x);
        }
        _output.WriteLine($"{name}: {worst:F4} ulp at {at:R} over {inputs.Length} inputs");
        Assert.True(worst <= bound, $"{name}({at:R}) is off by {worst:F4} ulp");
    }

    [Fact]
    public void Functions_of_two_arguments_stay_below_one_unit_in_the_last_place()
    {
        var random = new RandomStream(77);
        for (int i = 0; i < 150; i++)
        {
            double x = Magnitude(random, 1e-5, 1e5), y = Magnitude(random, 1e-5, 1e5);
            Check("Hypot", Pinned.Hypot(x, y), BigReference.Hypot(BigReference.From(x), BigReference.From(y)), x, y);
            Check("Atan2", Pinned.Atan2(y, x), BigReference.Atan2(BigReference.From(y), BigReference.From(x)), y, x);
            x = Math.Abs(x);
            y = random.NextUniform(-60.0, 60.0);
            Check("Pow", Pinned.Pow(x, y), BigReference.Pow(BigReference.From(x), BigReference.From(y)), x, y);
            x = random.NextUniform(0.99, 1.01);
            y = random.NextUniform(-7e4, 7e4);
            Check("Pow", Pinned.Pow(x, y), BigReference.Pow(BigReference.From(x), BigReference.From(y)), x, y);
        }
    }

    [Fact]
    public void Quantiles_invert_the_distribution_to_one_unit_in_the_last_place()
    {
        var random = new RandomStream(78);
        double worst = 0.0;
        for (int i = 0; i < 150; i++)
        {
            double p = i % 3 == 0 ? random.NextUniform(1e-3, 1.0 - 1e-3) : i % 3 == 1 ? Math.Abs(Magnitude(random, 1e-250, 0.5)) : 0.5 + Magnitude(random, 1e-9, 0.4);
            double x = Pinned.NormalQuantile(p);
            BigInteger bx = BigReference.From(x);
            BigInteger error = BigReference.Divide(BigReference.NormalCdf(bx) - BigReference.From(p), BigReference.NormalDensity(bx));
            double ulps = BigReference.Ulps(x, bx - error);
            worst = Math.Max(worst, ulps);
            Assert.True(ulps < 1.0, $"NormalQuantile({p:R}) is off by {ulps:F3} ulp");
        }
        _output.WriteLine($"NormalQuantile: {worst:F4} ulp");
    }

    [Fact]
    public void The_hardest_reductions_keep_their_digits()
    {
        // The double nearest to a multiple of pi/2, relative to its size: 6381956970095103 * 2^797.
        double x = Math.ScaleB(6381956970095103.0, 797);
        Assert.True(BigReference.Ulps(Pinned.Cos(x), BigReference.Cos(BigReference.From(x))) < 0.8);
        Assert.Equal(1.0, Math.Abs(Pinned.Sin(x)));
        Assert.Equal((Pinned.Sin(x), Pinned.Cos(x)), Pinned.SinCos(x));
        var random = new RandomStream(9);
        for (int i = 0; i < 10_000; i++)
        {
            double y = Magnitude(random, 1e-10, 1e300);
            Assert.Equal((Pinned.Sin(y), Pinned.Cos(y)), Pinned.SinCos(y));
        }
    }

    [Fact]
    public void Wrapped_angles_are_the_angle_less_whole_turns()
    {
        var random = new RandomStream(10);
        for (int i = 0; i < 400; i++)
        {
            double x = i % 2 == 0 ? random.NextUniform(-100.0, 100.0) : Magnitude(random, 1.0, 1e200);
            BigInteger turn = 2 * BigReference.Pi, exact = BigReference.From(x);
            exact -= (exact - exact.Sign * BigReference.Pi) / turn * turn;
            if (BigInteger.Abs(exact) > BigReference.Pi) exact -= exact.Sign * turn;
            double wrapped = Pinned.WrapAngle(x);
            Assert.True(BigReference.Ulps(wrapped, exact) < 1.5, $"WrapAngle({x:R}) = {wrapped:R} is off by {BigReference.Ulps(wrapped, exact):F3} ulp");
        }
    }

    [Fact]
    public void Lengths_of_any_size_neither_overflow_nor_vanish()
    {
        Assert.Equal(1e140, Pinned.Hypot(1e140, 1e-200));
        Assert.Equal(1e300, Pinned.Hypot(1e-300, 1e300));
        Assert.Equal(5e300, Pinned.Hypot(3e300, 4e300), 1e285);
        Assert.Equal(5 * double.Epsilon, Pinned.Hypot(3 * double.Epsilon, 4 * double.Epsilon));
        Assert.Equal(double.PositiveInfinity, Pinned.Hypot(double.MaxValue, double.MaxValue));
    }

    [Fact]
    public void Exact_powers_have_exact_logarithms()
    {
        for (int i = -1074; i <= 1023; i++) Assert.Equal(i, Pinned.Log2(Math.ScaleB(1.0, i)));
        double power = 1.0;
        for (int i = 0; i <= 22; i++, power *= 10.0)
        {
            Assert.Equal(i, Pinned.Log10(power));
            Assert.Equal(power, Pinned.Pow(10.0, i));
        }
        for (int i = -20; i <= 20; i++) Assert.Equal(i, Pinned.Cbrt((double)i * i * i));
        Assert.Equal(5.0, Pinned.Hypot(3.0, 4.0));
    }

    private static void Check(string name, double found, BigInteger expected, double a, double b)
    {
        double ulps = BigReference.Ulps(found, expected);
        Assert.True(ulps < 0.76, $"{name}({a:R}, {b:R}) is off by {ulps:F3} ulp");
    }

    internal static double Magnitude(RandomStream random, double low, double high)
    {
        double x = Pinned.Exp(random.NextUniform(Pinned.Log(low), Pinned.Log(high)));
        return random.NextInt(2) == 0 ? x : -x;
    }

    internal static (Func<double, double> Function, Func<BigInteger, BigInteger> Reference, double[] Inputs) Cases(string name) => name switch
    {
        "Sin" => (Pinned.Sin, BigReference.Sin, Angles()),
        "Cos" => (Pinned.Cos, BigReference.Cos, Angles()),
        "Tan" => (Pinned.Tan, BigReference.Tan, Angles()),
        "Asin" => (Pinned.Asin, BigReference.Asin, Inputs(-1.0, 1.0, 1e-6, 1.0)),
        "Acos" => (Pinned.Acos, BigReference.Acos, Inputs(-1.0, 1.0, 1e-6, 1.0)),
        "Atan" => (Pinned.Atan, BigReference.Atan, Inputs(-2.0, 2.0, 1e-6, 1e9, 65, i => i / 64.0 + 0.001)),
        "Exp" => (Pinned.Exp, BigReference.Exp, Inputs(-745.0, 709.0, 1e-6, 100.0, 128, i => (i + 0.3) * 0.693 / 128)),
        "Expm1" => (Pinned.Expm1, BigReference.Expm1, Inputs(-2.0, 2.0, 1e-9, 700.0)),
        "Log" => (Pinned.Log, BigReference.Log, Inputs(0.5, 2.0, 1e-300, 1e300, 128, i => 1.0 + (i + 0.4) / 128, true)),
        "Log1p" => (Pinned.Log1p, BigReference.Log1p, Inputs(-0.99, 2.0, 1e-12, 0.9)),
        "Log2" => (Pinned.Log2, BigReference.Log2, Inputs(0.5, 2.0, 1e-300, 1e300, positive: true)),
        "Log10" => (Pinned.Log10, BigReference.Log10, Inputs(0.5, 2.0, 1e-300, 1e300, positive: true)),
        "Sinh" => (Pinned.Sinh, BigReference.Sinh, Inputs(-3.0, 3.0, 1e-8, 700.0)),
        "Cosh" => (Pinned.Cosh, BigReference.Cosh, Inputs(-3.0, 3.0, 1e-8, 700.0)),
        "Tanh" => (Pinned.Tanh, BigReference.Tanh, Inputs(-3.0, 3.0, 1e-8, 20.0)),
        "Cbrt" => (Pinned.Cbrt, BigReference.Cbrt, Inputs(1.0, 8.0, 1e-300, 1e300)),
        "Erf" => (Pinned.Erf, BigReference.Erf, Inputs(-6.0, 6.0, 1e-8, 2.0)),
        "Erfc" => (Pinned.Erfc, BigReference.Erfc, Inputs(-3.0, 3.0, 1e-8, 26.0)),
        "NormalCdf" => (Pinned.NormalCdf, BigReference.NormalCdf, Inputs(-3.0, 3.0, 1e-8, 36.0)),
        _ => throw new ArgumentException(name),
    };

    private static double[] Angles()
    {
        double[] a = Inputs(-8.0, 8.0, 1e-8, 1e6, 100, i => (i + 1) * (Math.PI / 2));
        double[] b = Inputs(-1e5, 1e5, 1e6, 1e250);
        return [.. a, .. b];
    }

    private static double[] Inputs(double low, double high, double least, double most, int extra = 0, Func<int, double>? more = null, bool positive = false)
    {
        var random = new RandomStream(2024);
        var inputs = new double[240 + extra];
        for (int i = 0; i < 240; i++)
        {
            inputs[i] = i % 2 == 0 ? random.NextUniform(low, high) : Magnitude(random, least, most);
            if (positive) inputs[i] = Math.Abs(inputs[i]);
        }
        for (int i = 0; i < extra; i++) inputs[240 + i] = more!(i);
        return inputs;
    }
}
