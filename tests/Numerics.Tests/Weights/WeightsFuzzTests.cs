using System.Buffers.Binary;
using Sim.Numerics.Weights;
using Sim.Tests.Weights;

namespace Sim.Tests.Fuzz;

public sealed class WeightsFuzzTests
{
    // Names, shapes and messages of a file of 64 kB, and what each runtime adds.
    private const long Constant = 4L << 20;

    [Fact]
    public void Damaged_safetensors_are_read_or_refused()
    {
        byte[] whole = SafetensorsSamples.AllKinds();
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(whole);
        string[] tokens = ["\"F8_E4M3\"", "\"BF16\"", "\"shape\"", "\"data_offsets\":[0,0]", "\"__metadata__\":{", "[4294967296,4294967296]", "\"dtype\":\"F32\"", ",", "{", "}", "]", "\\ud800", "  "];
        var raw = new Mutator(0x5AFE, [whole], tokens);
        var headers = new Mutator(0x5AFE2, [whole[8..(8 + length)]], tokens);
        FuzzRun.Check("fuzz.safetensors", i => i % 4 == 0 ? raw.Make(i) : SafetensorsSamples.File(headers.Make(i), whole.AsSpan(8 + length)), Read, lines: false, Most);
    }

    private static void Read(byte[] bytes)
    {
        using var file = SafetensorsFile.Read(bytes, "fuzz.safetensors");
        foreach (var tensor in file.Tensors)
        {
            if (tensor.Type is null)
            {
                Assert.Throws<InputException>(() => tensor.ReadDouble());
            }
            else
            {
                _ = tensor.ReadDouble();
            }
        }
    }

    // Every element is widened to eight bytes.
    private static long Most(byte[] input) => (9L * input.Length) + Constant;
}
