using System.Runtime.InteropServices;

namespace Sim.Numerics.Tensors;

/// <summary>OpenBLAS through its C interface, where the library is installed.</summary>
/// <remarks>Its number of threads is one setting of the process, so calls wait for one another. Results may depend on the number of threads.</remarks>
internal sealed unsafe partial class OpenBlasBackend : IBackend
{
    private const int RowMajor = 101;
    private static readonly string[] Names = ["libopenblas.so.0", "libopenblas.so", "libopenblas.0.dylib", "libopenblas.dylib", "libopenblas.dll", "openblas.dll"];
    private static readonly Lazy<OpenBlasBackend?> Found = new(Probe);

    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _sgemm;
    private readonly delegate* unmanaged[Cdecl]<int, void> _setThreads;
    private readonly Lock _gate = new();
    private int _threads;

    private OpenBlasBackend(nint sgemm, nint setThreads)
    {
        _sgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)sgemm;
        _setThreads = (delegate* unmanaged[Cdecl]<int, void>)setThreads;
    }

    public static OpenBlasBackend? Instance => Found.Value;

    public string Name => "openblas";

    public bool IsDeterministic => false;

    public void Gemm(bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda, ReadOnlySpan<float> b, int ldb, float beta, Span<float> c, int ldc)
    {
        GemmArguments.Check(transposeA, transposeB, m, n, k, a.Length, lda, b.Length, ldb, c.Length, ldc);
        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (float* pa = a, pb = b, pc = c)
        {
            lock (_gate)
            {
                int threads = Workers.Threads;
                if (threads != _threads)
                {
                    _setThreads(threads);
                    _threads = threads;
                }

                _sgemm(RowMajor, transposeA ? 112 : 111, transposeB ? 112 : 111, m, n, k, alpha, pa, Math.Max(1, lda), pb, Math.Max(1, ldb), beta, pc, Math.Max(1, ldc));
            }
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

    private static OpenBlasBackend? Probe()
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                if (NativeLibrary.TryGetExport(library, "cblas_sgemm", out nint sgemm) && NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out nint setThreads))
                {
                    return new OpenBlasBackend(sgemm, setThreads);
                }

                NativeLibrary.Free(library);
            }
        }

        return null;
    }
}
