namespace Sim.Numerics.Tensors;

/// <summary>
/// The innermost part of a product. Each element is a chain of fused multiply-adds over the depth from zero, in rising order, then alpha times that plus beta times what was there; so tiles of every size and
/// width give the same bits.
/// </summary>
internal unsafe interface IGemmTile
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <summary>C = alpha · A · B + beta · C for one whole tile.</summary>
    /// <param name="depth">Columns of A and rows of B.</param>
    /// <param name="a">Packed: the tile's <see cref="Rows"/> numbers of the first column, then of the next.</param>
    /// <param name="b">The tile's <see cref="Columns"/> numbers of the first row.</param>
    /// <param name="step">Distance from one row of B to the next.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="beta">Factor of what C held; for 0 that is not read.</param>
    /// <param name="c">First element of the tile.</param>
    /// <param name="ldc">Leading dimension of C.</param>
    static abstract void Run(int depth, float* a, float* b, nint step, float alpha, float beta, float* c, nint ldc);

    /// <summary>alpha · A · B for the first rows and columns of a tile; what it writes beyond them means nothing.</summary>
    /// <param name="height">Rows wanted, at least 1.</param>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <param name="depth">Columns of A and rows of B.</param>
    /// <param name="a">Packed as for a whole tile.</param>
    /// <param name="b">The tile's <see cref="Columns"/> numbers of the first row.</param>
    /// <param name="step">Distance from one row of B to the next.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="c">Room for a whole tile, with <see cref="Columns"/> as leading dimension.</param>
    static abstract void RunPart(int height, int width, int depth, float* a, float* b, nint step, float alpha, float* c);
}
