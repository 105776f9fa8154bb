namespace Sim.Numerics.Tensors;

/// <summary>Whoever does the heavy products: the managed kernels, a BLAS library, or a device.</summary>
/// <remarks>
/// Matrices are row-major float32. The leading dimension of a matrix is the distance between the starts of two rows <i>as stored</i>: a transposed operand is stored as its transpose. Implementations are
/// thread-safe, use at most <see cref="Workers.Threads"/> threads, and give results that do not depend on their number where they say so by <see cref="IsDeterministic"/>.
/// </remarks>
public interface IBackend
{
    /// <summary>Short name, as <c>managed</c> or <c>openblas</c>.</summary>
    string Name { get; }

    /// <summary>Whether results are the same bits for any number of threads, on one class of processor.</summary>
    bool IsDeterministic { get; }

    /// <summary>C = alpha · op(A) · op(B) + beta · C.</summary>
    /// <param name="transposeA">Whether op(A) is the transpose of what is stored.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of what is stored.</param>
    /// <param name="m">Rows of op(A) and of C.</param>
    /// <param name="n">Columns of op(B) and of C.</param>
    /// <param name="k">Columns of op(A), rows of op(B); for 0 the product is zero.</param>
    /// <param name="alpha">Factor of the product; for 0 neither A nor B is read.</param>
    /// <param name="a">m × k as stored, or k × m where it is transposed.</param>
    /// <param name="lda">Leading dimension of A, at least the length of a stored row.</param>
    /// <param name="b">k × n as stored, or n × k where it is transposed.</param>
    /// <param name="ldb">Leading dimension of B.</param>
    /// <param name="beta">Factor of what C held; for 0 that is not read, so it may be anything.</param>
    /// <param name="c">m × n; must not overlap A or B.</param>
    /// <param name="ldc">Leading dimension of C.</param>
    /// <exception cref="ArgumentException">A matrix does not fit into its span, or a leading dimension is too small.</exception>
    void Gemm(bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda, ReadOnlySpan<float> b, int ldb, float beta, Span<float> c, int ldc);

    /// <summary>Does <see cref="Gemm"/> for each of several triples of matrices that lie at even distances.</summary>
    /// <param name="batch">Number of triples.</param>
    /// <param name="transposeA">Whether op(A) is the transpose of what is stored.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of what is stored.</param>
    /// <param name="m">Rows of op(A) and of C.</param>
    /// <param name="n">Columns of op(B) and of C.</param>
    /// <param name="k">Columns of op(A), rows of op(B).</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="a">All matrices A.</param>
    /// <param name="lda">Leading dimension of each A.</param>
    /// <param name="strideA">Distance between the starts of two matrices A; 0 takes the same one each time.</param>
    /// <param name="b">All matrices B.</param>
    /// <param name="ldb">Leading dimension of each B.</param>
    /// <param name="strideB">Distance between the starts of two matrices B; 0 takes the same one each time.</param>
    /// <param name="beta">Factor of what C held.</param>
    /// <param name="c">All matrices C; they must not overlap.</param>
    /// <param name="ldc">Leading dimension of each C.</param>
    /// <param name="strideC">Distance between the starts of two matrices C.</param>
    /// <exception cref="ArgumentException">A matrix does not fit into its span, or a leading dimension is too small.</exception>
    void GemmBatch(
        int batch, bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda, int strideA, ReadOnlySpan<float> b, int ldb, int strideB, float beta, Span<float> c, int ldc, int strideC);
}
