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

    [Fact]
    public void Damaged_torch_files_are_read_or_refused()
    {
        (string, byte[])[] storages = [("data/0", SafetensorsSamples.Counting(48)), ("data/1", SafetensorsSamples.Counting(16))];
        byte[][] pickles =
        [
            TorchSamples.Code("\u0080\u0002}(" + TorchSamples.Text("W_enc") + "q\u0001" + TorchSamples.Tensor("FloatStorage", "0", 12, 0, [3, 4], [1, 3]) + TorchSamples.Text("b") + TorchSamples.Tensor("BFloat16Storage", "1", 8, 2, [2, 2], [3, 1]) + TorchSamples.Text("again") + "h\u0001u."),
            TorchSamples.Code("\u0080\u0004\u0095\0\0\0\0\0\0\0\0ccollections\nOrderedDict\n)R\u0094(" + TorchSamples.Text("k") + "K\u0020" + TorchSamples.Text("list") + "](K\u0001G\u003F\u00E0\0\0\0\0\0\0N\u0088e" + TorchSamples.Text("t") + "K\u0001K\u0002\u0086u}b."),
        ];
        string[] tokens = ["]", "}", ")", "(", "t", "u", "e", "R", "Q", "q\u0001", "h\u0001", "N", "K\u0009", "J\u0080\u0080\u0080\u0080", "cposix\nsystem\n", "ctorch\nLongStorage\n", "ccollections\nOrderedDict\n)R", ".", "\u0085", "\u0094"];
        var codes = new Mutator(0x9C1, pickles, [.. tokens]);
        var files = new Mutator(0x9C2, [TorchSamples.File(pickles[0], storages), TorchSamples.File(pickles[1])], "PK\u0001\u0002", "PK\u0005\u0006", "data.pkl", "archive/");
        FuzzRun.Check(
            "fuzz.pt",
            i => i % 4 == 0 ? files.Make(i) : TorchSamples.File(codes.Make(i), storages),
            bytes =>
            {
                using var file = TorchFile.Read(bytes, "fuzz.pt");
                Walk(file.Root);
            },
            lines: false,
            input => (300L * input.Length) + Constant);
    }

    private static void Walk(PickleValue value)
    {
        _ = value.Tensor?.ReadDouble();
        foreach (var item in value.Items)
        {
            Walk(item);
        }

        foreach (var (_, item) in value.Entries)
        {
            Walk(item);
        }
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
