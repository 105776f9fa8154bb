using System.Globalization;

namespace Sim.Numerics.Weights;

/// <summary>Sizes and names of element types, and words for messages.</summary>
internal static class ElementTypes
{
    /// <summary>More dimensions than any tensor has; what claims more is damaged.</summary>
    public const int MaxRank = 64;

    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Bool or ElementType.U8 or ElementType.I8 => 1,
        ElementType.I16 or ElementType.U16 or ElementType.F16 or ElementType.BF16 => 2,
        ElementType.I32 or ElementType.U32 or ElementType.F32 => 4,
        _ => 8,
    };

    public static bool IsFloat(this ElementType type) => type is ElementType.F16 or ElementType.BF16 or ElementType.F32 or ElementType.F64;

    /// <summary>The name in a safetensors header.</summary>
    public static string Name(this ElementType type) => type switch
    {
        ElementType.Bool => "BOOL",
        ElementType.U8 => "U8",
        ElementType.I8 => "I8",
        ElementType.I16 => "I16",
        ElementType.U16 => "U16",
        ElementType.F16 => "F16",
        ElementType.BF16 => "BF16",
        ElementType.I32 => "I32",
        ElementType.U32 => "U32",
        ElementType.F32 => "F32",
        ElementType.F64 => "F64",
        ElementType.I64 => "I64",
        _ => "U64",
    };

    /// <summary>The type of a name in a safetensors header, null for one that is not known here.</summary>
    public static ElementType? Parse(string name)
    {
        for (var type = ElementType.Bool; type <= ElementType.U64; type++)
        {
            if (type.Name() == name)
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>The number of elements, multiplied in order as the original does, or null where a product passes 63 bits.</summary>
    public static long? Count(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long length in shape)
        {
            long high = Math.BigMul(count, length, out long low);
            if (high != 0 || low < 0)
            {
                return null;
            }

            count = low;
        }

        return count;
    }

    /// <summary>A shape for messages, such as <c>[2048, 768]</c>.</summary>
    public static string Text(ReadOnlySpan<long> shape)
    {
        var parts = new string[Math.Min(shape.Length, 8) + (shape.Length > 8 ? 1 : 0)];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = i < 8 ? shape[i].ToString(CultureInfo.InvariantCulture) : "…";
        }

        return $"[{string.Join(", ", parts)}]";
    }

    /// <summary>What a message quotes of a name that a file holds.</summary>
    public static string Cut(string text) => text.Length <= 80 ? text : text[..(char.IsHighSurrogate(text[78]) ? 78 : 79)] + "…";
}
