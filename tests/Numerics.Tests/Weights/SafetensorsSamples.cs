using System.Buffers.Binary;
using System.Text;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Tests.Weights;

/// <summary>Files in the format, right and wrong, made byte by byte.</summary>
internal static class SafetensorsSamples
{
    /// <summary>A header of any text and the bytes after it.</summary>
    public static byte[] File(string json, int dataBytes) => File(Encoding.UTF8.GetBytes(json), Counting(dataBytes));

    /// <summary>A header and the bytes after it.</summary>
    public static byte[] File(ReadOnlySpan<byte> json, ReadOnlySpan<byte> data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }

    /// <summary>Bytes 0, 1, 2, …</summary>
    public static byte[] Counting(int count)
    {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)i;
        }

        return bytes;
    }

    /// <summary>A file with a tensor of every kind.</summary>
    public static byte[] AllKinds()
    {
        var writer = new SafetensorsWriter();
        writer.Metadata["format"] = "pt";
        writer.Metadata["about"] = "é \"quoted\"";
        var numbers = Tensor.Wrap([0, -1.5f, 2, 0.25f, 1024, -0.0078125f], 2, 3);
        foreach (var type in new[] { ElementType.F32, ElementType.F16, ElementType.BF16, ElementType.F64 })
        {
            writer.Add(type + ".floats", numbers, type);
        }

        foreach (var type in new[] { ElementType.Bool, ElementType.U8, ElementType.I8, ElementType.U16, ElementType.I16, ElementType.U32, ElementType.I32, ElementType.U64, ElementType.I64 })
        {
            writer.Add(type + ".whole", new long[] { 0, 1, 1, 0 }, type, 4);
        }

        writer.Add("one", Tensor.Wrap([3f]));
        writer.Add("empty", new Tensor(0, 3));
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }
}
