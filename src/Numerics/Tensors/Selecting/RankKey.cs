using System.Runtime.CompilerServices;

namespace Sim.Numerics.Tensors;

/// <summary>Numbers and their places as integers that sort by rank: the greater number first, of equals the lower index, NaN last of all.</summary>
internal static class RankKey
{
    /// <summary>Rises with the number; 0 for NaN, the same for both zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Score(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return float.IsNaN(value) ? 0 : (bits >> 31) != 0 ? ~bits : bits | 0x80000000;
    }

    /// <summary>The number that has this score.</summary>
    public static float Value(uint score) => score == 0 ? float.NaN : BitConverter.UInt32BitsToSingle((score >> 31) != 0 ? score & 0x7fffffff : ~score);

    /// <summary>Score, index from the highest down, and the number's sign, which a magnitude has lost.</summary>
    /// <param name="score">The number or its magnitude.</param>
    /// <param name="tag">Twice the index, and one more where the number's sign is set.</param>
    public static ulong Of(float score, int tag) => ((ulong)Score(score) << 32) | ((uint)tag ^ 0xfffffffe);

    public static int Index(ulong key) => (int)(~(uint)key >> 1);

    /// <summary>The number with its sign.</summary>
    public static float Value(ulong key, RankBy by)
    {
        float value = Value((uint)(key >> 32));
        return (by == RankBy.Magnitude || value == 0f) && (key & 1) != 0 ? -value : value;
    }
}
