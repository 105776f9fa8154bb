namespace Sim.Numerics.Gradients;

/// <summary>What the operations ask of the machine: blocks of work and products of matrices.</summary>
internal static class Work
{
    /// <summary>Elements that one block of work has, about: enough to be worth handing to another thread, and always the same whatever their number.</summary>
    public const int Grain = 16384;

    /// <summary>Does blocks of fixed length; bodies write to different places, so that their order is of no account.</summary>
    public static void For(int count, int grain, Action<int, int> body)
    {
        for (int first = 0; first < count; first += grain)
            body(first, Math.Min(count, first + grain));
    }

    /// <summary>Does blocks of elements.</summary>
    public static void ForElements(int count, Action<int, int> body) => For(count, Grain, body);

    /// <summary>Does blocks of rows of so many columns.</summary>
    public static void ForRows(int rows, int columns, Action<int, int> body) => For(rows, Math.Max(1, Grain / Math.Max(1, columns)), body);

    /// <summary>Does blocks of columns: 512 at a time, so that each reads whole cache lines.</summary>
    public static void ForColumns(int columns, Action<int, int> body) => For(columns, 512, body);

    /// <summary>C = alpha · op(A) · op(B) + beta · C, all row-major; C is not read where beta is 0.</summary>
    public static void Gemm(bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda, ReadOnlySpan<float> b, int ldb, float beta, Span<float> c, int ldc)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float sum = 0;
                for (int l = 0; l < k; l++)
                    sum += a[transposeA ? (l * lda) + i : (i * lda) + l] * b[transposeB ? (j * ldb) + l : (l * ldb) + j];

                ref float target = ref c[(i * ldc) + j];
                target = beta == 0 ? alpha * sum : (beta * target) + (alpha * sum);
            }
        }
    }

    /// <summary>Does <see cref="Gemm"/> for each of several triples of matrices at even distances.</summary>
    public static void GemmBatch(
        int batch, bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda, int strideA, ReadOnlySpan<float> b, int ldb, int strideB, float beta, Span<float> c, int ldc, int strideC)
    {
        for (int i = 0; i < batch; i++)
            Gemm(transposeA, transposeB, m, n, k, alpha, a[(i * strideA)..], lda, b[(i * strideB)..], ldb, beta, c[(i * strideC)..], ldc);
    }
}
