using System.Text;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Tests.Weights;

public sealed class SafetensorsTests
{
    [Fact]
    public void Bytes_of_a_file_are_those_of_the_original_writer()
    {
        // Of its source: by kind from U64 down to BOOL, then by name; spaces to a multiple of eight.
        var writer = new SafetensorsWriter();
        writer.Metadata["format"] = "pt";
        writer.Add("b", Tensor.Wrap([1, 2], 2));
        writer.Add("a", Tensor.Wrap([-2f]), ElementType.BF16);
        writer.Add("c", new long[] { 7 }, ElementType.I64, 1);
        writer.Add("a2", Tensor.Wrap([0.5f], 1, 1));
        using var stream = new MemoryStream();
        writer.Write(stream);
        string json = """{"__metadata__":{"format":"pt"},"c":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"a2":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]},"a":{"dtype":"BF16","shape":[],"data_offsets":[20,22]}}""";
        json = json.PadRight((json.Length + 7) / 8 * 8);
        Assert.Equal(SafetensorsSamples.File(Encoding.UTF8.GetBytes(json), [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x3F, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0x00, 0xC0]), stream.ToArray());
    }

    [Fact]
    public void Every_kind_of_element_comes_back()
    {
        using var file = SafetensorsFile.Read(SafetensorsSamples.AllKinds(), "all");
        Assert.Equal("é \"quoted\"", file.Metadata["about"]);
        Assert.Equal(15, file.Tensors.Count);
        foreach (string name in new[] { "F32.floats", "F16.floats", "BF16.floats", "F64.floats" })
        {
            var read = file.ReadFloat(name, 2, 3);
            Assert.Equal([0, -1.5f, 2, 0.25f, 1024, -0.0078125f], read.Values.ToArray());
            Assert.Equal([0, -1.5, 2, 0.25, 1024, -0.0078125], file[name].ReadDouble());
            Assert.Throws<InputException>(() => file[name].ReadInt64());
        }

        foreach (var tensor in file.Tensors.Where(t => t.Name.EndsWith(".whole", StringComparison.Ordinal)))
        {
            Assert.Equal([0, 1, 1, 0], tensor.ReadInt64());
            Assert.Equal([0, 1, 1, 0], tensor.ReadDouble());
            Assert.Throws<InputException>(() => tensor.ReadFloat());
        }

        Assert.Equal([false, true, true, false], file["Bool.whole"].ReadBool());
        Assert.Throws<InputException>(() => file["U8.whole"].ReadBool());
        Assert.Equal([3f], file.ReadFloat("one").Values.ToArray());
        Assert.Equal(0, file["one"].Rank);
        Assert.Equal([0, 3], file.ReadFloat("empty").Shape.ToArray());
    }

    [Fact]
    public void Half_precisions_round_to_the_nearest_and_ties_to_even()
    {
        var writer = new SafetensorsWriter();

        // One and a half steps above 1 go to 2 steps, half a step to none; a NaN stays one.
        float step = 1f / 128, nan = BitConverter.UInt32BitsToSingle(0x7F800001);
        writer.Add("bf16", Tensor.Wrap([1 + (step / 2), 1 + (1.5f * step), 1 + (0.6f * step), nan, float.PositiveInfinity, float.Epsilon], 6), ElementType.BF16);
        writer.Add("f16", Tensor.Wrap([1 + (1f / 2048), 1 + (3f / 2048), 65504, nan, float.NegativeInfinity, 5.9604645e-8f], 6), ElementType.F16);
        var file = Read(writer);
        Assert.Equal([1, 1 + (2 * step), 1 + step, float.NaN, float.PositiveInfinity, 0], file.ReadFloat("bf16").Values.ToArray());
        Assert.Equal([1, 1 + (4f / 2048), 65504, float.NaN, float.NegativeInfinity, 5.9604645e-8f], file.ReadFloat("f16").Values.ToArray());
    }

