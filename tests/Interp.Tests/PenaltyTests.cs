using Sim.Interp;
using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Operations of this room against what they are by definition.</summary>
public sealed class PenaltyTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(0.65, false)]
    [InlineData(0.65, true)]
    [InlineData(0.2, false)]
    [InlineData(0.2, true)]
    public void A_sum_of_powers_has_the_gradient_of_its_differences_in_double_and_none_where_codes_are_zero(double power, bool root)
    {
        var random = new RandomStream(4);
        var codes = new Tensor(40, 7);
        foreach (ref float value in codes.Values)
        {
            value = random.NextDouble() < 0.5 ? 0 : (float)random.NextUniform(0.05, 2);
        }

        codes.Row(3).Clear();
        var tape = new Tape();
        Variable variable = Variable.Parameter("codes", codes);
        Variable penalty = PowerPenalty.Mean(tape, variable, power, root);
        tape.Backward(tape.Scale(penalty, 2.5f));

        double[] numbers = Array.ConvertAll(codes.Values.ToArray(), v => (double)v);
        Assert.Equal(Value(numbers), penalty.Value.Values[0], 1e-5 * (1 + Value(numbers)));
        Assert.Equal(Value(numbers), PowerPenalty.Of(codes, power, root), 1e-5 * (1 + Value(numbers)));
        double[] expected = [.. numbers.Select((number, i) => number == 0 ? 0 : 2.5 * (Moved(i, 1e-6) - Moved(i, -1e-6)) / 2e-6)];
        double most = expected.Max();
        for (int i = 0; i < numbers.Length; i++)
        {
            Assert.Equal(expected[i], variable.Gradient!.Values[i], 1e-4 * most);
        }

        double Moved(int i, double by)
        {
            double[] moved = [.. numbers];
            moved[i] += by;
            return Value(moved);
        }

        double Value(double[] values) => values.Chunk(7).Average(row => Math.Pow(row.Sum(v => v == 0 ? 0 : Math.Pow(v, power)), root ? 1 / power : 1));
    }

    [Fact]
    public void A_power_of_zero_counts_every_code() => Assert.Equal(3, PowerPenalty.Of(Tensor.Wrap([0f, 2, 0, 1, 1, 0], 2, 3), 0, root: false));

    [Fact]
    public void Codes_near_a_threshold_pull_at_it_and_those_above_pass()
    {
        // Thresholds 1 and 2 with a window of 0.4; the second row lies at the window's edge and does not count.
        Variable x = Variable.Parameter("x", Tensor.Wrap([1.1f, 1.9f, 1.25f, 1.7f, 0.9f, 3f], 3, 2)), threshold = Variable.Parameter("t", Tensor.Wrap([1f, 2], 2));
        var tape = new Tape();
        Variable codes = Jump.Rectify(tape, x, threshold, 0.4f);
        Assert.Equal([1.1f, 0, 1.25f, 0, 0, 3], codes.Value.Values.ToArray());
        tape.Backward(codes, Tensor.Wrap([1f, 10, 100, 1000, 10000, 100000], 3, 2));

        Assert.Equal([1f, 0, 100, 0, 0, 100000], x.Gradient!.Values.ToArray());
        Assert.Equal(-1 / 0.4 * 10001, threshold.Gradient!.Values[0], 0.01);
        Assert.Equal(-2 / 0.4 * 10, threshold.Gradient.Values[1], 0.001);
    }

    [Fact]
    public void The_count_of_active_codes_pulls_at_thresholds_alone()
    {
        Variable x = Variable.Parameter("x", Tensor.Wrap([1.1f, 1.9f, 1.25f, 1.7f, 0.9f, 3f], 3, 2)), threshold = Variable.Parameter("t", Tensor.Wrap([1f, 2], 2));
        var tape = new Tape();
        Variable active = Jump.MeanActive(tape, x, threshold, 0.4f);
        Assert.Equal(1, active.Value.Values[0]);
        tape.Backward(tape.Scale(active, 6));

        Assert.Null(x.Gradient);
        Assert.Equal(-2 * 2 / 0.4, threshold.Gradient!.Values[0], 1e-4);
        Assert.Equal(-2 / 0.4, threshold.Gradient.Values[1], 1e-4);
    }
}
