using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Numerics.Gradients;

public sealed class GradientTests
{
    public static TheoryData<string> Names => [.. GradientCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_the_reference_in_double(string name)
    {
        GradientCase the = Case(name);
        var random = new RandomStream(Seed.Derive(1, name, 0, "gradients"));
        for (int draw = 0; draw < 4; draw++)
        {
            Sizes sizes = Sizes.Small(random);
            foreach (bool twice in new[] { false, true })
                Check(the, sizes, twice, random);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_are_the_same_for_one_two_and_three_threads(string name)
    {
        GradientCase the = Case(name);
        var sizes = new Sizes(67, 601, 33);
        float[][] expected = Run(the, sizes, threads: 1);
        foreach (int threads in new[] { 2, 3 })
        {
            float[][] found = Run(the, sizes, threads);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Bits(expected[i]).SequenceEqual(Bits(found[i])), $"{(i == 0 ? "value" : $"gradient {i - 1}")} with {threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_are_the_same_for_every_width_of_the_processor(string name)
    {
        GradientCase the = Case(name);
        var sizes = new Sizes(5, 61, 7);
        float[][] expected = Run(the, sizes, threads: 1);
        try
        {
            foreach (Lanes.Width width in Enum.GetValues<Lanes.Width>().Where(width => width < Lanes.Best))
            {
                Lanes.Force(width);
                float[][] found = Run(the, sizes, threads: 1);
                for (int i = 0; i < expected.Length; i++)
                    Assert.True(Bits(expected[i]).SequenceEqual(Bits(found[i])), $"{(i == 0 ? "value" : $"gradient {i - 1}")} with {width}");
            }
        }
        finally
        {
            Lanes.Force(null);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_input_that_needs_no_gradient_changes_nothing_for_the_others(string name)
    {
        GradientCase the = Case(name);
        var sizes = new Sizes(4, 6, 3);
        Variable[] all = the.Inputs(sizes, new RandomStream(5));
        var tape = new Tape();
        Variable result = the.Operation(tape, all, sizes);
        Tensor weights = Weights(result.Value, new RandomStream(6));
        tape.Backward(result, weights);
        for (int i = 0; i < all.Length; i++)
        {
            var alone = new Tape();
            Variable[] some = [.. all.Select((input, j) => j == i ? Variable.Parameter("one", input.Value) : Variable.Constant(input.Value))];
            alone.Backward(the.Operation(alone, some, sizes), weights);
            Assert.True(Bits(all[i].Gradient!.Values).SequenceEqual(Bits(some[i].Gradient!.Values)));
            Assert.All(some.Where((_, j) => j != i), other => Assert.Null(other.Gradient));
        }
    }

    private static GradientCase Case(string name) => GradientCases.All.Single(c => c.Name == name);

    private static void Check(GradientCase the, Sizes sizes, bool twice, RandomStream random)
    {
        Variable[] inputs = the.Inputs(sizes, random);
        double[][] numbers = [.. inputs.Select(input => Array.ConvertAll(input.Value.Values.ToArray(), v => (double)v))];
        double[] expected = the.Reference(numbers, sizes);
        var tape = new Tape();
        Variable y = the.Operation(tape, inputs, sizes);
        Assert.Equal(expected.Length, y.Value.Count);
        for (int i = 0; i < expected.Length; i++)
            Close(expected[i], y.Value.Values[i], 1 + Math.Abs(expected[i]), $"value {i} with {sizes}");

        Tensor weights = Weights(y.Value, random);
        Variable loss = tape.Sum(tape.Multiply(y, Variable.Constant(weights)));
        Tensor[] own = [.. inputs.Select(input => Weights(input.Value, random))];
        double[] factors = Array.ConvertAll(weights.Values.ToArray(), v => (double)v);
        if (twice)
        {
            // The result is used twice, the operation once more, and each input also on its own.
            Tensor others = Weights(y.Value, random), third = Weights(y.Value, random);
            loss = tape.Add(loss, tape.Sum(tape.Multiply(y, Variable.Constant(others))));
            loss = tape.Add(loss, tape.Sum(tape.Multiply(the.Operation(tape, inputs, sizes), Variable.Constant(third))));
            for (int i = 0; i < factors.Length; i++)
                factors[i] += others.Values[i] + third.Values[i];

            for (int i = 0; i < inputs.Length; i++)
                loss = tape.Add(loss, tape.Sum(tape.Multiply(inputs[i], Variable.Constant(own[i]))));
        }

        tape.Backward(loss);
        for (int i = 0; i < inputs.Length; i++)
        {
            double[] differences = Differences(the, sizes, numbers, i, factors);
            double most = 1 + differences.Max(Math.Abs);
            for (int j = 0; j < differences.Length; j++)
                Close(differences[j] + (twice ? own[i].Values[j] : 0), inputs[i].Gradient!.Values[j], most, $"gradient of input {i} at {j} with {sizes}, {(twice ? "used twice" : "used once")}");
        }
    }

    private static double[] Differences(GradientCase the, Sizes sizes, double[][] inputs, int which, double[] factors)
    {
        const double Step = 1e-5;
        double[] numbers = inputs[which];
        var result = new double[numbers.Length];
        for (int j = 0; j < numbers.Length; j++)
        {
            double before = numbers[j];
            numbers[j] = before + Step;
            double above = Dot(the.Reference(inputs, sizes), factors);
            numbers[j] = before - Step;
            double below = Dot(the.Reference(inputs, sizes), factors);
            numbers[j] = before;
            result[j] = (above - below) / (2 * Step);
        }

        return result;
    }

    private static float[][] Run(GradientCase the, Sizes sizes, int threads)
    {
        using WorkerLimit limit = Workers.Limit(threads);
        Variable[] inputs = the.Inputs(sizes, new RandomStream(3));
        var tape = new Tape();
        Variable y = the.Operation(tape, inputs, sizes);
        tape.Backward(y, Weights(y.Value, new RandomStream(4)));
        return [y.Value.Values.ToArray(), .. inputs.Select(input => input.Gradient!.Values.ToArray())];
    }

    private static Tensor Weights(Tensor like, RandomStream random)
    {
        var weights = new Tensor(like.Shape);
        foreach (ref float weight in weights.Values)
            weight = (float)random.NextUniform(-1, 1);

        return weights;
    }

    private static double Dot(double[] a, double[] b) => Sizes.Sum(a.Length, i => a[i] * b[i]);

    private static uint[] Bits(ReadOnlySpan<float> numbers) => Array.ConvertAll(numbers.ToArray(), BitConverter.SingleToUInt32Bits);

    private static void Close(double expected, float found, double scale, string what)
        => Assert.True(Math.Abs(expected - found) <= 1e-5 * scale, $"{what}: expected {expected:R}, found {found:R}");
}