    [Theory]
    [InlineData(ElementType.F16, 65520f)]
    [InlineData(ElementType.BF16, float.MaxValue)]
    public void A_number_beyond_a_half_precision_is_not_written(ElementType type, float value)
    {
        var writer = new SafetensorsWriter();
        writer.Add("far", Tensor.Wrap([value], 1), type);
        string path = Path.Combine(Directory.CreateTempSubdirectory("sim-weights-").FullName, "x.safetensors");
        Assert.Contains("beyond", Assert.Throws<ArgumentException>(() => writer.Save(path)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Theory]
    [InlineData(ElementType.U8, 256)]
    [InlineData(ElementType.I32, 2147483648)]
    [InlineData(ElementType.Bool, 2)]
    [InlineData(ElementType.U64, -1)]
    [InlineData(ElementType.F32, 0)]
    public void A_whole_number_that_does_not_fit_is_not_taken(ElementType type, long value) =>
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter().Add("w", new[] { value }, type, 1));

    [Fact]
    public void A_finite_double_beyond_single_precision_is_refused_when_it_is_read_as_one()
    {
        var writer = new SafetensorsWriter();
        writer.Add("d", new[] { 1, double.PositiveInfinity, 1e300 }, 3);
        var file = Read(writer);
        Assert.Equal([1, double.PositiveInfinity, 1e300], file["d"].ReadDouble());
        var two = new float[2];
        file["d"].CopyFloats(0, two);
        Assert.Equal([1, float.PositiveInfinity], two);
        Assert.Contains("'d'", Assert.Throws<InputException>(() => file.ReadFloat("d")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_integer_beyond_63_bits_is_refused_when_it_is_read_as_one()
    {
        var file = SafetensorsFile.Read(SafetensorsSamples.File(Encoding.UTF8.GetBytes("""{"u":{"dtype":"U64","shape":[1],"data_offsets":[0,8]}}"""), [0, 0, 0, 0, 0, 0, 0, 0x80]), "u");
        Assert.Equal([9223372036854775808d], file["u"].ReadDouble());
        Assert.Throws<InputException>(() => file["u"].ReadInt64());
    }

    [Fact]
    public void A_large_shard_is_mapped_and_its_rows_are_read_without_a_copy()
    {
        const int rows = 5000, columns = 300;
        string path = Path.Combine(Directory.CreateTempSubdirectory("sim-weights-").FullName, "shard.safetensors");
        var writer = new SafetensorsWriter();
        writer.Add("x", ElementType.F32, [rows, columns], static (first, to) =>
        {
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = first + i;
            }
        });
        writer.Save(path);
        using (var file = SafetensorsFile.Open(path))
        {
            var x = file["x"];
            float[] row = new float[columns];
            double sum = 0;
            for (int warm = 0; warm < 2; warm++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int r = 0; r < rows; r += 7)
                {
                    var seen = x.Floats((long)r * columns, columns);
                    x.CopyFloats((long)r * columns, row);
                    sum += seen[1] - row[0];
                }

                Assert.True(warm == 0 || GC.GetAllocatedBytesForCurrentThread() == before);
            }

            Assert.Equal(2.0 * ((rows + 6) / 7), sum);
            Assert.Equal(rows * columns - 1, x.Floats((long)rows * columns - 1, 1)[0]);
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Floats((long)rows * columns - 1, 2));
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Floats(-1, 2));
        }

        using var closed = SafetensorsFile.Open(path);
        var tensor = closed["x"];
        closed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.ReadFloat());
    }

    [Fact]
    public void Names_that_are_not_there_are_answered_with_those_that_are()
    {
        using var file = SafetensorsFile.Read(SafetensorsSamples.AllKinds(), "all");
        Assert.Contains("'one'", Assert.Throws<InputException>(() => file["One"]).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3], expected [3, 2]", Assert.Throws<InputException>(() => file.ReadFloat("F32.floats", 3, 2)).Message, StringComparison.Ordinal);
        Assert.False(file.TryGet("none", out _));
    }

    [Fact]
    public void Kinds_that_are_not_known_are_listed_and_refused_when_they_are_read()
    {
        using var file = SafetensorsFile.Read(SafetensorsSamples.File("""{"f8":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[0,3]},"x":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}""", 4), "f8");
        Assert.Null(file["f8"].Type);
        Assert.Equal("F8_E4M3", file["f8"].TypeName);
        Assert.Contains("F8_E4M3", Assert.Throws<InputException>(() => file["f8"].ReadFloat()).Message, StringComparison.Ordinal);
        Assert.Equal([3], file["x"].ReadInt64());
    }

    private static SafetensorsFile Read(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        return SafetensorsFile.Read(stream.ToArray(), "written");
    }
}
