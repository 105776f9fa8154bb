using System.Runtime.InteropServices;

namespace Sim.Numerics.Tensors;

/// <summary>Products by our own kernels: each element of C is summed by one thread in an order that depends on the shapes alone.</summary>
internal sealed unsafe class ManagedBackend : IBackend
{
    public static ManagedBackend Instance { get; } = new();

    public string Name => "managed";

    public bool IsDeterministic => true;

    public void Gemm(bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda, ReadOnlySpan<float> b, int ldb, float beta, Span<float> c, int ldc)
    {
        GemmArguments.Check(transposeA, transposeB, m, n, k, a.Length, lda, b.Length, ldb, c.Length, ldc);
        fixed (float* pa = a, pb = b, pc = c)
        {
            Workers.For(m, 16, new Rows((nint)pa, transposeA ? 1 : lda, transposeA ? lda : 1, (nint)pb, transposeB ? 1 : ldb, transposeB ? ldb : 1, (nint)pc, ldc, n, k, alpha, beta));
        }
    }

    public void GemmBatch(
        int batch, bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda, int strideA, ReadOnlySpan<float> b, int ldb, int strideB, float beta, Span<float> c, int ldc, int strideC)
    {
        GemmArguments.CheckBatch(batch, transposeA, transposeB, m, n, k, a.Length, lda, strideA, b.Length, ldb, strideB, c.Length, ldc, strideC);
        for (int i = 0; i < batch; i++)
        {
            Gemm(transposeA, transposeB, m, n, k, alpha, a[(i * strideA)..], lda, b[(i * strideB)..], ldb, beta, c[(i * strideC)..], ldc);
        }
    }

    private readonly struct Rows(nint a, int aRow, int aColumn, nint b, int bRow, int bColumn, nint c, int ldc, int n, int k, float alpha, float beta) : IBlockBody
    {
        public void Run(int first, int end)
        {
            for (int i = first; i < end; i++)
            {
                Span<float> row = MemoryMarshal.CreateSpan(ref ((float*)c)[(long)i * ldc], n);
                if (beta == 0f)
                {
                    row.Clear();
                }
                else
                {
                    foreach (ref float value in row)
                    {
                        value *= beta;
                    }
                }

                for (int p = 0; p < k && alpha != 0f; p++)
                {
                    float factor = alpha * ((float*)a)[((long)i * aRow) + ((long)p * aColumn)];
                    float* other = (float*)b + ((long)p * bRow);
                    for (int j = 0; j < row.Length; j++)
                    {
                        row[j] += factor * other[(long)j * bColumn];
                    }
                }
            }
        }
    }
}
