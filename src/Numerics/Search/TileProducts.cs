using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sim.Numerics.Search;

/// <summary>Inner products of a tile of whole numbers: the widest kernel that the processor has, and its twins. All are exact, so they agree to the bit.</summary>
internal static unsafe class TileProducts
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 12;

    /// <summary>Columns of a tile.</summary>
    public const int TileColumns = 32;

    /// <summary>Products of 12 rows with 32 columns.</summary>
    /// <param name="a">Pairs of numbers: pair by pair, within it row by row.</param>
    /// <param name="b">Pairs of numbers: pair by pair, within it column by column.</param>
    /// <param name="pairs">How many pairs a row or column has.</param>
    /// <param name="c">Receives 12 × 32 sums. No partial sum may exceed 32 bits.</param>
    public static void Multiply(short* a, short* b, int pairs, int* c)
    {
        if (Avx512BW.IsSupported)
        {
            Wide(a, b, pairs, c);
        }
        else if (Avx2.IsSupported)
        {
            Narrow(a, b, pairs, c);
            Narrow(a, b + 32, pairs, c + 16);
            Narrow(a + 12, b, pairs, c + (6 * TileColumns));
            Narrow(a + 12, b + 32, pairs, c + (6 * TileColumns) + 16);
        }
        else
        {
            Plain(a, b, pairs, c);
        }
    }

    /// <summary>The scalar twin.</summary>
    public static void Plain(short* a, short* b, int pairs, int* c)
    {
        new Span<int>(c, TileRows * TileColumns).Clear();
        for (int p = 0; p < pairs; p++, a += 2 * TileRows, b += 2 * TileColumns)
        {
            for (int row = 0; row < TileRows; row++)
            {
                (int first, int second) = (a[2 * row], a[(2 * row) + 1]);
                int* sums = c + (row * TileColumns);
                for (int column = 0; column < TileColumns; column++)
                {
                    sums[column] += (first * b[2 * column]) + (second * b[(2 * column) + 1]);
                }
            }
        }
    }

    private static void Wide(short* a, short* b, int pairs, int* c)
    {
        var c0a = Vector512<int>.Zero; var c0b = Vector512<int>.Zero;
        var c1a = Vector512<int>.Zero; var c1b = Vector512<int>.Zero;
        var c2a = Vector512<int>.Zero; var c2b = Vector512<int>.Zero;
        var c3a = Vector512<int>.Zero; var c3b = Vector512<int>.Zero;
        var c4a = Vector512<int>.Zero; var c4b = Vector512<int>.Zero;
        var c5a = Vector512<int>.Zero; var c5b = Vector512<int>.Zero;
        var c6a = Vector512<int>.Zero; var c6b = Vector512<int>.Zero;
        var c7a = Vector512<int>.Zero; var c7b = Vector512<int>.Zero;
        var c8a = Vector512<int>.Zero; var c8b = Vector512<int>.Zero;
        var c9a = Vector512<int>.Zero; var c9b = Vector512<int>.Zero;
        var c10a = Vector512<int>.Zero; var c10b = Vector512<int>.Zero;
        var c11a = Vector512<int>.Zero; var c11b = Vector512<int>.Zero;
        for (int p = 0; p < pairs; p++, a += 2 * TileRows, b += 2 * TileColumns)
        {
            Vector512<short> x;
            var ba = Vector512.Load(b);
            var bb = Vector512.Load(b + 32);
            x = Vector512.Create(*(int*)(a)).AsInt16();
            c0a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c0b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 2)).AsInt16();
            c1a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c1b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 4)).AsInt16();
            c2a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c2b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 6)).AsInt16();
            c3a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c3b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 8)).AsInt16();
            c4a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c4b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 10)).AsInt16();
            c5a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c5b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 12)).AsInt16();
            c6a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c6b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 14)).AsInt16();
            c7a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c7b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 16)).AsInt16();
            c8a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c8b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 18)).AsInt16();
            c9a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c9b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 20)).AsInt16();
            c10a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c10b += Avx512BW.MultiplyAddAdjacent(x, bb);
            x = Vector512.Create(*(int*)(a + 22)).AsInt16();
            c11a += Avx512BW.MultiplyAddAdjacent(x, ba);
            c11b += Avx512BW.MultiplyAddAdjacent(x, bb);
        }

        c0a.Store(c + 0);
        c0b.Store(c + 16);
        c1a.Store(c + 32);
        c1b.Store(c + 48);
        c2a.Store(c + 64);
        c2b.Store(c + 80);
        c3a.Store(c + 96);
        c3b.Store(c + 112);
        c4a.Store(c + 128);
        c4b.Store(c + 144);
        c5a.Store(c + 160);
        c5b.Store(c + 176);
        c6a.Store(c + 192);
        c6b.Store(c + 208);
        c7a.Store(c + 224);
        c7b.Store(c + 240);
        c8a.Store(c + 256);
        c8b.Store(c + 272);
        c9a.Store(c + 288);
        c9b.Store(c + 304);
        c10a.Store(c + 320);
        c10b.Store(c + 336);
        c11a.Store(c + 352);
        c11b.Store(c + 368);
    }

    private static void Narrow(short* a, short* b, int pairs, int* c)
    {
        var c0a = Vector256<int>.Zero; var c0b = Vector256<int>.Zero;
        var c1a = Vector256<int>.Zero; var c1b = Vector256<int>.Zero;
        var c2a = Vector256<int>.Zero; var c2b = Vector256<int>.Zero;
        var c3a = Vector256<int>.Zero; var c3b = Vector256<int>.Zero;
        var c4a = Vector256<int>.Zero; var c4b = Vector256<int>.Zero;
        var c5a = Vector256<int>.Zero; var c5b = Vector256<int>.Zero;
        for (int p = 0; p < pairs; p++, a += 2 * TileRows, b += 2 * TileColumns)
        {
            Vector256<short> x;
            var ba = Vector256.Load(b);
            var bb = Vector256.Load(b + 16);
            x = Vector256.Create(*(int*)(a)).AsInt16();
            c0a += Avx2.MultiplyAddAdjacent(x, ba);
            c0b += Avx2.MultiplyAddAdjacent(x, bb);
            x = Vector256.Create(*(int*)(a + 2)).AsInt16();
            c1a += Avx2.MultiplyAddAdjacent(x, ba);
            c1b += Avx2.MultiplyAddAdjacent(x, bb);
            x = Vector256.Create(*(int*)(a + 4)).AsInt16();
            c2a += Avx2.MultiplyAddAdjacent(x, ba);
            c2b += Avx2.MultiplyAddAdjacent(x, bb);
            x = Vector256.Create(*(int*)(a + 6)).AsInt16();
            c3a += Avx2.MultiplyAddAdjacent(x, ba);
            c3b += Avx2.MultiplyAddAdjacent(x, bb);
            x = Vector256.Create(*(int*)(a + 8)).AsInt16();
            c4a += Avx2.MultiplyAddAdjacent(x, ba);
            c4b += Avx2.MultiplyAddAdjacent(x, bb);
            x = Vector256.Create(*(int*)(a + 10)).AsInt16();
            c5a += Avx2.MultiplyAddAdjacent(x, ba);
            c5b += Avx2.MultiplyAddAdjacent(x, bb);
        }

        c0a.Store(c + 0);
        c0b.Store(c + 8);
        c1a.Store(c + 32);
        c1b.Store(c + 40);
        c2a.Store(c + 64);
        c2b.Store(c + 72);
        c3a.Store(c + 96);
        c3b.Store(c + 104);
        c4a.Store(c + 128);
        c4b.Store(c + 136);
        c5a.Store(c + 160);
        c5b.Store(c + 168);
    }
}
