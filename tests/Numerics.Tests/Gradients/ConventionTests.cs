using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Numerics.Gradients;

/// <summary>Where a derivative is a matter of taste, it is torch's.</summary>
public sealed class ConventionTests
{
    private const float Nan = float.NaN, Inf = float.PositiveInfinity;

    [Fact]
    public void Bends_have_the_gradient_of_torch()
    {
        Holds((t, x) => t.Relu(x), [-1, 0, 2], [0, 0, 2], [0, 0, 1]);
        Holds((t, x) => t.Abs(x), [-3, 0, 2], [3, 0, 2], [-1, 0, 1]);
        Holds((t, x) => t.Clamp(x, -1, 1), [-2, -1, 0, 1, 2], [-1, -1, 0, 1, 1], [0, 1, 1, 1, 0]);
        Holds((t, x) => t.Sqrt(x), [0, 4], [0, 2], [Inf, 0.25f]);
        Holds((t, x) => t.Pow(x, 0.25f), [0, 1], [0, 1], [Inf, 0.25f]);
        Holds((t, x) => t.Pow(x, 0), [0, 3], [1, 1], [0, 0]);
        Holds((t, x) => t.Pow(x, 2), [-3, 0], [9, 0], [-6, 0]);
        Holds((t, x) => t.Pow(x, -2), [-2, 4], [0.25f, 0.0625f], [0.25f, -0.03125f]);
        Holds((t, x) => t.Relu(x), [Nan], [Nan], [0]);
    }

    [Fact]
    public void A_closed_unit_drops_even_an_infinite_gradient()
        => Holds((t, x) => t.Pow(t.Relu(x), 0.25f), [-1, 0, 1], [0, 0, 1], [0, 0, 0.25f]);

    [Fact]
    public void Lengths_of_nothing_have_no_gradient()
    {
        Holds((t, x) => t.NormOfRows(t.Reshape(x, 2, 2)), [0, 0, 3, 4], [0, 5], [0, 0, 0.6f, 0.8f]);
        Holds((t, x) => t.NormOfColumns(t.Reshape(x, 2, 2)), [0, 3, 0, 4], [0, 5], [0, 0.6f, 0, 0.8f]);
    }

    [Fact]
    public void Equal_maxima_share_or_the_first_takes_all()
    {
        Holds((t, x) => t.MaxOfRows(t.Reshape(x, 2, 3)), [1, 7, 7, 2, 2, 2], [7, 2], [0, 1, 0, 1, 0, 0]);
        Holds((t, x) => t.AmaxOfRows(t.Reshape(x, 2, 3)), [1, 7, 7, 2, 2, 2], [7, 2], [0, 0.5f, 0.5f, 1 / 3f, 1 / 3f, 1 / 3f]);
        Holds((t, x) => t.Max(x), [1, 7, 7, 7, 7, 2], [7], [0, 0.25f, 0.25f, 0.25f, 0.25f, 0]);
    }

    [Fact]
    public void Of_equals_the_earlier_is_kept_and_never_more_than_asked_for()
    {
        Holds((t, x) => t.KeepTopK(t.Reshape(x, 2, 4), 2), [3, 5, 3, 3, -1, -2, -2, -9], [3, 5, 0, 0, -1, -2, 0, 0], [1, 1, 0, 0, 1, 1, 0, 0]);
        Holds((t, x) => t.KeepBatchTopK(t.Reshape(x, 2, 3), 3), [4, 1, 4, 4, 4, 9], [4, 0, 4, 0, 0, 9], [1, 0, 1, 0, 0, 1]);
        Holds((t, x) => t.KeepTopK(x, 0), [1, 2], [0, 0], [0, 0]);
        Holds((t, x) => t.KeepTopK(x, 2), [-0f, 0, -0f], [-0f, 0, 0], [1, 1, 0]);
    }

    [Fact]
    public void Large_arguments_neither_overflow_nor_lose_everything()
    {
        Holds((t, x) => t.Sigmoid(x), [-200, 200], [0, 1], [0, 0]);
        Holds((t, x) => t.Tanh(x), [-200, 200], [-1, 1], [0, 0]);
        Holds((t, x) => t.Softplus(x), [-200, 200], [0, 200], [0, 1]);
        Holds((t, x) => t.Gelu(x), [-200, 200], [0, 200], [0, 1]);
        Holds((t, x) => t.Silu(x), [-200, 200], [0, 200], [0, 1]);
        Holds((t, x) => t.Softmax(x), [1000, 0], [1, 0], [0, 0]);
        Holds((t, x) => t.LogSoftmax(x), [1000, 1000], [-0.6931472f, -0.6931472f], [0, 0]);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_by_name()
    {
        var tape = new Tape();
        Variable a = Variable.Parameter("a", new Tensor(2, 3)), b = Variable.Parameter("b", new Tensor(4, 5));
        Assert.All(
            new Action[]
            {
                () => tape.Add(a, b),
                () => tape.MatMul(a, b),
                () => tape.MeanSquaredError(a, b),
                () => tape.Mask(a, b.Value),
                () => tape.Where(b.Value, a, b),
                () => tape.StraightThrough(a, b),
                () => tape.ConcatenateRows(a, b),
                () => tape.ConcatenateColumns(a, b),
                () => tape.LayerNorm(a, b, null),
                () => tape.Multiply(a, b, Broadcast.Row),
                () => a.AddGradient(b.Value),
            },
            act =>
            {
                string message = Assert.Throws<ArgumentException>(act).Message;
                Assert.Contains("2 × 3", message, StringComparison.Ordinal);
                Assert.Contains("4 × 5", message, StringComparison.Ordinal);
            });
        Assert.Throws<ArgumentException>(() => tape.BatchMatMul(a, b));
        Assert.Throws<ArgumentException>(() => tape.Conv2d(a, b));
        Assert.Throws<ArgumentException>(() => tape.Attention(a, b, b, 1, out _));
        Assert.Throws<ArgumentException>(() => tape.CrossEntropy(a, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tape.CrossEntropy(a, [1, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tape.GatherRows(a, [2]));
        Assert.Throws<ArgumentException>(() => tape.GatherColumns(a, [0, 1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tape.KeepTopK(a, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => tape.SliceColumns(a, 2, 2));
        Assert.Throws<ArgumentException>(() => tape.Mean(Variable.Constant(new Tensor(0))));
    }

    private static void Holds(Func<Tape, Variable, Variable> operation, float[] numbers, float[] value, float[] gradient)
    {
        Variable x = Variable.Parameter("x", Tensor.Wrap(numbers, numbers.Length));
        var tape = new Tape();
        Variable y = operation(tape, x);
        Compare(value, y.Value.Values);
        tape.Backward(tape.Sum(y));
        Compare(gradient, x.Gradient!.Values);
    }

    private static void Compare(float[] expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(expected[i].Equals(found[i]) || Math.Abs(expected[i] - found[i]) < 2e-7f, $"{i}: expected {expected[i]}, found {found[i]}");
    }
}
