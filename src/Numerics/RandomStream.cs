namespace Sim.Numerics;

/// <summary>
/// The project's only source of random numbers: the counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", SC 2011). Number n of a seed is a pure function of (seed, n): the stream can be sought anywhere, and two
/// streams never influence one another. Not for cryptography. An instance belongs to one thread at a time; <see cref="At"/> is pure.
/// </summary>
public sealed class RandomStream
{
    private ulong _position;
    private ulong _odd;
    private bool _hasOdd;

    /// <summary>A stream at position 0.</summary>
    /// <param name="seed">Any value; see <see cref="Sim.Numerics.Seed"/> for how to make one from names.</param>
    public RandomStream(ulong seed) => Seed = seed;

    /// <summary>The seed that, with <see cref="Position"/>, is the stream's whole state.</summary>
    public ulong Seed { get; }

    /// <summary>How many 64-bit numbers lie before the next one; set it to seek.</summary>
    public ulong Position
    {
        get => _position;
        set
        {
            _position = value;
            _hasOdd = false;
        }
    }

    /// <summary>Number <paramref name="position"/> of the stream of a seed, without a stream.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="position">Which number, from 0.</param>
    public static ulong At(ulong seed, ulong position)
    {
        (ulong even, ulong odd) = Block(seed, position >> 1, 0);
        return (position & 1) == 0 ? even : odd;
    }

    /// <summary>One application of Philox4x32-10: 128 bits for a 64-bit key and a 128-bit counter, words in little-endian order.</summary>
    /// <param name="key">Key words 0 (low half) and 1.</param>
    /// <param name="counterLow">Counter words 0 (low half) and 1.</param>
    /// <param name="counterHigh">Counter words 2 (low half) and 3.</param>
    /// <returns>Output words 0 and 1, then 2 and 3.</returns>
    public static (ulong Low, ulong High) Block(ulong key, ulong counterLow, ulong counterHigh)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            c0 = (uint)(p1 >> 32) ^ c1 ^ k0;
            c1 = (uint)p1;
            c2 = (uint)(p0 >> 32) ^ c3 ^ k1;
            c3 = (uint)p0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        return (c0 | (ulong)c1 << 32, c2 | (ulong)c3 << 32);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong position = _position++;
        if ((position & 1) != 0 && _hasOdd)
        {
            _hasOdd = false;
            return _odd;
        }
        (ulong even, ulong odd) = Block(Seed, position >> 1, 0);
        _odd = odd;
        _hasOdd = (position & 1) == 0;
        return (position & 1) == 0 ? even : odd;
    }

    /// <summary>A number in [0, 1) with 53 random bits. Takes one position.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / 9007199254740992.0);

    /// <summary>A number uniform in [low, high). Takes one position.</summary>
    /// <param name="low">Lower bound, finite.</param>
    /// <param name="high">Upper bound, finite, at least <paramref name="low"/>; an empty range gives low.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are not finite or in the wrong order.</exception>
    public double NextUniform(double low, double high)
    {
        if (!double.IsFinite(low) || !(high >= low) || !double.IsFinite(high - low))
            throw new ArgumentOutOfRangeException(nameof(high), high, "The range must be finite, with the upper bound not below the lower.");
        double v = low + (high - low) * NextDouble();
        return v < high || high == low ? v : Math.BitDecrement(high);
    }

    /// <summary>An integer in [0, bound), each equally likely (Lemire's multiplication with rejection). Takes one position or, rarely, more.</summary>
    /// <param name="bound">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong range = (ulong)bound;
        ulong high = Math.BigMul(NextUInt64(), range, out ulong low);
        if (low < range)
        {
            ulong threshold = unchecked(0UL - range) % range;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), range, out low);
        }
        return (int)high;
    }

    /// <summary>An integer in [low, high), each equally likely.</summary>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">One past the largest value; above <paramref name="low"/>, and at most int.MaxValue values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or too wide.</exception>
    public int NextInt(int low, int high)
    {
        long range = (long)high - low;
        if (range < 1 || range > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(high), high, "The range must hold 1 to 2147483647 values.");
        return low + NextInt((int)range);
    }

    /// <summary>A number of the standard normal distribution, by its inverse distribution function. Takes one position.</summary>
    public double NextNormal() => Pinned.NormalQuantile(((NextUInt64() >> 12) + 0.5) * (1.0 / 4503599627370496.0));

    /// <summary>A number of the normal distribution with the given mean and standard deviation. Takes one position.</summary>
    /// <param name="mean">Mean.</param>
    /// <param name="standardDeviation">Standard deviation, not negative.</param>
    public double NextNormal(double mean, double standardDeviation) => mean + standardDeviation * NextNormal();

    /// <summary>Puts the items in a random order, each equally likely (Fisher and Yates).</summary>
    /// <typeparam name="T">Item type.</typeparam>
    /// <param name="items">The items, changed in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A new stream that depends on this stream's seed and the purpose only, not on how far this one has been read.</summary>
    /// <param name="purpose">What the numbers are for; the same name gives the same stream.</param>
    /// <exception cref="ArgumentException">The purpose is not well-formed UTF-16.</exception>
    public RandomStream Fork(string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new RandomStream(Sim.Numerics.Seed.Derive(Seed, "fork", 0, purpose));
    }

    /// <summary>As <see cref="Fork(string)"/>, with a number, such as an actor's or a draw's.</summary>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="index">Which one.</param>
    public RandomStream Fork(string purpose, int index)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new RandomStream(Sim.Numerics.Seed.Derive(Seed, "fork-indexed", index, purpose));
    }
}
