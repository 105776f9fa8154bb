using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

public sealed class PointwiseTests
{
    private delegate void Unary(ReadOnlySpan<float> x, Span<float> result);

    private delegate void Binary(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result);

    private static readonly Dictionary<string, (Unary Kernel, Func<double, double> Reference, double Low, double High, double Relative, double Absolute)> Unaries = new(StringComparer.Ordinal)
    {
        ["exp"] = (Elementwise.Exp, Pinned.Exp, -86, 88, 2.4e-7, 0),
        ["log"] = (Elementwise.Log, Pinned.Log, 1e-3, 1e6, 2.4e-7, 6e-8),
        ["sqrt"] = (Elementwise.Sqrt, Math.Sqrt, 0, 1e6, 6e-8, 0),
        ["abs"] = (Elementwise.Abs, Math.Abs, -9, 9, 0, 0),
        ["scale"] = ((x, r) => Elementwise.Scale(x, -1.5f, r), x => -1.5 * x, -9, 9, 6e-8, 0),
        ["relu"] = (Activations.Relu, x => Math.Max(x, 0), -9, 9, 0, 0),
        ["sigmoid"] = (Activations.Sigmoid, Sigmoid, -80, 80, 4e-7, 0),
        ["tanh"] = (Activations.Tanh, Pinned.Tanh, -20, 20, 4e-7, 0),
        ["tanh near zero"] = (Activations.Tanh, Pinned.Tanh, -1, 1, 4e-7, 0),
        ["silu"] = (Activations.Silu, x => x * Sigmoid(x), -30, 30, 5e-7, 0),
        ["quick gelu"] = (Activations.QuickGelu, x => x * Sigmoid(1.702 * x), -20, 20, 3e-6, 0),
        ["gelu"] = (Activations.Gelu, x => 0.5 * x * (1 + Pinned.Erf(x / Math.Sqrt(2))), -12, 12, 3e-7, 8e-7),
        ["gelu tanh"] = (Activations.GeluTanh, x => 0.5 * x * (1 + Pinned.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))), -5, 5, 3e-6, 1e-7),
    };

    private static readonly Dictionary<string, (Binary Kernel, Func<double, double, double> Reference, double Relative, double Absolute)> Binaries = new(StringComparer.Ordinal)
    {
        ["add"] = (Elementwise.Add, (x, y) => x + y, 6e-8, 0),
        ["subtract"] = (Elementwise.Subtract, (x, y) => x - y, 6e-8, 0),
        ["multiply"] = (Elementwise.Multiply, (x, y) => x * y, 6e-8, 0),
        ["divide"] = (Elementwise.Divide, (x, y) => x / y, 6e-8, 0),
        ["axpy"] = (Axpy, (x, y) => (0.3f * x) + y, 6e-8, 0),
        ["relu back"] = (Activations.ReluGradient, (x, g) => x > 0 ? g : 0, 0, 0),
        ["sigmoid back"] = (Activations.SigmoidGradient, (x, g) => g * Slope(Sigmoid, x), 1e-5, 1e-6),
        ["tanh back"] = (Activations.TanhGradient, (x, g) => g * Slope(Pinned.Tanh, x), 1e-5, 1e-6),
        ["silu back"] = (Activations.SiluGradient, (x, g) => g * Slope(v => v * Sigmoid(v), x), 1e-5, 1e-6),
        ["quick gelu back"] = (Activations.QuickGeluGradient, (x, g) => g * Slope(v => v * Sigmoid(1.702 * v), x), 1e-5, 2e-6),
        ["gelu back"] = (Activations.GeluGradient, (x, g) => g * Slope(v => 0.5 * v * (1 + Pinned.Erf(v / Math.Sqrt(2))), x), 1e-5, 2e-6),
        ["gelu tanh back"] = (Activations.GeluTanhGradient, (x, g) => g * Slope(v => 0.5 * v * (1 + Pinned.Tanh(Math.Sqrt(2 / Math.PI) * (v + (0.044715 * v * v * v)))), x), 1e-5, 2e-6),
    };

    public static TheoryData<string> UnaryNames => [.. Unaries.Keys];

    public static TheoryData<string> BinaryNames => [.. Binaries.Keys];

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void A_function_agrees_with_double_in_every_width(string name)
    {
        var of = Unaries[name];
        float[] x = Widths.Draw(3, 1003, of.Low, of.High);
        float[] y = Widths.SameBits(x.Length, result => of.Kernel(x, result));
        for (int i = 0; i < x.Length; i++)
        {
            Widths.Close(of.Reference(x[i]), y[i], of.Relative, of.Absolute);
        }
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void A_function_of_two_numbers_agrees_with_double_in_every_width(string name)
    {
        var of = Binaries[name];
        float[] x = Widths.Draw(3, 1003, -4, 4), y = Widths.Draw(4, 1003, -4, 4);
        float[] z = Widths.SameBits(x.Length, result => of.Kernel(x, y, result));
        for (int i = 0; i < x.Length; i++)
        {
            Widths.Close(of.Reference(x[i], y[i]), z[i], of.Relative, of.Absolute);
        }
    }

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Where_a_range_ends_changes_no_bit(string name)
    {
        var of = Unaries[name];
        float[] x = Widths.Draw(5, 70, of.Low, of.High), whole = new float[70];
        of.Kernel(x, whole);
        for (int first = 0; first < 40; first += 3)
        {
            for (int count = 0; count < 30; count++)
            {
                float[] part = new float[count];
                of.Kernel(x.AsSpan(first, count), part);
                Assert.Equal(whole[first..(first + count)], part);
            }
        }
    }

    [Fact]
    public void Large_ranges_are_shared_out_without_a_change_of_bits()
    {
        float[] x = Widths.Draw(6, 100_003, -10, 10);
        float[] parallel = Widths.SameBits(x.Length, result => Activations.Gelu(x, result));
        using WorkerLimit one = Workers.Limit(1);
        float[] alone = new float[x.Length];
        Activations.Gelu(x, alone);
        Assert.Equal(alone, parallel);
    }

    [Fact]
    public void Functions_have_the_limits_of_the_mathematics()
    {
        float[] x = [float.NegativeInfinity, -1000, -103, 0, -0f, 88.8f, 1000, float.PositiveInfinity, float.NaN, 1e-42f, float.Epsilon, 6, -6];
        float[] exp = Widths.SameBits(x.Length, result => Elementwise.Exp(x, result));
        Assert.Equal([0, 0, 1.401298464324817e-45f, 1, 1, float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity, float.NaN, 1, 1], exp[..11]);
        float[] log = Widths.SameBits(x.Length, result => Elementwise.Log(x, result));
        Assert.Equal([float.NaN, float.NaN, float.NaN, float.NegativeInfinity, float.NegativeInfinity], log[..5]);
        Assert.Equal([float.PositiveInfinity, float.NaN], log[7..9]);
        Widths.Close(Pinned.Log(1e-42f), log[9], 2e-7, 0);
        Widths.Close(Pinned.Log(float.Epsilon), log[10], 2e-7, 0);
        float[] tanh = Widths.SameBits(x.Length, result => Activations.Tanh(x, result));
        Assert.Equal([-1, -1, -1, 0, 0, 1, 1, 1, float.NaN], tanh[..9]);
        float[] gelu = Widths.SameBits(x.Length, result => Activations.Gelu(x, result));
        Assert.Equal([0, 0, 0, 0, 88.8f, 1000, float.PositiveInfinity, float.NaN], gelu[1..9]);
        float[] sigmoid = Widths.SameBits(x.Length, result => Activations.Sigmoid(x, result));
        Assert.Equal([0, 0, 0, 0.5f, 0.5f, 1, 1, 1, float.NaN], sigmoid[..9].Select(v => v < 1e-40f ? 0 : v));
    }

    [Fact]
    public void A_row_meets_every_row()
    {
        float[] x = Widths.Draw(7, 5 * 37), row = Widths.Draw(8, 37);
        float[] sum = Widths.SameBits(x.Length, result => Elementwise.AddRow(x, row, result));
        float[] difference = Widths.SameBits(x.Length, result => Elementwise.SubtractRow(x, row, result));
        float[] product = Widths.SameBits(x.Length, result => Elementwise.MultiplyRow(x, row, result));
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(x[i] + row[i % 37], sum[i]);
            Assert.Equal(x[i] - row[i % 37], difference[i]);
            Assert.Equal(x[i] * row[i % 37], product[i]);
        }
    }

    [Fact]
    public void Lengths_that_do_not_match_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Elementwise.Add(new float[3], new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => Elementwise.Exp(new float[3], new float[2]));
        Assert.Throws<ArgumentException>(() => Elementwise.AddRow(new float[7], new float[2], new float[7]));
        Assert.Throws<ArgumentException>(() => Elementwise.AddRow(new float[7], [], new float[7]));
    }

    private static void Axpy(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result)
    {
        y.CopyTo(result);
        Elementwise.Axpy(0.3f, x, result);
    }

    private static double Sigmoid(double x) => 1 / (1 + Pinned.Exp(-x));

    private static double Slope(Func<double, double> function, double x) => (function(x + 1e-5) - function(x - 1e-5)) / 2e-5;
}
