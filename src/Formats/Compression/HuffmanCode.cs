namespace Sim.Formats;

/// <summary>A canonical Huffman code with a largest length (RFC 1951, 3.2.2). Deterministic: ties go by symbol.</summary>
internal sealed class HuffmanCode
{
    private HuffmanCode(byte[] lengths)
    {
        Lengths = lengths;
        Codes = Assign(lengths);
    }

    /// <summary>Bits of each symbol's code; 0 where it does not occur.</summary>
    public byte[] Lengths { get; }

    /// <summary>Codes with their first bit lowest, as the stream wants them.</summary>
    public uint[] Codes { get; }

    /// <summary>The best code for given counts.</summary>
    /// <param name="counts">How often each symbol occurs.</param>
    /// <param name="most">Largest number of bits.</param>
    public static HuffmanCode Of(ReadOnlySpan<int> counts, int most)
    {
        byte[] lengths = new byte[counts.Length];
        var symbols = new List<(long Count, int Symbol)>();
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                symbols.Add((counts[i], i));
            }
        }

        symbols.Sort();
        if (symbols.Count == 1)
        {
            lengths[symbols[0].Symbol] = 1;
        }
        else if (symbols.Count > 1)
        {
            Limit(Depths(symbols), most, symbols, lengths);
        }

        return new(lengths);
    }

    /// <summary>A code of given lengths.</summary>
    public static HuffmanCode OfLengths(byte[] lengths) => new(lengths);

    // Two queues: leaves in the order of their counts, and inner nodes, which come out in order by themselves.
    private static int[] Depths(List<(long Count, int Symbol)> leaves)
    {
        int n = leaves.Count;
        long[] weight = new long[2 * n - 1];
        int[] parent = new int[2 * n - 1];
        for (int i = 0; i < n; i++)
        {
            weight[i] = leaves[i].Count;
        }

        int leaf = 0;
        int inner = n;
        for (int made = n; made < 2 * n - 1; made++)
        {
            for (int child = 0; child < 2; child++)
            {
                int least = leaf < n && (inner >= made || weight[leaf] <= weight[inner]) ? leaf++ : inner++;
                weight[made] += weight[least];
                parent[least] = made;
            }
        }

        int[] depth = new int[2 * n - 1];
        for (int i = 2 * n - 3; i >= 0; i--)
        {
            depth[i] = depth[parent[i]] + 1;
        }

        return depth[..n];
    }

    // Too long codes are cut, then others grow until Kraft's sum is one again; rare symbols get the long codes.
    private static void Limit(int[] depths, int most, List<(long Count, int Symbol)> leaves, byte[] lengths)
    {
        Span<int> perLength = stackalloc int[64];
        foreach (int depth in depths)
        {
            perLength[Math.Min(depth, most)]++;
        }

        long kraft = 0;
        for (int i = 1; i <= most; i++)
        {
            kraft += (long)perLength[i] << (most - i);
        }

        for (; kraft > 1L << most; kraft--)
        {
            perLength[most]--;
            for (int i = most - 1; i > 0; i--)
            {
                if (perLength[i] > 0)
                {
                    perLength[i]--;
                    perLength[i + 1] += 2;
                    break;
                }
            }
        }

        int at = 0;
        for (int length = most; length > 0; length--)
        {
            for (int k = 0; k < perLength[length]; k++)
            {
                lengths[leaves[at++].Symbol] = (byte)length;
            }
        }
    }

    private static uint[] Assign(byte[] lengths)
    {
        Span<uint> next = stackalloc uint[17];
        Span<int> perLength = stackalloc int[17];
        foreach (byte length in lengths)
        {
            perLength[length]++;
        }

        perLength[0] = 0;
        for (int i = 1; i < next.Length; i++)
        {
            next[i] = (next[i - 1] + (uint)perLength[i - 1]) << 1;
        }

        uint[] codes = new uint[lengths.Length];
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length > 0)
            {
                codes[symbol] = Reversed(next[length]++, length);
            }
        }

        return codes;
    }

    private static uint Reversed(uint code, int bits)
    {
        uint reversed = 0;
        for (int i = 0; i < bits; i++)
        {
            reversed = (reversed << 1) | ((code >> i) & 1);
        }

        return reversed;
    }
}
