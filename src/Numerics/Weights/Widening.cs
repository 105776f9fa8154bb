using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sim.Numerics.Weights;

/// <summary>Turns stored little-endian elements into the numbers that programs work with. Every kind of element but U64 and F64 is exact in all wider ones.</summary>
internal static class Widening
{
    /// <summary>To single precision; <paramref name="type"/> is a kind of float. A finite double beyond the range becomes an infinity; the caller looks.</summary>
    public static void ToFloat(ElementType type, ReadOnlySpan<byte> from, Span<float> to)
    {
        switch (type)
        {
            case ElementType.F32 when BitConverter.IsLittleEndian:
                from.CopyTo(MemoryMarshal.AsBytes(to));
                break;
            case ElementType.BF16:
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(from[(i * 2)..]) << 16);
                }

                break;
            case ElementType.F16:
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(from[(i * 2)..]);
                }

                break;
            case ElementType.F32:
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = BinaryPrimitives.ReadSingleLittleEndian(from[(i * 4)..]);
                }

                break;
            default:
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(from[(i * 8)..]);
                }

                break;
        }
    }

    /// <summary>To double precision, from any kind of element; integers beyond 2⁵³ are rounded.</summary>
    public static void ToDouble(ElementType type, ReadOnlySpan<byte> from, Span<double> to)
    {
        int size = type.Size();
        for (int i = 0; i < to.Length; i++)
        {
            var at = from.Slice(i * size, size);
            to[i] = type switch
            {
                ElementType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(at),
                ElementType.F32 => BinaryPrimitives.ReadSingleLittleEndian(at),
                ElementType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(at),
                ElementType.BF16 => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(at) << 16),
                ElementType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(at),
                _ => Whole(type, at),
            };
        }
    }

    /// <summary>To 64-bit integers; <paramref name="type"/> is no kind of float. False where a U64 is beyond them.</summary>
    public static bool ToInt64(ElementType type, ReadOnlySpan<byte> from, Span<long> to)
    {
        int size = type.Size();
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = Whole(type, from.Slice(i * size, size));
            if (type == ElementType.U64 && to[i] < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static long Whole(ElementType type, ReadOnlySpan<byte> at) => type switch
    {
        ElementType.Bool => at[0] == 0 ? 0 : 1,
        ElementType.U8 => at[0],
        ElementType.I8 => (sbyte)at[0],
        ElementType.I16 => BinaryPrimitives.ReadInt16LittleEndian(at),
        ElementType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
        ElementType.I32 => BinaryPrimitives.ReadInt32LittleEndian(at),
        ElementType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(at),
        _ => BinaryPrimitives.ReadInt64LittleEndian(at),
    };
}
