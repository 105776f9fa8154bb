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

    [Fact]
    public void Damaged_npy_arrays_are_read_or_refused()
    {
        string[] tokens = ["'descr'", "'|O'", "'<f8'", "'>u2'", "True", "(0,)", "(4294967296, 4294967296)", "(2L,)", ",", ")", "}", "[('a', '<f4')]"];
        var arrays = new Mutator(0x4E7, [.. new[] { "<f4", ">f8", "|u1", "<f2", ">i4" }.Select((d, i) => NpyTests.Bytes(1 + (i % 3), $"{{'descr': '{d}', 'fortran_order': {(i % 2 == 0 ? "False" : "True")}, 'shape': (2, 3), }}", SafetensorsSamples.Counting(6 * (d[2] - '0'))))], tokens);
        FuzzRun.Check("fuzz.npy", arrays.Make, bytes => _ = NpyFile.Read(bytes, "fuzz.npy").Array.ReadDouble(), lines: false, Most);
    }

    [Fact]
    public void Damaged_npz_files_are_read_or_refused()
    {
        string[] tokens = ["PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "PK\u0006\u0006", "PK\u0006\u0007", "\u0001\0\u0008\0", ".npy"];
        var files = new Mutator(0x4E8, [NpyTests.Npz(System.IO.Compression.CompressionLevel.NoCompression), NpyTests.Npz(System.IO.Compression.CompressionLevel.Fastest)], tokens);
        FuzzRun.Check(
            "fuzz.npz",
            files.Make,
            bytes =>
            {
                using var file = NpzFile.Read(bytes, "fuzz.npz");
                foreach (string name in file.Names)
                {
                    _ = file[name].ReadDouble();
                }
            },
            lines: false,
            input => (9L * 200 * input.Length) + Constant);
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
