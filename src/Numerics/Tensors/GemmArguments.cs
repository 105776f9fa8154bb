namespace Sim.Numerics.Tensors;

internal static class GemmArguments
{
    public static void Check(bool transposeA, bool transposeB, int m, int n, int k, int a, int lda, int b, int ldb, int c, int ldc)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        Check("A", transposeA ? k : m, transposeA ? m : k, a, lda);
        Check("B", transposeB ? n : k, transposeB ? k : n, b, ldb);
        Check("C", m, n, c, ldc);
    }

    public static void CheckBatch(int batch, bool transposeA, bool transposeB, int m, int n, int k, int a, int lda, int strideA, int b, int ldb, int strideB, int c, int ldc, int strideC)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(strideA);
        ArgumentOutOfRangeException.ThrowIfNegative(strideB);
        ArgumentOutOfRangeException.ThrowIfNegative(strideC);
        if (batch == 0)
        {
            return;
        }

        if (batch > 1 && m > 0 && n > 0 && strideC < (long)(m - 1) * ldc + n)
        {
            throw new ArgumentException($"matrices C of {m} × {n} with leading dimension {ldc} overlap at a distance of {strideC}", nameof(strideC));
        }

        long last = batch - 1;
        Check(transposeA, transposeB, m, n, k, Left(a, last * strideA), lda, Left(b, last * strideB), ldb, Left(c, last * strideC), ldc);
    }

    private static int Left(int length, long start) => (int)Math.Max(0, length - start);

    private static void Check(string name, int rows, int columns, int length, int leading)
    {
        if (leading < columns)
        {
            throw new ArgumentException($"{name} is stored as {rows} × {columns}, but its leading dimension is {leading}");
        }

        if (rows > 0 && columns > 0 && (long)(rows - 1) * leading + columns > length)
        {
            throw new ArgumentException($"{name} is stored as {rows} × {columns} with leading dimension {leading}, but there are {length} elements for it");
        }
    }
}
