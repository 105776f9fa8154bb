using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Sim.Numerics.Weights;

/// <summary>Turns the numbers of programs into stored little-endian elements. What a type cannot hold is an error, never a wrong number.</summary>
internal static class Narrowing
{
    public static void FromFloat(ElementType type, string name, ReadOnlySpan<float> from, Span<byte> to)
    {
        if (type == ElementType.F32 && BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(from).CopyTo(to);
            return;
        }

        for (int i = 0; i < from.Length; i++)
        {
            switch (type)
            {
                case ElementType.F16:
                    var half = (Half)from[i];
                    BinaryPrimitives.WriteHalfLittleEndian(to[(i * 2)..], Half.IsInfinity(half) && float.IsFinite(from[i]) ? throw Beyond(from[i], type, name) : half);
                    break;
                case ElementType.BF16:
                    ushort upper = Upper(from[i]);
                    BinaryPrimitives.WriteUInt16LittleEndian(to[(i * 2)..], (upper & 0x7FFF) == 0x7F80 && float.IsFinite(from[i]) ? throw Beyond(from[i], type, name) : upper);
                    break;
                case ElementType.F32:
                    BinaryPrimitives.WriteSingleLittleEndian(to[(i * 4)..], from[i]);
                    break;
                default:
                    BinaryPrimitives.WriteDoubleLittleEndian(to[(i * 8)..], from[i]);
                    break;
            }
        }
    }

    public static void CheckWhole(ElementType type, string name, ReadOnlySpan<long> values)
    {
        var (least, most) = type switch
        {
            ElementType.Bool => (0L, 1L),
            ElementType.U8 => (0, byte.MaxValue),
            ElementType.I8 => (sbyte.MinValue, sbyte.MaxValue),
            ElementType.I16 => (short.MinValue, short.MaxValue),
            ElementType.U16 => (0, ushort.MaxValue),
            ElementType.I32 => (int.MinValue, int.MaxValue),
            ElementType.U32 => (0, uint.MaxValue),
            ElementType.I64 => (long.MinValue, long.MaxValue),
            ElementType.U64 => (0, long.MaxValue),
            _ => throw new ArgumentException($"{type} is no kind of whole number", nameof(type)),
        };
        foreach (long value in values)
        {
            if (value < least || value > most)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{name}' holds {value}, which {type} cannot"), nameof(values));
            }
        }
    }

    public static void FromInt64(ElementType type, ReadOnlySpan<long> from, Span<byte> to)
    {
        int size = type.Size();
        Span<byte> whole = stackalloc byte[8];
        for (int i = 0; i < from.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(whole, from[i]);
            whole[..size].CopyTo(to[(i * size)..]);
        }
    }

    // To nearest, ties to even; a NaN stays one.
    private static ushort Upper(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static ArgumentException Beyond(float value, ElementType type, string name) => new(string.Create(CultureInfo.InvariantCulture, $"'{name}' holds {value}, which is beyond the range of {type}"));
}
