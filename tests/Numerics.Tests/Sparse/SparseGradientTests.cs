using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Search;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Numerics.Sparse;

/// <summary>Values and gradients of the operations over few elements beside the same in double, over the whole matrix and by differences.</summary>
public sealed class SparseGradientTests
{
    private const int Rows = 9, Features = 30, Width = 7;

    public static TheoryData<string> Selections => ["top", "top among", "top by magnitude", "top not centred", "top unrectified", "batch", "batch not centred", "batch of columns"];

    [Theory]
    [MemberData(nameof(Selections))]
    public void Encoding_and_decoding_have_the_gradients_of_their_differences_in_double(string selection)
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            Variable[] inputs = Inputs(seed);
            var tape = new Tape();
            (SparseRows codes, Variable reconstruction) = Run(tape, inputs, selection);
            bool[] chosen = Chosen(codes);
            double[][] numbers = [.. inputs.Select(input => Array.ConvertAll(input.Value.Values.ToArray(), v => (double)v))];
            Assert.Equal(Selected(numbers, selection), Enumerable.Range(0, chosen.Length).Where(i => chosen[i]));

            double[] expected = Reference(numbers, chosen, selection);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], reconstruction.Value.Values[i], 1e-4);

            // The codes are used twice: decoded, and squared by themselves.
            Tensor weights = Random(seed + 50, Rows, Width);
            tape.Backward(tape.Add(tape.Sum(tape.Multiply(reconstruction, Variable.Constant(weights))), tape.Sum(tape.Square(codes.Values))));
            for (int which = 0; which < inputs.Length; which++)
            {
                bool unused = which == 4 && !Centred(selection);
                if (unused)
                {
                    Assert.Null(inputs[which].Gradient);
                    continue;
                }

                double[] differences = Differences(numbers, which, chosen, weights, selection);
                double most = 1 + differences.Max(Math.Abs);
                for (int i = 0; i < differences.Length; i++)
                    Assert.True(Math.Abs(differences[i] - inputs[which].Gradient!.Values[i]) <= 1e-4 * most, $"input {which} at {i}: expected {differences[i]:R}, found {inputs[which].Gradient!.Values[i]:R}");
            }
        }
    }

    [Fact]
    public void Gradients_through_all_that_was_selected_pass_closed_rectifiers()
    {
        Variable[] inputs = Inputs(2);
        var index = new InnerProductIndex(inputs[1].Value);
        float[] Bias(EncodeGradient gradient)
        {
            inputs[2].ClearGradient();
            var tape = new Tape();
            SparseRows codes = tape.EncodeTop(inputs[0], null, inputs[1], index, inputs[2], 25, rectify: true, gradient);
            tape.Backward(tape.Sum(codes.Values));
            return inputs[2].Gradient!.Values.ToArray();
        }

        var plain = new Tape();
        SparseRows all = plain.EncodeTop(inputs[0], null, inputs[1], index, inputs[2], 25, rectify: true);
        float[] selected = new float[Features], open = new float[Features];
        for (int i = 0; i < all.Count; i++)
        {
            selected[all.Columns[i]]++;
            open[all.Columns[i]] += all.Values.Value.Values[i] > 0 ? 1 : 0;
        }

        Assert.NotEqual(selected, open);
        Assert.Equal(selected, Bias(EncodeGradient.Selected));
        Assert.Equal(open, Bias(EncodeGradient.Positive));
    }

    [Theory]
    [MemberData(nameof(Selections))]
    public void Threads_change_no_bit(string selection)
    {
        float[] one = Bits(selection, 1);
        Assert.Equal(one, Bits(selection, 2));
        Assert.Equal(one, Bits(selection, 3));
    }

    private static float[] Bits(string selection, int threads)
    {
        using WorkerLimit limit = Workers.Limit(threads);
        Variable[] inputs = [P("x", Random(1, 300, 40)), P("w", Random(2, 700, 40)), P("b", Random(3, 1, 700).Reshape(700)), P("d", Random(4, 700, 40)), P("c", Random(5, 1, 40).Reshape(40))];
        var tape = new Tape();
        (_, Variable reconstruction) = Run(tape, inputs, selection);
        tape.Backward(reconstruction, Random(6, 300, 40));
        return [.. reconstruction.Value.Values, .. inputs.SelectMany(i => i.Gradient is { } gradient ? gradient.Values.ToArray() : [])];
    }

    private static bool Centred(string selection) => !selection.EndsWith("not centred", StringComparison.Ordinal);

    private static (SparseRows Codes, Variable Reconstruction) Run(Tape tape, Variable[] v, string selection)
    {
        var index = new InnerProductIndex(v[1].Value);
        Variable? centre = Centred(selection) ? v[4] : null;
        int features = v[1].Value.Rows;
        SparseRows codes;
        if (selection.StartsWith("batch", StringComparison.Ordinal))
        {
            codes = tape.EncodeBatchTop(v[0], centre, v[1], v[2], 4 * v[0].Value.Rows);
            codes = selection == "batch of columns" ? tape.KeepColumns(codes, 5, features - 6) : codes;
        }
        else
        {
            Tensor? among = selection == "top among" ? Among(features) : null;
            codes = tape.EncodeTop(
                v[0], centre, v[1], index, v[2], 4, rectify: selection is not ("top by magnitude" or "top unrectified"), among: among, order: selection == "top by magnitude" ? RankBy.Magnitude : RankBy.Value);
        }

        return (codes, tape.Decode(codes, v[3], centre));
    }

    private static Tensor Among(int features)
    {
        var among = new Tensor(features);
        for (int i = 0; i < features; i++)
            among.Values[i] = i % 3 == 0 ? 0 : float.NegativeInfinity;

        return among;
    }

    private static bool[] Chosen(SparseRows codes)
    {
        bool[] chosen = new bool[codes.RowCount * codes.ColumnCount];
        for (int row = 0; row < codes.RowCount; row++)
        {
            for (int i = codes.Starts[row]; i < codes.Starts[row + 1]; i++)
                chosen[(row * codes.ColumnCount) + codes.Columns[i]] = codes.Values.Value.Values[i] != 0;
        }

        return chosen;
    }

    // What is selected, by sorting all products in double.
    private static int[] Selected(double[][] v, string selection)
    {
        double[] products = Products(v, selection);
        bool batch = selection.StartsWith("batch", StringComparison.Ordinal), magnitude = selection == "top by magnitude", signed = magnitude || selection == "top unrectified";
        IEnumerable<int> places = Enumerable.Range(0, products.Length).Where(i => selection != "top among" || i % Features % 3 == 0);
        double Rank(int i) => magnitude ? Math.Abs(products[i]) : products[i];
        IEnumerable<int> best = batch
            ? places.OrderByDescending(Rank).Take(4 * Rows).Where(i => selection != "batch of columns" || (i % Features >= 5 && i % Features < Features - 6))
            : places.GroupBy(i => i / Features).SelectMany(row => row.OrderByDescending(Rank).Take(4));
        return [.. best.Where(i => signed || products[i] > 0).Order()];
    }

    private static double[] Products(double[][] v, string selection)
    {
        double[] products = new double[Rows * Features];
        for (int row = 0; row < Rows; row++)
        {
            for (int feature = 0; feature < Features; feature++)
            {
                double sum = v[2][feature];
                for (int i = 0; i < Width; i++)
                    sum += (v[0][(row * Width) + i] - (Centred(selection) ? v[4][i] : 0)) * v[1][(feature * Width) + i];

                products[(row * Features) + feature] = sum;
            }
        }

        return products;
    }

    private static double[] Reference(double[][] v, bool[] chosen, string selection)
    {
        double[] products = Products(v, selection), result = new double[Rows * Width];
        for (int place = 0; place < result.Length; place++)
        {
            double sum = Centred(selection) ? v[4][place % Width] : 0;
            for (int feature = 0; feature < Features; feature++)
                sum += chosen[(place / Width * Features) + feature] ? products[(place / Width * Features) + feature] * v[3][(feature * Width) + (place % Width)] : 0;

            result[place] = sum;
        }

        return result;
    }

    private static double Loss(double[][] v, bool[] chosen, Tensor weights, string selection)
    {
        double[] result = Reference(v, chosen, selection), products = Products(v, selection);
        double loss = 0;
        for (int i = 0; i < result.Length; i++)
            loss += result[i] * weights.Values[i];

        for (int i = 0; i < products.Length; i++)
            loss += chosen[i] ? products[i] * products[i] : 0;

        return loss;
    }

    private static double[] Differences(double[][] v, int which, bool[] chosen, Tensor weights, string selection)
    {
        const double Step = 1e-5;
        double[] result = new double[v[which].Length];
        for (int i = 0; i < result.Length; i++)
        {
            double before = v[which][i];
            v[which][i] = before + Step;
            double above = Loss(v, chosen, weights, selection);
            v[which][i] = before - Step;
            double below = Loss(v, chosen, weights, selection);
            v[which][i] = before;
            result[i] = (above - below) / (2 * Step);
        }

        return result;
    }

    private static Variable[] Inputs(ulong seed) =>
        [P("x", Random(seed, Rows, Width)), P("w", Random(seed + 10, Features, Width)), P("b", Random(seed + 20, 1, Features).Reshape(Features)), P("d", Random(seed + 30, Features, Width)), P("c", Random(seed + 40, 1, Width).Reshape(Width))];

    private static Variable P(string name, Tensor value) => Variable.Parameter(name, value);

    private static Tensor Random(ulong seed, int rows, int columns)
    {
        var random = new RandomStream(seed);
        var tensor = new Tensor(rows, columns);
        foreach (ref float value in tensor.Values)
            value = (float)random.NextNormal();

        return tensor;
    }
}
