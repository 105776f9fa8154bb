using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Sim.Formats.Gltf;

/// <summary>The binary chunk and what describes it: an accessor and a view for each array. Not thread-safe.</summary>
internal sealed class GltfBuffer
{
    private const int Float = 5126;
    private const int UnsignedInt = 5125;
    private const int Vertices = 34962;
    private const int Corners = 34963;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<(long Offset, long Length, int Target)> _views = [];
    private readonly List<(int Type, int Count, string Shape, float[]? Least, float[]? Most)> _accessors = [];

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Span => _bytes.WrittenSpan;

    /// <summary>Adds the positions or normals of corners; returns the accessor's index.</summary>
    public int AddVertices(IReadOnlyList<float> values, bool bounds) => AddFloats(values, 3, Vertices, bounds);

    /// <summary>Adds the corners of triangles; returns the accessor's index.</summary>
    public int AddIndices(IReadOnlyList<uint> values)
    {
        long offset = _bytes.WrittenCount;
        Span<byte> number = stackalloc byte[4];
        foreach (uint value in values)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(number, value);
            _bytes.Write(number);
        }

        _accessors.Add((UnsignedInt, values.Count, "SCALAR", null, null));
        return View(offset, Corners);
    }

    /// <summary>Adds times or values of an animation; returns the accessor's index.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="width">1 for times, 3 or 4 for values.</param>
    public int AddKeys(IReadOnlyList<float> values, int width) => AddFloats(values, width, 0, bounds: width == 1);

    /// <summary>Writes "accessors", "bufferViews" and "buffers".</summary>
    public void Describe(Utf8JsonWriter json)
    {
        json.WriteStartArray("accessors");
        for (int i = 0; i < _accessors.Count; i++)
        {
            var (type, count, shape, least, most) = _accessors[i];
            json.WriteStartObject();
            json.WriteNumber("bufferView", i);
            json.WriteNumber("componentType", type);
            json.WriteNumber("count", count);
            json.WriteString("type", shape);
            GltfJson.Numbers(json, "min", least);
            GltfJson.Numbers(json, "max", most);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("bufferViews");
        foreach (var (offset, length, target) in _views)
        {
            json.WriteStartObject();
            json.WriteNumber("buffer", 0);
            json.WriteNumber("byteOffset", offset);
            json.WriteNumber("byteLength", length);
            if (target != 0)
            {
                json.WriteNumber("target", target);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("buffers");
        json.WriteStartObject();
        json.WriteNumber("byteLength", _bytes.WrittenCount);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private int AddFloats(IReadOnlyList<float> values, int width, int target, bool bounds)
    {
        long offset = _bytes.WrittenCount;
        float[]? least = null, most = null;
        if (bounds)
        {
            least = [.. values.Take(width)];
            most = [.. values.Take(width)];
        }

        Span<byte> number = stackalloc byte[4];
        for (int i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, values[i]);
            _bytes.Write(number);
            if (least is not null && most is not null)
            {
                least[i % width] = Math.Min(least[i % width], values[i]);
                most[i % width] = Math.Max(most[i % width], values[i]);
            }
        }

        _accessors.Add((Float, values.Count / width, width switch { 1 => "SCALAR", 3 => "VEC3", _ => "VEC4" }, least, most));
        return View(offset, target);
    }

    // Every number has four bytes, so every view begins where it must.
    private int View(long offset, int target)
    {
        _views.Add((offset, _bytes.WrittenCount - offset, target));
        return _views.Count - 1;
    }
}
