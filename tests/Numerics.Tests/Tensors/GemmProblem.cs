using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

/// <summary>A product with drawn numbers and its result in double, with a bound of the rounding error.</summary>
internal sealed class GemmProblem
{
    private readonly int _m, _n, _k, _lda, _ldb, _ldc;
    private readonly bool _transposeA, _transposeB;
    private readonly float _alpha, _beta;
    private readonly float[] _a, _b, _before;

    public GemmProblem(int m, int n, int k, bool transposeA, bool transposeB, float alpha, float beta, int pad, ulong seed)
    {
        (_m, _n, _k, _transposeA, _transposeB, _alpha, _beta) = (m, n, k, transposeA, transposeB, alpha, beta);
        (_lda, _ldb, _ldc) = ((transposeA ? m : k) + pad, (transposeB ? k : n) + pad, n + pad);
        var random = new RandomStream(seed);
        _a = Draw(random, (transposeA ? k : m) * _lda);
        _b = Draw(random, (transposeB ? n : k) * _ldb);
        _before = Draw(random, m * _ldc);
        C = [.. _before];
    }

    public float[] C { get; private set; }

    public void Solve(IBackend backend)
    {
        C = [.. _before];
        backend.Gemm(_transposeA, _transposeB, _m, _n, _k, _alpha, _a, _lda, _b, _ldb, _beta, C, _ldc);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public void AssertSolvedBy(IBackend backend)
    {
        Solve(backend);
        for (int i = 0; i < _m; i++)
        {
            for (int j = 0; j < _ldc; j++)
            {
                float before = _before[(i * _ldc) + j], after = C[(i * _ldc) + j];
                if (j >= _n)
                {
                    Assert.Equal(before, after);
                    continue;
                }

                double sum = 0, size = 0;
                for (int p = 0; p < _k; p++)
                {
                    double term = (double)_a[_transposeA ? (p * _lda) + i : (i * _lda) + p] * _b[_transposeB ? (j * _ldb) + p : (p * _ldb) + j];
                    sum += term;
                    size += Math.Abs(term);
                }

                double expected = (_alpha * sum) + (_beta * before);
                double bound = ((Math.Abs(_alpha) * size) + Math.Abs(_beta * before)) * (1e-6 + (_k * 6e-8)) + 1e-12;
                Assert.True(Math.Abs(expected - after) <= bound, $"{_m}×{_n}×{_k} at {i},{j}: {after} instead of {expected}");
            }
        }
    }

    private static float[] Draw(RandomStream random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)random.NextUniform(-1, 1);
        }

        return values;
    }
}
