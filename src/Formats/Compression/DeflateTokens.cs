namespace Sim.Formats;

/// <summary>Literals and matches of one block, and how a block is written: with codes of its own, with the fixed ones or stored, whichever is shortest.</summary>
internal sealed class DeflateTokens(int capacity)
{
    private const int EndOfBlock = 256;
    private static readonly int[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly byte[] LengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly int[] DistanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    private static readonly byte[] DistanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
    private static readonly byte[] LengthsOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    private static readonly HuffmanCode FixedLiterals = HuffmanCode.OfLengths([.. Enumerable.Range(0, 288).Select(i => (byte)(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))]);
    private static readonly HuffmanCode FixedDistances = HuffmanCode.OfLengths([.. Enumerable.Repeat((byte)5, 30)]);

    // Literal: the byte. Match: length in the low 16 bits, distance above.
    private readonly List<uint> _tokens = new(Math.Min(capacity, 4096));

    /// <summary>True when the block should end.</summary>
    public bool IsFull => _tokens.Count >= capacity;

    /// <summary>Appends a byte.</summary>
    public void AddLiteral(byte value) => _tokens.Add(value);

    /// <summary>Appends a match.</summary>
    public void AddMatch(int length, int distance) => _tokens.Add((uint)length | ((uint)distance << 16));

    /// <summary>Writes the tokens as one block and forgets them.</summary>
    /// <param name="bits">Where to.</param>
    /// <param name="raw">The bytes that the tokens stand for.</param>
    /// <param name="last">True for the last block.</param>
    public void Flush(DeflateBits bits, ReadOnlySpan<byte> raw, bool last)
    {
        Span<int> literalCounts = stackalloc int[286];
        Span<int> distanceCounts = stackalloc int[30];
        literalCounts.Clear();
        distanceCounts.Clear();
        literalCounts[EndOfBlock] = 1;
        foreach (uint token in _tokens)
        {
            if (token >> 16 == 0)
            {
                literalCounts[(int)token]++;
            }
            else
            {
                literalCounts[257 + LengthSymbol((int)(token & 0xFFFF))]++;
                distanceCounts[DistanceSymbol((int)(token >> 16))]++;
            }
        }

        var literals = HuffmanCode.Of(literalCounts, 15);
        var distances = HuffmanCode.Of(distanceCounts, 15);
        var head = new CodeLengths(literals.Lengths, distances.Lengths);
        long dynamicBits = head.Bits + Cost(literals, distances, literalCounts, distanceCounts);
        long fixedBits = Cost(FixedLiterals, FixedDistances, literalCounts, distanceCounts);
        long storedBits = 8L * raw.Length + 48L * (1 + raw.Length / 65535);
        if (storedBits < Math.Min(dynamicBits, fixedBits))
        {
            Store(bits, raw, last);
        }
        else
        {
            bits.Add(last ? 1u : 0, 1);
            bits.Add(fixedBits <= dynamicBits ? 1u : 2, 2);
            if (fixedBits <= dynamicBits)
            {
                Write(bits, FixedLiterals, FixedDistances);
            }
            else
            {
                head.Write(bits);
                Write(bits, literals, distances);
            }
        }

        _tokens.Clear();
    }

    private static void Store(DeflateBits bits, ReadOnlySpan<byte> raw, bool last)
    {
        do
        {
            var part = raw[..Math.Min(raw.Length, 65535)];
            raw = raw[part.Length..];
            bits.Add(last && raw.IsEmpty ? 1u : 0, 1);
            bits.Add(0, 2);
            bits.Align();
            bits.Add((uint)part.Length, 16);
            bits.Add((uint)part.Length ^ 0xFFFF, 16);
            bits.Append(part);
        }
        while (!raw.IsEmpty);
    }

    private static long Cost(HuffmanCode literals, HuffmanCode distances, ReadOnlySpan<int> literalCounts, ReadOnlySpan<int> distanceCounts)
    {
        long cost = 0;
        for (int i = 0; i < literalCounts.Length; i++)
        {
            cost += (long)literalCounts[i] * (literals.Lengths[i] + (i > EndOfBlock ? LengthExtra[i - 257] : 0));
        }

        for (int i = 0; i < distanceCounts.Length; i++)
        {
            cost += (long)distanceCounts[i] * (distances.Lengths[i] + DistanceExtra[i]);
        }

        return cost;
    }

    private void Write(DeflateBits bits, HuffmanCode literals, HuffmanCode distances)
    {
        foreach (uint token in _tokens)
        {
            if (token >> 16 == 0)
            {
                bits.Add(literals.Codes[token], literals.Lengths[token]);
                continue;
            }

            int length = (int)(token & 0xFFFF);
            int symbol = LengthSymbol(length);
            bits.Add(literals.Codes[257 + symbol], literals.Lengths[257 + symbol]);
            bits.Add((uint)(length - LengthBase[symbol]), LengthExtra[symbol]);
            int distance = (int)(token >> 16);
            symbol = DistanceSymbol(distance);
            bits.Add(distances.Codes[symbol], distances.Lengths[symbol]);
            bits.Add((uint)(distance - DistanceBase[symbol]), DistanceExtra[symbol]);
        }

        bits.Add(literals.Codes[EndOfBlock], literals.Lengths[EndOfBlock]);
    }

    private static int LengthSymbol(int length) => Last(LengthBase, length);

    private static int DistanceSymbol(int distance) => Last(DistanceBase, distance);

    private static int Last(int[] bases, int value)
    {
        int found = Array.BinarySearch(bases, value);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The lengths of both codes, themselves run-length coded and packed with a third code (RFC 1951, 3.2.7).</summary>
    private sealed class CodeLengths
    {
        private readonly List<(byte Symbol, byte Extra, byte Bits)> _runs = [];
        private readonly HuffmanCode _code;
        private readonly int _literals;
        private readonly int _distances;
        private readonly int _lengths = 19;

        public CodeLengths(byte[] literals, byte[] distances)
        {
            _literals = Math.Max(257, Used(literals));
            _distances = Math.Max(1, Used(distances));
            Runs([.. literals.AsSpan(0, _literals), .. distances.AsSpan(0, _distances)]);
            Span<int> counts = stackalloc int[19];
            counts.Clear();
            foreach (var run in _runs)
            {
                counts[run.Symbol]++;
            }

            _code = HuffmanCode.Of(counts, 7);
            while (_lengths > 4 && _code.Lengths[LengthsOrder[_lengths - 1]] == 0)
            {
                _lengths--;
            }

            Bits = 14 + 3 * _lengths + _runs.Sum(r => _code.Lengths[r.Symbol] + r.Bits);
        }

        /// <summary>Bits that it takes.</summary>
        public long Bits { get; }

        public void Write(DeflateBits bits)
        {
            bits.Add((uint)(_literals - 257), 5);
            bits.Add((uint)(_distances - 1), 5);
            bits.Add((uint)(_lengths - 4), 4);
            for (int i = 0; i < _lengths; i++)
            {
                bits.Add(_code.Lengths[LengthsOrder[i]], 3);
            }

            foreach (var (symbol, extra, count) in _runs)
            {
                bits.Add(_code.Codes[symbol], _code.Lengths[symbol]);
                bits.Add(extra, count);
            }
        }

        private static int Used(byte[] lengths)
        {
            int used = lengths.Length;
            while (used > 0 && lengths[used - 1] == 0)
            {
                used--;
            }

            return used;
        }

        private void Runs(byte[] lengths)
        {
            for (int at = 0; at < lengths.Length;)
            {
                byte value = lengths[at];
                int run = 1;
                while (at + run < lengths.Length && lengths[at + run] == value)
                {
                    run++;
                }

                at += run;
                if (value != 0)
                {
                    _runs.Add((value, 0, 0));
                    run--;
                }

                while (run >= 3)
                {
                    int part = Math.Min(run, value != 0 ? 6 : 138);
                    _runs.Add(value != 0 ? ((byte)16, (byte)(part - 3), (byte)2) : part <= 10 ? ((byte)17, (byte)(part - 3), (byte)3) : ((byte)18, (byte)(part - 11), (byte)7));
                    run -= part;
                }

                for (; run > 0; run--)
                {
                    _runs.Add((value, 0, 0));
                }
            }
        }
    }
}
