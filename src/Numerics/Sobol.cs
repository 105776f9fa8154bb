namespace Sim.Numerics;

/// <summary>
/// Sobol's low-discrepancy sequence in up to 64 dimensions, in the Gray-code order and with the direction numbers of Joe and Kuo
/// ("Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008, set new-joe-kuo-6). Any point
/// can be asked for by its index. Immutable after construction, so safe for concurrent use.
/// </summary>
public sealed class Sobol
{
    /// <summary>The largest number of dimensions.</summary>
    public const int MaxDimensions = 64;

    private const int Bits = 53;
    private readonly ulong[] _directions;
    private readonly ulong[] _keys;
    private readonly SobolScramble _scramble;

    /// <summary>A sequence of points in the unit cube.</summary>
    /// <param name="dimensions">1 to <see cref="MaxDimensions"/>.</param>
    /// <param name="scramble">How to randomise.</param>
    /// <param name="seed">Seed of the randomisation; without one it has no influence.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of dimensions out of range, or an unknown scramble.</exception>
    public Sobol(int dimensions, SobolScramble scramble = SobolScramble.None, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MaxDimensions);
        if (scramble is < SobolScramble.None or > SobolScramble.Owen)
            throw new ArgumentOutOfRangeException(nameof(scramble), scramble, "Unknown scramble.");
        Dimensions = dimensions;
        _scramble = scramble;
        _directions = new ulong[dimensions * Bits];
        _keys = new ulong[dimensions];
        int at = 0;
        for (int d = 0; d < dimensions; d++)
        {
            _keys[d] = RandomStream.At(seed, (ulong)d);
            Span<ulong> v = _directions.AsSpan(d * Bits, Bits);
            if (d == 0)
            {
                for (int j = 0; j < Bits; j++) v[j] = 1UL << (63 - j);
                continue;
            }
            int polynomial = SobolTable.Polynomials[d];
            int degree = System.Numerics.BitOperations.Log2((uint)polynomial);
            for (int j = 0; j < degree; j++) v[j] = (ulong)SobolTable.Initial[at + j] << (63 - j);
            at += degree;
            for (int j = degree; j < Bits; j++)
            {
                ulong next = v[j - degree] ^ v[j - degree] >> degree;
                for (int k = 1; k < degree; k++)
                    if ((polynomial >> (degree - k) & 1) != 0)
                        next ^= v[j - k];
                v[j] = next;
            }
        }
    }

    /// <summary>Number of coordinates of a point.</summary>
    public int Dimensions { get; }

    /// <summary>Point number <paramref name="index"/>; the first 2^k points fill the cube evenly for every k.</summary>
    /// <param name="index">From 0 to below 2^53.</param>
    /// <param name="point">Takes the coordinates, each in [0, 1); at least <see cref="Dimensions"/> long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is too large.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void Point(ulong index, Span<double> point)
    {
        if (index >= 1UL << Bits)
            throw new ArgumentOutOfRangeException(nameof(index), index, "The index must be below 2^53.");
        if (point.Length < Dimensions)
            throw new ArgumentException("The span is shorter than a point.", nameof(point));
        ulong gray = index ^ index >> 1;
        for (int d = 0; d < Dimensions; d++)
        {
            ulong x = 0;
            int row = d * Bits;
            for (ulong g = gray; g != 0; g &= g - 1)
                x ^= _directions[row + System.Numerics.BitOperations.TrailingZeroCount(g)];
            if (_scramble == SobolScramble.DigitalShift)
                x ^= _keys[d];
            else if (_scramble == SobolScramble.Owen)
                x = ScrambleBits(x, _keys[d]);
            point[d] = (x >> 11) * (1.0 / 9007199254740992.0);
        }
    }

    private static ulong ScrambleBits(ulong x, ulong key)
    {
        ulong result = x;
        for (int b = 0; b < Bits; b++)
        {
            ulong above = b == 0 ? 0 : x >> (64 - b);
            ulong flip = RandomStream.Block(key, above, (ulong)b).Low & 1;
            result ^= flip << (63 - b);
        }
        return result;
    }
}
