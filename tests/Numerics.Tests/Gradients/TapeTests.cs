using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Numerics.Gradients;

public sealed class TapeTests
{
    [Fact]
    public void Gradients_of_parameters_add_up_until_they_are_set_to_zero()
    {
        Variable x = Parameter(2, 3);
        var tape = new Tape();
        Variable loss = tape.Sum(tape.Square(x));
        tape.Backward(loss);
        Assert.Equal([4, 6], x.Gradient!.Values.ToArray());
        tape.Backward(loss);
        Assert.Equal([8, 12], x.Gradient!.Values.ToArray());
        x.ZeroGradient();
        Assert.Equal([0, 0], x.Gradient!.Values.ToArray());
        tape.Reset();
        tape.Backward(tape.Sum(x));
        Assert.Equal([1, 1], x.Gradient!.Values.ToArray());
        x.ClearGradient();
        Assert.Null(x.Gradient);
        x.ZeroGradient();
        Assert.Null(x.Gradient);
    }

    [Fact]
    public void Nothing_flows_through_a_detached_result()
    {
        Variable x = Parameter(2, 3);
        var tape = new Tape();
        Variable square = tape.Square(x);
        tape.Backward(tape.Sum(tape.Multiply(tape.Detach(square), x)));
        Assert.Equal([4, 9], x.Gradient!.Values.ToArray());
        Assert.Null(square.Gradient);
    }

    [Fact]
    public void A_result_keeps_its_gradient_only_where_that_is_asked_for()
    {
        Variable x = Parameter(2, 3);
        var tape = new Tape();
        Variable middle = tape.Square(x), kept = tape.Scale(middle, 3);
        kept.KeepsGradient = true;
        Variable loss = tape.Sum(tape.Square(kept));
        tape.Backward(loss);
        tape.Backward(loss);
        Assert.Null(middle.Gradient);
        Assert.Equal([24, 54], kept.Gradient!.Values.ToArray());
        Assert.Equal([2 * 288, 2 * 972], x.Gradient!.Values.ToArray());
    }

    [Fact]
    public void Another_library_records_an_operation_of_its_own()
    {
        Variable x = Parameter(-0.25f, 0.125f, 2);
        var tape = new Tape();
        Variable step = Step(tape, tape.Scale(x, 1), bandwidth: 1);
        Assert.Equal([0, 1, 1], step.Value.Values.ToArray());
        tape.Backward(tape.Sum(tape.Scale(step, 5)));
        Assert.Equal([5, 5, 0], x.Gradient!.Values.ToArray());
    }

