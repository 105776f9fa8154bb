using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sim.Numerics.Tensors;

/// <summary>Products by our own kernels: each element of C is summed by one thread in an order that depends on the depth alone, with the same bits from each of the tiles.</summary>
internal sealed unsafe class ManagedBackend : IBackend
{
    private readonly Tile _tile;

    private ManagedBackend(Tile tile) => _tile = tile;

    internal enum Tile
    {
        Scalar,
        Vector256,
        Vector512,
    }

    public static ManagedBackend Instance { get; } = new(Vector512.IsHardwareAccelerated ? Tile.Vector512 : Vector256.IsHardwareAccelerated && Fma.IsSupported ? Tile.Vector256 : Tile.Scalar);

    public string Name => "managed";

    public bool IsDeterministic => true;

    public void Gemm(bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda, ReadOnlySpan<float> b, int ldb, float beta, Span<float> c, int ldc)
    {
        GemmArguments.Check(transposeA, transposeB, m, n, k, a.Length, lda, b.Length, ldb, c.Length, ldc);
        fixed (float* pa = a, pb = b, pc = c)
        {
            Multiply(transposeA, transposeB, m, n, k, alpha, pa, lda, pb, ldb, beta, pc, ldc);
        }
    }

    public void GemmBatch(
        int batch, bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda, int strideA, ReadOnlySpan<float> b, int ldb, int strideB, float beta, Span<float> c, int ldc, int strideC)
    {
        GemmArguments.CheckBatch(batch, transposeA, transposeB, m, n, k, a.Length, lda, strideA, b.Length, ldb, strideB, c.Length, ldc, strideC);
        fixed (float* pa = a, pb = b, pc = c)
        {
            var body = new BatchBody(this, transposeA, transposeB, m, n, k, alpha, (nint)pa, lda, strideA, (nint)pb, ldb, strideB, beta, (nint)pc, ldc, strideC);

            // Either the matrices are spread over the threads or the work within each is.
            Workers.For(batch, batch >= 2 * Workers.Threads ? 1 : Math.Max(1, batch), body);
        }
    }

    /// <summary>The same products with a tile of the caller's choice, to hold the tiles together.</summary>
    internal static IBackend With(Tile tile) => new ManagedBackend(tile);

    private void Multiply(bool transposeA, bool transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc)
    {
        if (m == 0 || n == 0)
        {
            return;
        }

        if (k == 0 || alpha == 0f)
        {
            Scale(m, n, beta, c, ldc);
            return;
        }

        switch (_tile)
        {
            case Tile.Vector512:
                GemmKernel<GemmTile512>.Run(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
                break;
            case Tile.Vector256:
                GemmKernel<GemmTile256>.Run(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
                break;
            default:
                GemmKernel<GemmTileScalar>.Run(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
                break;
        }
    }

    private static void Scale(int m, int n, float beta, float* c, int ldc)
    {
        for (int i = 0; i < m; i++)
        {
            Span<float> row = MemoryMarshal.CreateSpan(ref c[(long)i * ldc], n);
            if (beta == 0f)
            {
                row.Clear();
                continue;
            }

            foreach (ref float value in row)
            {
                value *= beta;
            }
        }
    }

    private readonly struct BatchBody(
        ManagedBackend backend, bool transposeA, bool transposeB, int m, int n, int k, float alpha, nint a, int lda, int strideA, nint b, int ldb, int strideB, float beta, nint c, int ldc, int strideC) : IBlockBody
    {
        public void Run(int first, int end)
        {
            for (int i = first; i < end; i++)
            {
                backend.Multiply(
                    transposeA, transposeB, m, n, k, alpha, (float*)a + ((long)i * strideA), lda, (float*)b + ((long)i * strideB), ldb, beta, (float*)c + ((long)i * strideC), ldc);
            }
        }
    }
}
