namespace Sim.Numerics.Tensors;

/// <summary>Products of matrices over tensors, done by <see cref="Backends.Default"/>.</summary>
public static class Products
{
    /// <summary>op(A) · op(B) as a new tensor. All dimensions but the last of A count as rows, so that A may be a batch of sequences.</summary>
    /// <param name="a">rows × inner, or inner × rows where it is transposed.</param>
    /// <param name="b">inner × columns, or columns × inner where it is transposed; of rank 2.</param>
    /// <param name="transposeA">Whether A is taken as its transpose; it then has rank 2.</param>
    /// <param name="transposeB">Whether B is taken as its transpose.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor MatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        int columns = transposeB ? b.Rows : b.Columns;
        Tensor result;
        if (transposeA || a.Rank <= 2)
        {
            result = new Tensor(transposeA ? a.Columns : a.Rows, columns);
        }
        else
        {
            int[] shape = a.Shape.ToArray();
            shape[^1] = columns;
            result = new Tensor(shape);
        }

        MatMulInto(result, a, b, transposeA, transposeB);
        return result;
    }

    /// <summary>result = alpha · op(A) · op(B) + beta · result.</summary>
    /// <param name="result">rows × columns; must not share memory with A or B.</param>
    /// <param name="a">rows × inner, or inner × rows where it is transposed.</param>
    /// <param name="b">inner × columns, or columns × inner where it is transposed.</param>
    /// <param name="transposeA">Whether A is taken as its transpose.</param>
    /// <param name="transposeB">Whether B is taken as its transpose.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="beta">Factor of what the result held; for 0 that is not read.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void MatMulInto(Tensor result, Tensor a, Tensor b, bool transposeA = false, bool transposeB = false, float alpha = 1f, float beta = 0f)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        (int m, int k) = transposeA ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        (int inner, int n) = transposeB ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        if (b.Rank != 2 || (transposeA && a.Rank != 2) || inner != k || result.Rows != m || result.Columns != n)
        {
            throw new ArgumentException($"{Name(a, transposeA)} times {Name(b, transposeB)} does not make a {result}");
        }

        Backends.Default.Gemm(transposeA, transposeB, m, n, k, alpha, a.Values, a.Columns, b.Values, b.Columns, beta, result.Values, n);
    }

    /// <summary>The product of each pair of matrices of two stacks, as a new tensor.</summary>
    /// <param name="a">Stack × rows × inner (or inner × rows), with any number of outer dimensions.</param>
    /// <param name="b">The same outer dimensions × inner × columns (or columns × inner).</param>
    /// <param name="transposeA">Whether each matrix of A is taken as its transpose.</param>
    /// <param name="transposeB">Whether each matrix of B is taken as its transpose.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor BatchMatMul(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        RequireStacks(a, b);
        int[] shape = a.Shape.ToArray();
        (shape[^2], shape[^1]) = (transposeA ? a.Columns : a.Shape[^2], transposeB ? b.Shape[^2] : b.Columns);
        var result = new Tensor(shape);
        BatchMatMulInto(result, a, b, transposeA, transposeB);
        return result;
    }

    /// <summary>result = alpha · op(A) · op(B) + beta · result, for each matrix of three stacks.</summary>
    /// <param name="result">Stack × rows × columns; must not share memory with A or B.</param>
    /// <param name="a">Stack × rows × inner (or inner × rows).</param>
    /// <param name="b">Stack × inner × columns (or columns × inner).</param>
    /// <param name="transposeA">Whether each matrix of A is taken as its transpose.</param>
    /// <param name="transposeB">Whether each matrix of B is taken as its transpose.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="beta">Factor of what the result held; for 0 that is not read.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void BatchMatMulInto(Tensor result, Tensor a, Tensor b, bool transposeA = false, bool transposeB = false, float alpha = 1f, float beta = 0f)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        RequireStacks(a, b);
        (int m, int k) = transposeA ? (a.Columns, a.Shape[^2]) : (a.Shape[^2], a.Columns);
        (int inner, int n) = transposeB ? (b.Columns, b.Shape[^2]) : (b.Shape[^2], b.Columns);
        if (inner != k || result.Rank != a.Rank || !result.Shape[..^2].SequenceEqual(a.Shape[..^2]) || result.Shape[^2] != m || result.Columns != n)
        {
            throw new ArgumentException($"{Name(a, transposeA)} times {Name(b, transposeB)} does not make a {result}");
        }

        int batch = 1;
        foreach (int length in a.Shape[..^2])
        {
            batch *= length;
        }

        Backends.Default.GemmBatch(batch, transposeA, transposeB, m, n, k, alpha, a.Values, a.Columns, m * k, b.Values, b.Columns, k * n, beta, result.Values, n, m * n);
    }

    private static void RequireStacks(Tensor a, Tensor b)
    {
        if (a.Rank < 2 || a.Rank != b.Rank || !a.Shape[..^2].SequenceEqual(b.Shape[..^2]))
        {
            throw new ArgumentException($"{a} and {b} are not stacks of the same number of matrices");
        }
    }

    private static string Name(Tensor tensor, bool transposed) => transposed ? "the transpose of a " + tensor : "a " + tensor;
}
