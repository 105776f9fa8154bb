using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Sim.Tests;

/// <summary>Reads a .glb for tests: chunks, nodes, accessors.</summary>
internal sealed class GlbFile
{
    private readonly byte[] _binary;

    public GlbFile(byte[] file)
    {
        Assert.Equal("glTF", Encoding.ASCII.GetString(file, 0, 4));
        Assert.Equal(2, Word(file, 4));
        Assert.Equal(file.Length, Word(file, 8));
        int text = Word(file, 12);
        Assert.Equal(0, text % 4);
        Assert.Equal("JSON", Encoding.ASCII.GetString(file, 16, 4));
        Root = JsonDocument.Parse(file.AsMemory(20, text)).RootElement;
        _binary = file[(28 + text)..];
        Assert.Equal("BIN\0", Encoding.ASCII.GetString(file, 24 + text, 4));
        Assert.Equal(_binary.Length, Word(file, 20 + text));
    }

    public JsonElement Root { get; }

    public IReadOnlyList<string> Nodes => [.. Root.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()!)];

    public JsonElement Node(string name) => Root.GetProperty("nodes")[Nodes.ToList().IndexOf(name)];

    /// <summary>Numbers of an accessor.</summary>
    public float[] Floats(int accessor)
    {
        var about = Root.GetProperty("accessors")[accessor];
        var view = Root.GetProperty("bufferViews")[about.GetProperty("bufferView").GetInt32()];
        var bytes = _binary.AsSpan(view.GetProperty("byteOffset").GetInt32(), view.GetProperty("byteLength").GetInt32());
        var values = new float[bytes.Length / 4];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        }

        return values;
    }

    /// <summary>Times and values of a node's path; null when it does not change.</summary>
    public (float[] Times, float[] Values, string Interpolation)? Animated(string node, string path)
    {
        if (!Root.TryGetProperty("animations", out var animations))
        {
            return null;
        }

        int index = Nodes.ToList().IndexOf(node);
        foreach (var channel in animations[0].GetProperty("channels").EnumerateArray())
        {
            var target = channel.GetProperty("target");
            if (target.GetProperty("node").GetInt32() == index && target.GetProperty("path").GetString() == path)
            {
                var sampler = animations[0].GetProperty("samplers")[channel.GetProperty("sampler").GetInt32()];
                return (Floats(sampler.GetProperty("input").GetInt32()), Floats(sampler.GetProperty("output").GetInt32()), sampler.GetProperty("interpolation").GetString()!);
            }
        }

        return null;
    }

    private static int Word(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
}