    [Fact]
    public void Results_of_another_step_or_tape_are_refused()
    {
        Variable x = Parameter(1, 2);
        Tape tape = new(), other = new();
        Variable old = tape.Square(x);
        Assert.Contains("another tape", Assert.Throws<InvalidOperationException>(() => other.Sum(old)).Message, StringComparison.Ordinal);
        tape.Reset();
        Assert.Contains("reset", Assert.Throws<InvalidOperationException>(() => tape.Sum(old)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => tape.Detach(old));
        Assert.Throws<InvalidOperationException>(() => tape.Backward(old, new Tensor(2)));
        Assert.Throws<ArgumentException>(() => tape.Backward(tape.Square(x)));
        Assert.Throws<InvalidOperationException>(() => tape.Backward(tape.Sum(Variable.Constant(new Tensor(2)))));
        Assert.Throws<InvalidOperationException>(() => Variable.Constant(new Tensor(2)).AddGradient(new Tensor(2)));
    }

    [Fact]
    public void Nothing_is_recorded_where_nothing_needs_a_gradient()
    {
        Variable x = Parameter(1, 2);
        var tape = new Tape { IsRecording = false };
        Assert.False(tape.Square(x).NeedsGradient);
        tape.IsRecording = true;
        Assert.False(tape.Square(Variable.Constant(new Tensor(2))).NeedsGradient);
        Assert.Equal(0, tape.Count);
        Assert.True(tape.Square(x).NeedsGradient);
        Assert.Equal(1, tape.Count);
    }

    [Fact]
    public void A_deep_composition_agrees_with_differences_in_double()
    {
        const int Rows = 5, Width = 7, Depth = 40;
        var random = new RandomStream(9);
        Variable x = Drawn(random, 1, Rows, Width), weights = Drawn(random, 0.6f, Width, Width), bias = Drawn(random, 0.3f, Width);
        var tape = new Tape();
        Variable h = x;
        for (int i = 0; i < Depth; i++)
            h = tape.Add(h, tape.Scale(tape.Tanh(tape.Add(tape.MatMul(tape.LayerNorm(h, null, null), weights), bias, Broadcast.Row)), 0.2f));

        tape.Backward(tape.Mean(tape.Square(h)));
        foreach (Variable input in new[] { x, weights, bias })
        {
            double[] numbers = Array.ConvertAll(input.Value.Values.ToArray(), v => (double)v);
            double most = 0;
            for (int j = 0; j < numbers.Length; j++)
            {
                double before = numbers[j];
                numbers[j] = before + 1e-5;
                double above = Loss();
                numbers[j] = before - 1e-5;
                double difference = (above - Loss()) / 2e-5;
                numbers[j] = before;
                most = Math.Max(most, Math.Abs(difference));
                Assert.Equal(difference, input.Gradient!.Values[j], 1e-5 * Math.Max(1, most));
            }

            double Loss() => Deep(input == x ? numbers : Doubles(x), input == weights ? numbers : Doubles(weights), input == bias ? numbers : Doubles(bias));
        }

        static double[] Doubles(Variable v) => Array.ConvertAll(v.Value.Values.ToArray(), n => (double)n);

        static double Deep(double[] x, double[] w, double[] b)
        {
            double[] h = [.. x];
            for (int i = 0; i < Depth; i++)
            {
                var next = new double[h.Length];
                for (int r = 0; r < Rows; r++)
                {
                    double[] row = h[(r * Width)..((r + 1) * Width)];
                    double mean = row.Average(), scale = Math.Sqrt(row.Average(v => (v - mean) * (v - mean)) + 1e-5f);
                    for (int c = 0; c < Width; c++)
                        next[(r * Width) + c] = row[c] + (0.2f * Math.Tanh(b[c] + Sizes.Sum(Width, l => (row[l] - mean) / scale * w[(l * Width) + c])));
                }

                h = next;
            }

            return h.Average(v => v * v);
        }
    }

    [Fact]
    public void A_training_step_allocates_only_the_record_once_memory_is_warm()
    {
        const int Steps = 5;
        using WorkerLimit limit = Workers.Limit(1);
        var random = new RandomStream(2);
        Variable x = Variable.Constant(Drawn(random, 1, 96, 64).Value), encoder = Drawn(random, 0.1f, 64, 256), decoder = Drawn(random, 0.1f, 256, 64), bias = Drawn(random, 0.1f, 256);
        var tape = new Tape();
        int operations = 0;
        for (int i = 0; i < 3; i++)
            Step();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Steps; i++)
            Step();

        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / (Steps * operations);

        // The smallest of the tensors in here has 24,576 bytes.
        Assert.InRange(each, 0, 2048);

        void Step()
        {
            tape.Reset();
            Variable codes = tape.KeepTopK(tape.Relu(tape.Add(tape.MatMul(x, encoder), bias, Broadcast.Row)), 16);
            Variable error = tape.Subtract(tape.MatMul(codes, decoder), x);
            Variable loss = tape.Add(tape.Mean(tape.Square(error)), tape.Scale(tape.Mean(tape.NormOfRows(codes)), 1e-3f));
            tape.Backward(loss);
            operations = tape.Count;
            foreach (Variable parameter in new[] { encoder, decoder, bias })
                parameter.ZeroGradient();
        }
    }

    [Fact]
    public void Memory_of_many_different_sizes_is_given_up_in_time()
    {
        var pool = new BufferPool();
        Tensor first = pool.Rent(1_000_000);
        pool.Return(first);
        Assert.Same(first, pool.Rent(999_000));
        pool.Return(first);
        for (int i = 0; i < 40; i++)
            pool.EndStep();

        Assert.NotSame(first, pool.Rent(1_000_000));
        Assert.All(new[] { 1, 17, 1000, 12_345, 1_000_001 }, count => Assert.InRange(BufferPool.Capacity(count), count, (count * 5 / 4) + 16));
    }

    // What a library of sparse autoencoders adds: a step whose gradient is a rectangle around 0.
    private static Variable Step(Tape tape, Variable x, float bandwidth)
    {
        Tensor value = tape.New(x.Value.Shape);
        for (int i = 0; i < value.Count; i++)
            value.Values[i] = x.Value.Values[i] > 0 ? 1 : 0;

        return tape.Record(
            value,
            gradient =>
            {
                Span<float> target = x.GradientBuffer(out bool isNew).Values;
                for (int i = 0; i < target.Length; i++)
                {
                    float back = MathF.Abs(x.Value.Values[i]) < bandwidth / 2 ? gradient.Values[i] / bandwidth : 0;
                    target[i] = isNew ? back : target[i] + back;
                }
            },
            x);
    }

    private static Variable Parameter(params float[] numbers) => Variable.Parameter("x", Tensor.Wrap(numbers, numbers.Length));

    private static Variable Drawn(RandomStream random, float scale, params int[] shape)
    {
        var tensor = new Tensor(shape);
        foreach (ref float number in tensor.Values)
            number = scale * (float)random.NextNormal();

        return Variable.Parameter("drawn", tensor);
    }
}
