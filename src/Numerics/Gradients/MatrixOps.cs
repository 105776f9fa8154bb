using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Products of matrices.</summary>
public static class MatrixOps
{
    /// <summary>op(A) · op(B). All dimensions but the last of A count as rows, so that A may be a batch of sequences.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="a">rows × inner, or inner × rows where it is transposed.</param>
    /// <param name="b">inner × columns, or columns × inner where it is transposed; of rank 2.</param>
    /// <param name="transposeA">Whether A is taken as its transpose; it then has rank 2.</param>
    /// <param name="transposeB">Whether B is taken as its transpose.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Variable MatMul(this Tape tape, Variable a, Variable b, bool transposeA = false, bool transposeB = false)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Tensor x = a.Value, y = b.Value;
        (int m, int k) = transposeA ? (x.Columns, x.Rows) : (x.Rows, x.Columns);
        (int inner, int n) = transposeB ? (y.Columns, y.Rows) : (y.Rows, y.Columns);
        if (y.Rank != 2 || x.Rank == 0 || (transposeA && x.Rank != 2) || inner != k)
            throw new ArgumentException($"{Name(x, transposeA)} cannot be multiplied by {Name(y, transposeB)}", nameof(b));

        Tensor result;
        if (x.Rank <= 2)
        {
            result = tape.New(m, n);
        }
        else
        {
            Span<int> shape = stackalloc int[x.Rank];
            x.Shape.CopyTo(shape);
            shape[^1] = n;
            result = tape.New(shape);
        }

        Backends.Default.Gemm(transposeA, transposeB, m, n, k, 1, x.Values, x.Columns, y.Values, y.Columns, 0, result.Values, n);
        return tape.Record(
            result,
            gradient =>
            {
                ReadOnlySpan<float> g = gradient.Values;
                if (a.NeedsGradient)
                {
                    Span<float> target = a.GradientBuffer(out bool isNew).Values;
                    float beta = isNew ? 0 : 1;
                    if (transposeA)
                        Backends.Default.Gemm(transposeB, true, k, m, n, 1, y.Values, y.Columns, g, n, beta, target, m);
                    else
                        Backends.Default.Gemm(false, !transposeB, m, k, n, 1, g, n, y.Values, y.Columns, beta, target, k);
                }

                if (b.NeedsGradient)
                {
                    Span<float> target = b.GradientBuffer(out bool isNew).Values;
                    float beta = isNew ? 0 : 1;
                    if (transposeB)
                        Backends.Default.Gemm(true, transposeA, n, k, m, 1, g, n, x.Values, x.Columns, beta, target, k);
                    else
                        Backends.Default.Gemm(!transposeA, false, k, n, m, 1, x.Values, x.Columns, g, n, beta, target, n);
                }
            },
            a,
            b);
    }

    /// <summary>The product of each pair of matrices of two stacks.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="a">Stack × rows × inner (or inner × rows), with any number of outer dimensions.</param>
    /// <param name="b">The same outer dimensions × inner × columns (or columns × inner).</param>
    /// <param name="transposeA">Whether each matrix of A is taken as its transpose.</param>
    /// <param name="transposeB">Whether each matrix of B is taken as its transpose.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Variable BatchMatMul(this Tape tape, Variable a, Variable b, bool transposeA = false, bool transposeB = false)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Tensor x = a.Value, y = b.Value;
        if (x.Rank < 2 || x.Rank != y.Rank || !x.Shape[..^2].SequenceEqual(y.Shape[..^2]))
            throw new ArgumentException($"a {x} and a {y} are not stacks of the same number of matrices", nameof(b));

        (int m, int k) = transposeA ? (x.Columns, x.Shape[^2]) : (x.Shape[^2], x.Columns);
        (int inner, int n) = transposeB ? (y.Columns, y.Shape[^2]) : (y.Shape[^2], y.Columns);
        if (inner != k)
            throw new ArgumentException($"each matrix of {Name(x, transposeA)} cannot be multiplied by one of {Name(y, transposeB)}", nameof(b));

        int batch = 1;
        foreach (int length in x.Shape[..^2])
            batch *= length;

        Span<int> shape = stackalloc int[x.Rank];
        x.Shape.CopyTo(shape);
        (shape[^2], shape[^1]) = (m, n);
        Tensor result = tape.New(shape);
        Backends.Default.GemmBatch(batch, transposeA, transposeB, m, n, k, 1, x.Values, x.Columns, m * k, y.Values, y.Columns, k * n, 0, result.Values, n, m * n);
        return tape.Record(
            result,
            gradient =>
            {
                ReadOnlySpan<float> g = gradient.Values;
                if (a.NeedsGradient)
                {
                    Span<float> target = a.GradientBuffer(out bool isNew).Values;
                    float beta = isNew ? 0 : 1;
                    if (transposeA)
                        Backends.Default.GemmBatch(batch, transposeB, true, k, m, n, 1, y.Values, y.Columns, k * n, g, n, m * n, beta, target, m, m * k);
                    else
                        Backends.Default.GemmBatch(batch, false, !transposeB, m, k, n, 1, g, n, m * n, y.Values, y.Columns, k * n, beta, target, k, m * k);
                }

                if (b.NeedsGradient)
                {
                    Span<float> target = b.GradientBuffer(out bool isNew).Values;
                    float beta = isNew ? 0 : 1;
                    if (transposeB)
                        Backends.Default.GemmBatch(batch, true, transposeA, n, k, m, 1, g, n, m * n, x.Values, x.Columns, m * k, beta, target, k, k * n);
                    else
                        Backends.Default.GemmBatch(batch, !transposeA, false, k, n, m, 1, x.Values, x.Columns, m * k, g, n, m * n, beta, target, n, k * n);
                }
            },
            a,
            b);
    }

    /// <summary>The transpose of a matrix.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Rank 2.</param>
    /// <exception cref="ArgumentException">The rank is not 2.</exception>
    public static Variable Transpose(this Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        if (x.Value.Rank != 2)
            throw new ArgumentException($"a {x.Value} is no matrix to transpose", nameof(x));

        Tensor result = tape.New(x.Value.Columns, x.Value.Rows);
        Transpose(x.Value, result, isNew: true);
        return tape.Record(
            result,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Transpose(gradient, target, isNew);
            },
            x);
    }

    // In squares of 32, so that both the rows read and the rows written stay in the cache.
    private static void Transpose(Tensor from, Tensor to, bool isNew) => Workers.For(from.Rows, 32, (first, end) =>
    {
        const int Side = 32;
        int rows = from.Rows, columns = from.Columns;
        ReadOnlySpan<float> source = from.Values;
        Span<float> target = to.Values;
        for (int start = 0; start < columns; start += Side)
        {
            int last = Math.Min(columns, start + Side);
            for (int c = start; c < last; c++)
            {
                for (int r = first; r < end; r++)
                {
                    float value = source[(r * columns) + c];
                    ref float place = ref target[(c * rows) + r];
                    place = isNew ? value : place + value;
                }
            }
        }
    });

    private static string Name(Tensor tensor, bool transposed) => transposed ? "the transpose of a " + tensor : "a " + tensor;
}
