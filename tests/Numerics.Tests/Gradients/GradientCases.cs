using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Numerics.Gradients;

/// <summary>Every operation beside its reference.</summary>
internal static partial class GradientCases
{
    public static readonly GradientCase[] All =
    [
        .. Arithmetic("add", (a, b) => a + b, (t, a, b, how) => t.Add(a, b, how)),
        .. Arithmetic("subtract", (a, b) => a - b, (t, a, b, how) => t.Subtract(a, b, how)),
        .. Arithmetic("multiply", (a, b) => a * b, (t, a, b, how) => t.Multiply(a, b, how)),
        .. Arithmetic("divide", (a, b) => a / b, (t, a, b, how) => t.Divide(a, b, how)).Select(c => c with { Positive = true }),
        Function("scale", x => (-1.7 * x) + 0.25, (t, x) => t.Scale(x, -1.7f, 0.25f)),
        Function("negate", x => -x, (t, x) => t.Negate(x)),
        Function("square", x => x * x, (t, x) => t.Square(x)),
        Function("sqrt", Math.Sqrt, (t, x) => t.Sqrt(x)) with { Positive = true },
        Function("exp", Math.Exp, (t, x) => t.Exp(x)),
        Function("log", Math.Log, (t, x) => t.Log(x)) with { Positive = true },
        Function("pow 0.7", x => Math.Pow(x, 0.7f), (t, x) => t.Pow(x, 0.7f)) with { Positive = true },
        Function("pow 3", x => x * x * x, (t, x) => t.Pow(x, 3)),
        Function("pow -1", x => 1 / x, (t, x) => t.Pow(x, -1)) with { Positive = true },
        Function("pow 0", _ => 1, (t, x) => t.Pow(x, 0)),
        Function("abs", Math.Abs, (t, x) => t.Abs(x)),
        Function("relu", x => Math.Max(x, 0), (t, x) => t.Relu(x)),
        Function("clamp", x => Math.Clamp(x, -1, 0.75), (t, x) => t.Clamp(x, -1, 0.75f)),
        Function("sigmoid", x => 1 / (1 + Math.Exp(-x)), (t, x) => t.Sigmoid(x)),
        Function("tanh", Math.Tanh, (t, x) => t.Tanh(x)),
        Function("softplus", x => Math.Log(1 + Math.Exp(x)), (t, x) => t.Softplus(x)),
        Function("gelu", x => x * Pinned.NormalCdf(x), (t, x) => t.Gelu(x)),
        Function("gelu by tanh", x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))), (t, x) => t.GeluTanh(x)),
        Function("silu", x => x / (1 + Math.Exp(-x)), (t, x) => t.Silu(x)),
        Function("quick gelu", x => x / (1 + Math.Exp(-1.702 * x)), (t, x) => t.QuickGelu(x)),
        .. Products(),
        .. Reductions(),
        .. Shapes(),
        .. Choices(),
        .. Normalisations(),
        .. Layers(),
    ];

    private static GradientCase Function(string name, Func<double, double> f, Func<Tape, Variable, Variable> operation) => new(
        name,
        s => [[s.M, s.N]],
        (t, v, _) => operation(t, v[0]),
        (x, s) => s.Each((i, j) => f(x[0][(i * s.N) + j])));

    private static GradientCase[] Arithmetic(string name, Func<double, double, double> f, Func<Tape, Variable, Variable, Broadcast, Variable> operation) =>
    [
        new(name, s => [[s.M, s.N], [s.M, s.N]], (t, v, _) => operation(t, v[0], v[1], Broadcast.None), (x, s) => s.Each((i, j) => f(x[0][(i * s.N) + j], x[1][(i * s.N) + j]))),
        new(name + " row", s => [[s.M, s.N], [s.N]], (t, v, _) => operation(t, v[0], v[1], Broadcast.Row), (x, s) => s.Each((i, j) => f(x[0][(i * s.N) + j], x[1][j]))),
        new(name + " column", s => [[s.M, s.N], [s.M, 1]], (t, v, _) => operation(t, v[0], v[1], Broadcast.Column), (x, s) => s.Each((i, j) => f(x[0][(i * s.N) + j], x[1][i]))),
        new(name + " scalar", s => [[s.M, s.N], []], (t, v, _) => operation(t, v[0], v[1], Broadcast.Scalar), (x, s) => s.Each((i, j) => f(x[0][(i * s.N) + j], x[1][0]))),
    ];

    private static IEnumerable<GradientCase> Products()
    {
        foreach (bool ta in new[] { false, true })
        {
            foreach (bool tb in new[] { false, true })
            {
                double Element(double[] a, double[] b, int i, int j, Sizes s, int from)
                    => Sizes.Sum(s.K, l => a[(from * s.M * s.K) + (ta ? (l * s.M) + i : (i * s.K) + l)] * b[(from * s.K * s.N) + (tb ? (j * s.K) + l : (l * s.N) + j)]);

                yield return new(
                    $"matmul {ta} {tb}",
                    s => [ta ? [s.K, s.M] : [s.M, s.K], tb ? [s.N, s.K] : [s.K, s.N]],
                    (t, v, _) => t.MatMul(v[0], v[1], ta, tb),
                    (x, s) => s.Each((i, j) => Element(x[0], x[1], i, j, s, 0)));
                yield return new(
                    $"batch matmul {ta} {tb}",
                    s => [ta ? [3, s.K, s.M] : [3, s.M, s.K], tb ? [3, s.N, s.K] : [3, s.K, s.N]],
                    (t, v, _) => t.BatchMatMul(v[0], v[1], ta, tb),
                    (x, s) => Sizes.Each(3 * s.M, s.N, (i, j) => Element(x[0], x[1], i % s.M, j, s, i / s.M)));
            }
        }

        yield return new(
            "matmul of a batch of sequences",
            s => [[2, s.M, s.K], [s.K, s.N]],
            (t, v, _) => t.MatMul(v[0], v[1]),
            (x, s) => Sizes.Each(2 * s.M, s.N, (i, j) => Sizes.Sum(s.K, l => x[0][(i * s.K) + l] * x[1][(l * s.N) + j])));
        yield return new("transpose", s => [[s.M, s.N]], (t, v, _) => t.Transpose(v[0]), (x, s) => Sizes.Each(s.N, s.M, (i, j) => x[0][(j * s.N) + i]));
    }

    private static GradientCase[] Reductions() =>
    [
        new("sum", s => [[s.M, s.N]], (t, v, _) => t.Sum(v[0]), (x, _) => [x[0].Sum()]),
        new("mean", s => [[s.M, s.N]], (t, v, _) => t.Mean(v[0]), (x, _) => [x[0].Average()]),
        OfRows("sum of rows", row => row.Sum(), (t, x) => t.SumOfRows(x)),
        OfRows("mean of rows", row => row.Average(), (t, x) => t.MeanOfRows(x)),
        OfRows("norm of rows", row => Math.Sqrt(row.Sum(v => v * v)), (t, x) => t.NormOfRows(x)),
        OfRows("max of rows", row => row.Max(), (t, x) => t.MaxOfRows(x)),
        OfRows("amax of rows", row => row.Max(), (t, x) => t.AmaxOfRows(x)),
        OfColumns("sum of columns", column => column.Sum(), (t, x) => t.SumOfColumns(x)),
        OfColumns("mean of columns", column => column.Average(), (t, x) => t.MeanOfColumns(x)),
        OfColumns("norm of columns", column => Math.Sqrt(column.Sum(v => v * v)), (t, x) => t.NormOfColumns(x)),
        new("max", s => [[s.M, s.N]], (t, v, _) => t.Max(v[0]), (x, _) => [x[0].Max()]),
        new("cumulative sum", s => [[s.M, s.N]], (t, v, _) => t.CumulativeSum(v[0]), (x, s) => s.Each((i, j) => Sizes.Sum(j + 1, l => x[0][(i * s.N) + l]))),
    ];

    private static GradientCase OfRows(string name, Func<double[], double> f, Func<Tape, Variable, Variable> operation) => new(
        name,
        s => [[s.M, s.N]],
        (t, v, _) => operation(t, v[0]),
        (x, s) => Sizes.Each(s.M, 1, (i, _) => f(x[0][(i * s.N)..((i + 1) * s.N)])));

    private static GradientCase OfColumns(string name, Func<double[], double> f, Func<Tape, Variable, Variable> operation) => new(
        name,
        s => [[s.M, s.N]],
        (t, v, _) => operation(t, v[0]),
        (x, s) => Sizes.Each(1, s.N, (_, j) => f([.. Enumerable.Range(0, s.M).Select(i => x[0][(i * s.N) + j])])));

    private static GradientCase[] Shapes() =>
    [
        new("reshape", s => [[s.M, s.N]], (t, v, s) => t.Reshape(v[0], s.N, -1), (x, _) => x[0]),
        new("slice rows", s => [[s.M + 2, s.N]], (t, v, s) => t.SliceRows(v[0], 1, s.M), (x, s) => s.Each((i, j) => x[0][((i + 1) * s.N) + j])),
        new("slice columns", s => [[s.M, s.N + 3]], (t, v, s) => t.SliceColumns(v[0], 2, s.N), (x, s) => s.Each((i, j) => x[0][(i * (s.N + 3)) + j + 2])),
        new("concatenate rows", s => [[s.M, s.N], [s.K, s.N], [1, s.N]], (t, v, _) => t.ConcatenateRows(v[0], v[1], v[2]), (x, _) => [.. x[0], .. x[1], .. x[2]]),
        new(
            "concatenate columns",
            s => [[s.M, s.N], [s.M, s.K]],
            (t, v, _) => t.ConcatenateColumns(v[0], v[1]),
            (x, s) => Sizes.Each(s.M, s.N + s.K, (i, j) => j < s.N ? x[0][(i * s.N) + j] : x[1][(i * s.K) + j - s.N])),
        new("gather rows", s => [[s.M, s.N]], (t, v, s) => t.GatherRows(v[0], Places(s.M + 3, s.M)), (x, s) => Sizes.Each(s.M + 3, s.N, (i, j) => x[0][(Places(s.M + 3, s.M)[i] * s.N) + j])),
        new(
            "scatter rows",
            s => [[s.M, s.N]],
            (t, v, s) => t.ScatterRows(v[0], Places(s.M, s.K), s.K),
            (x, s) => Sizes.Each(s.K, s.N, (i, j) => Sizes.Sum(s.M, l => Places(s.M, s.K)[l] == i ? x[0][(l * s.N) + j] : 0))),
        new(
            "gather columns",
            s => [[s.M, s.N]],
            (t, v, s) => t.GatherColumns(v[0], Places(s.M * s.K, s.N), s.K),
            (x, s) => Sizes.Each(s.M, s.K, (i, j) => x[0][(i * s.N) + Places(s.M * s.K, s.N)[(i * s.K) + j]])),
        new(
            "scatter columns",
            s => [[s.M, s.N]],
            (t, v, s) => t.ScatterColumns(v[0], Places(s.M * s.N, s.K), s.K),
            (x, s) => Sizes.Each(s.M, s.K, (i, j) => Sizes.Sum(s.N, l => Places(s.M * s.N, s.K)[(i * s.N) + l] == j ? x[0][(i * s.N) + l] : 0))),
    ];

    private static GradientCase[] Choices() =>
    [
        new("mask", s => [[s.M, s.N]], (t, v, s) => t.Mask(v[0], Flags(s)), (x, s) => s.Each((i, j) => Flags(s)[i, j] * x[0][(i * s.N) + j])),
        new(
            "where",
            s => [[s.M, s.N], [s.M, s.N]],
            (t, v, s) => t.Where(Flags(s), v[0], v[1]),
            (x, s) => s.Each((i, j) => x[Flags(s)[i, j] != 0 ? 0 : 1][(i * s.N) + j])),
        new("keep top k", s => [[s.M, s.N]], (t, v, s) => t.KeepTopK(v[0], K(s)), (x, s) => Largest(x[0], s.N, K(s), v => v)),
        new("keep top k by magnitude", s => [[s.M, s.N]], (t, v, s) => t.KeepTopK(v[0], K(s), RankBy.Magnitude), (x, s) => Largest(x[0], s.N, K(s), Math.Abs)),
        new("keep batch top k", s => [[s.M, s.N]], (t, v, s) => t.KeepBatchTopK(v[0], K(s) * s.M), (x, s) => Largest(x[0], s.M * s.N, K(s) * s.M, v => v)),
        new(
            "top k side by side",
            s => [[s.M, s.N]],
            (t, v, s) => t.TopK(v[0], K(s), out _),
            (x, s) => [.. Enumerable.Range(0, s.M).SelectMany(i => x[0][(i * s.N)..((i + 1) * s.N)].OrderByDescending(v => v).Take(K(s)))]),
        new("straight through", s => [[s.M, s.N]], (t, v, _) => t.StraightThrough(t.Scale(v[0], 1), v[0]), (x, _) => x[0]),
    ];

    private static GradientCase[] Normalisations() =>
    [
        EachRow("softmax", Softmax, (t, x) => t.Softmax(x)),
        EachRow("log softmax", row => [.. Softmax(row).Select(x => Math.Log(x))], (t, x) => t.LogSoftmax(x)),
        EachRow("standardised rows", row => Standard(row, 1e-5f), (t, x) => t.LayerNorm(x, null, null)),
        EachRow("rms norm without gain", row => Rms(row, 1e-6f), (t, x) => t.RmsNorm(x, null)),
        new(
            "layer norm",
            s => [[s.M, s.N], [s.N], [s.N]],
            (t, v, _) => t.LayerNorm(v[0], v[1], v[2], 0.01f),
            (x, s) => s.Each((i, j) => (Standard(x[0][(i * s.N)..((i + 1) * s.N)], 0.01f)[j] * x[1][j]) + x[2][j])),
        new(
            "rms norm",
            s => [[s.M, s.N], [s.N]],
            (t, v, _) => t.RmsNorm(v[0], v[1], 0.01f),
            (x, s) => s.Each((i, j) => Rms(x[0][(i * s.N)..((i + 1) * s.N)], 0.01f)[j] * x[1][j])),
        new(
            "cross entropy",
            s => [[s.M, s.N]],
            (t, v, s) => t.CrossEntropy(v[0], Places(s.M, s.N)),
            (x, s) => [Sizes.Sum(s.M, i => -Math.Log(Softmax(x[0][(i * s.N)..((i + 1) * s.N)])[Places(s.M, s.N)[i]])) / s.M]),
        new(
            "mean squared error",
            s => [[s.M, s.N], [s.M, s.N]],
            (t, v, _) => t.MeanSquaredError(v[0], v[1]),
            (x, s) => [Sizes.Sum(s.M * s.N, i => (x[0][i] - x[1][i]) * (x[0][i] - x[1][i])) / (s.M * s.N)]),
    ];

    private static GradientCase EachRow(string name, Func<double[], double[]> f, Func<Tape, Variable, Variable> operation) => new(
        name,
        s => [[s.M, s.N]],
        (t, v, _) => operation(t, v[0]),
        (x, s) => [.. Enumerable.Range(0, s.M).SelectMany(i => f(x[0][(i * s.N)..((i + 1) * s.N)]))]);

    private static double[] Softmax(double[] row)
    {
        double sum = row.Sum(Math.Exp);
        return [.. row.Select(x => Math.Exp(x) / sum)];
    }

    private static double[] Standard(double[] row, double epsilon)
    {
        double mean = row.Average(), variance = row.Average(x => (x - mean) * (x - mean));
        return [.. row.Select(x => (x - mean) / Math.Sqrt(variance + epsilon))];
    }

    private static double[] Rms(double[] row, double epsilon)
    {
        double square = row.Average(x => x * x);
        return [.. row.Select(x => x / Math.Sqrt(square + epsilon))];
    }

    private static int K(Sizes s) => Math.Min(s.K, s.N);

    private static double[] Largest(double[] numbers, int columns, int k, Func<double, double> size)
    {
        var kept = new double[numbers.Length];
        for (int from = 0; from < numbers.Length; from += columns)
        {
            foreach (int place in Places(numbers[from..(from + columns)], k, size))
                kept[from + place] = numbers[from + place];
        }

        return kept;
    }

    private static IEnumerable<int> Places(double[] row, int k, Func<double, double> size) => Enumerable.Range(0, row.Length).OrderByDescending(i => size(row[i])).ThenBy(i => i).Take(k).Order();

    private static int[] Places(int count, int limit) => [.. Enumerable.Range(0, count).Select(i => (int)(((i * 7919L) + 3) % limit))];

    private static Tensor Flags(Sizes s)
    {
        var flags = new Tensor(s.M, s.N);
        for (int i = 0; i < flags.Count; i++)
            flags.Values[i] = i % 3 == 1 ? 0 : 1;

        return flags;
    }
}
