namespace Sim.Formats;

/// <summary>
/// Compresses to raw DEFLATE (RFC 1951). The runtime's own zlib chooses other matches on other processors and in other versions; this one gives the
/// same bytes for the same input everywhere. Every inflater reads it. Thread-safe.
/// </summary>
public static class Deflate
{
    private const int Window = 1 << 15;
    private const int HashBits = 15;
    private const int MinMatch = 3;
    private const int MaxMatch = 258;
    private const int BlockTokens = 1 << 15;
    private const int MaxChain = 96;
    private const int Nice = 128;

    // From this distance on three equal bytes cost more as a match than as literals.
    private const int FarThree = 4096;

    /// <summary>Compresses.</summary>
    /// <param name="bytes">At most 1 GiB.</param>
    /// <exception cref="ArgumentException">More than 1 GiB.</exception>
    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 1 << 30)
        {
            throw new ArgumentException("More than 1 GiB.", nameof(bytes));
        }

        var bits = new DeflateBits();
        var tokens = new DeflateTokens(BlockTokens);
        int[] head = new int[1 << HashBits];
        Array.Fill(head, -1);
        int[] before = new int[Math.Min(bytes.Length, Window)];
        int at = 0;
        int blockStart = 0;
        var waiting = new Match(0, 0);
        bool literalWaits = false;
        while (at < bytes.Length)
        {
            var found = Find(bytes, at, head, before, waiting.Length);
            // A match waits for one byte: the one that begins there may be longer.
            if (waiting.Length >= MinMatch && found.Length <= waiting.Length)
            {
                tokens.AddMatch(waiting.Length, waiting.Distance);
                int end = at - 1 + waiting.Length;
                for (at++; at < end; at++)
                {
                    Insert(bytes, at, head, before);
                }

                waiting = default;
                literalWaits = false;
            }
            else
            {
                if (literalWaits)
                {
                    tokens.AddLiteral(bytes[at - 1]);
                }

                waiting = found;
                literalWaits = true;
                at++;
            }

            if (tokens.IsFull && !literalWaits)
            {
                tokens.Flush(bits, bytes[blockStart..at], false);
                blockStart = at;
            }
        }

        if (literalWaits)
        {
            tokens.AddLiteral(bytes[^1]);
        }

        tokens.Flush(bits, bytes[blockStart..], true);
        return bits.ToArray();
    }

    private static int Hash(ReadOnlySpan<byte> bytes, int at) =>
        (int)(((bytes[at] | ((uint)bytes[at + 1] << 8) | ((uint)bytes[at + 2] << 16)) * 0x9E3779B1u) >> (32 - HashBits));

    private static void Insert(ReadOnlySpan<byte> bytes, int at, int[] head, int[] before)
    {
        if (at + MinMatch <= bytes.Length)
        {
            int hash = Hash(bytes, at);
            before[at & (Window - 1)] = head[hash];
            head[hash] = at;
        }
    }

    private static Match Find(ReadOnlySpan<byte> bytes, int at, int[] head, int[] before, int longerThan)
    {
        if (at + MinMatch > bytes.Length)
        {
            return default;
        }

        int candidate = head[Hash(bytes, at)];
        Insert(bytes, at, head, before);
        int best = Math.Max(longerThan, MinMatch - 1);
        int distance = 0;
        int most = Math.Min(MaxMatch, bytes.Length - at);
        int oldest = at - Window;
        for (int chain = longerThan >= 32 ? MaxChain / 4 : MaxChain; candidate > oldest && candidate >= 0 && chain > 0 && best < most; chain--)
        {
            if (bytes[candidate + best] == bytes[at + best])
            {
                int length = bytes.Slice(candidate, most).CommonPrefixLength(bytes.Slice(at, most));
                if (length > best && (length > MinMatch || at - candidate < FarThree))
                {
                    best = length;
                    distance = at - candidate;
                    if (length >= Nice)
                    {
                        break;
                    }
                }
            }

            int next = before[candidate & (Window - 1)];
            // An older position overwrote the slot: the chain ends here.
            candidate = next < candidate ? next : -1;
        }

        return distance == 0 ? default : new Match(best, distance);
    }

    private readonly record struct Match(int Length, int Distance);
}
