using System.IO.Compression;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Tests.Weights;

public sealed class TorchFileTests
{
    private static readonly (string, byte[]) Bytes12 = ("data/0", SafetensorsSamples.Counting(12));

    [Fact]
    public void Views_of_one_storage_have_their_own_offsets_and_strides()
    {
        string pickle = "\u0080\u0002}("
            + TorchSamples.Text("rows") + TorchSamples.Tensor("ByteStorage", "0", 12, 0, [3, 4], [4, 1])
            + TorchSamples.Text("columns") + TorchSamples.Tensor("ByteStorage", "0", 12, 0, [4, 3], [1, 4])
            + TorchSamples.Text("every other from the second") + TorchSamples.Tensor("ByteStorage", "0", 12, 1, [2, 2, 1], [5, 2, 7])
            + TorchSamples.Text("last") + TorchSamples.Tensor("ByteStorage", "0", 12, 11, [], [])
            + TorchSamples.Text("none") + TorchSamples.Tensor("ByteStorage", "0", 12, 12, [0, 9], [9, 9])
            + "u.";
        using var file = TorchFile.Read(TorchSamples.File(pickle, Bytes12), "a.pt");
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], file["rows"].ReadInt64());
        Assert.Equal([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], file["columns"].ReadBytes().Select(b => (int)b));
        Assert.Equal([1, 3, 6, 8], file["every other from the second"].ReadInt64());
        Assert.Equal([11], file["last"].ReadInt64());
        Assert.Equal(0, file["last"].Rank);
        Assert.Empty(file["none"].ReadInt64());
        Assert.Equal("columns", file["columns"].Name);
        Assert.Contains("'rows', 'columns'", Assert.Throws<InputException>(() => file["row"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_values_of_every_kind_are_a_tree()
    {
        string pickle = "\u0080\u0004\u0095\0\0\0\0\0\0\0\0}\u0094("
            + TorchSamples.Text("none") + "N" + TorchSamples.Text("yes") + "\u0088" + TorchSamples.Text("no") + "\u0089"
            + TorchSamples.Text("small") + "K\u00FF" + TorchSamples.Text("middle") + "M\u00FF\u00FF" + TorchSamples.Text("negative") + "J\u00FE\u00FF\u00FF\u00FF"
            + TorchSamples.Text("long") + "\u008A\u0005\0\0\0\0\u0080" + TorchSamples.Text("zero") + "\u008A\0"
            + TorchSamples.Text("half") + "G\u003F\u00E0\0\0\0\0\0\0" + TorchSamples.Text("text") + "X\u0002\0\0\0\u00C3\u00A9"
            + TorchSamples.Text("list") + "](K\u0001K\u0002eK\u0003a" + TorchSamples.Text("tuple") + "K\u0001K\u0002\u0086"
            + "K\u0007" + "ccollections\nOrderedDict\n)RK\u0001K\u0002s}b"
            + "u.";
        var root = TorchFile.Read(TorchSamples.File(pickle), "a.pt").Root;
        PickleValue At(string key) => root.TryGet(key, out var value) ? value : throw new KeyNotFoundException(key);
        Assert.Equal(PickleKind.None, At("none").Kind);
        Assert.Equal((true, false), (At("yes").Flag, At("no").Flag));
        Assert.Equal((255, 65535, -2, -549755813888, 0), (At("small").Whole, At("middle").Whole, At("negative").Whole, At("long").Whole, At("zero").Whole));
        Assert.Equal((0.5, 255.0), (At("half").Number, At("small").Number));
        Assert.Equal("é", At("text").Text);
        Assert.Equal([1, 2, 3], At("list").Items.Select(i => i.Whole ?? 0));
        Assert.Equal([1, 2], At("tuple").Items.Select(i => i.Whole ?? 0));
        var last = root.Entries[^1];
        Assert.Equal(7, last.Key.Whole);
        Assert.Equal(2, last.Value.Entries[0].Value.Whole);
        Assert.Null(At("text").Whole);
        Assert.False(At("list").TryGet("x", out _));
    }

    [Theory]
    [InlineData("cposix\nsystem\n")]
    [InlineData("cbuiltins\neval\n")]
    [InlineData("ctorch\nload\n")]
    [InlineData("ctorch\nComplexFloatStorage\n")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v3\n")]
    [InlineData("ctorch\nstorage.FloatStorage\n")]
    [InlineData("\u008C\u0002os\u008C\u0006system\u0093")]
    public void Every_other_name_is_refused_by_its_name(string named)
    {
        string dotted = named[0] == 'c' ? named[1..^1].Replace('\n', '.') : "os.system";
        var refusal = Assert.Throws<InputException>(() => TorchFile.Read(TorchSamples.File(TorchSamples.One(named + "(" + TorchSamples.Text("touch /tmp/x") + "tR")), "evil.pt"));
        Assert.StartsWith("evil.pt: data.pkl, byte ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"'{dotted}'", refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Damaged => new()
    {
        { "\u0080\u0002.", "0 values" },
        { "\u0080\u0002NN.", "2 values" },
        { "\u0080\u0002N.N", "1 bytes after the end" },
        { "\u0080\u0002(N.", "it ends with" },
        { "\u0080\u0002N", "but 0 follow" },
        { "", "but 0 follow" },
        { "\u0080\u0001N.", "protocol 1" },
        { "\u0080\u0002S'x'\n.", "opcode 0x53" },
        { "\u0080\u0002(iposix\nsystem\n.", "opcode 0x69" },
        { "\u0080\u0002)\u0081.", "opcode 0x81" },
        { "\u0080\u0002\u0082\u0001.", "opcode 0x82" },
        { "\u0080\u0002X\u00FF\u00FF\u00FF\u007Fabc.", "2147483647 bytes" },
        { "\u0080\u0002\u008D\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FFabc.", "18446744073709551615 bytes" },
        { "\u0080\u0002X\u0001\0\0\0\u00FF.", "no UTF-8" },
        { "\u0080\u0002\u008A\u0009\0\0\0\0\0\0\0\0\u0001.", "9 bytes" },
        { "\u0080\u0002h\u0005.", "place 5 of the memo" },
        { "\u0080\u0002q\u0005.", "where there is none" },
        { "\u0080\u0002]q\0h\0a.", "holds itself" },
        { "\u0080\u0002}q\0K\u0001h\0s.", "holds itself" },
        { "\u0080\u0002]q\0(h\0th\0\u0085a.", "" },
        { "\u0080\u0002}K\u0001NsK\u0001Ns.", "there twice" },
        { "\u0080\u0002}NNs.", "no text or whole number" },
        { "\u0080\u0002}(K\u0001u.", "1 keys and values" },
        { "\u0080\u0002NK\u0001a.", "else than a list" },
        { "\u0080\u0002N}b.", "else than a dictionary" },
        { "\u0080\u0002)(u.", "else than a dictionary" },
        { "\u0080\u0002u.", "a mark where there is none" },
        { "\u0080\u0002]N(a.", "where there is none" },
        { "\u0080\u0002ctorch\nFloatStorage\n.", "a class or storage" },
        { "\u0080\u0002NQ.", "a persistent id" },
        { "\u0080\u0002N)R.", "no function" },
        { "\u0080\u0002ccollections\nOrderedDict\nN\u0085R.", "OrderedDictionary with 1" },
        { "\u0080\u0002ctorch._utils\n_rebuild_tensor_v2\n)R.", "a tensor with arguments" },
        { "\u0080\u0002ctorch._utils\n_rebuild_parameter\n(N\u0088}tR.", "Parameter with 3" },
        { "\u0080\u0002c" + new string('a', 300), "does not end" },
        { "\u0080\u0002" + new string(']', 65) + new string('a', 64) + ".", "deep" },
        { "\u0080\u0002N" + new string('\u0085', 65) + ".", "deep" },
        { "\u0080\u0002" + new string(']', 60_000) + new string('a', 59_999) + ".", "deep" },
        { "\u0080\u0002N" + new string('\u0085', 60_000) + ".", "deep" },
        { "\u0080\u0002(]" + string.Concat(Enumerable.Range(0, 30).Select(i => $"q{(char)i}](h{(char)i}h{(char)i}e")) + "t.", "unfold" },
        { TorchSamples.One(TorchSamples.Tensor("ByteStorage", "1", 12, 0, [12], [1])), "does not have" },
        { TorchSamples.One(TorchSamples.Tensor("ByteStorage", "../version", 2, 0, [2], [1])), "does not have" },
        { TorchSamples.One(TorchSamples.Tensor("ByteStorage", "0", 11, 0, [11], [1])), "it has 12 bytes" },
        { TorchSamples.One(TorchSamples.Tensor("FloatStorage", "0", 12, 0, [12], [1])), "it has 12 bytes" },
        { TorchSamples.One(TorchSamples.Tensor("ByteStorage", "0", 12, 1, [12], [1])), "does not fit" },
        { TorchSamples.One(TorchSamples.Tensor("ByteStorage", "0", 12, 0, [2, 2], [12, 1])), "does not fit" },
        { TorchSamples.One(TorchSamples.Tensor("ByteStorage", "0", 12, 0, [100], [0])), "does not fit" },
        { TorchSamples.One(TorchSamples.Tensor("ByteStorage", "0", 12, 13, [0], [1])), "does not fit" },
        { TorchSamples.One(TorchSamples.Tensor("ByteStorage", "0", 12, 0, [2, 2], [1])), "2 dimensions with 1 strides" },
        { TorchSamples.One(TorchSamples.Tensor("ByteStorage", "0", 12, 0, [1], [1])) is var one ? one.Replace("K\u0001t\u0089", "J\u00FF\u00FF\u00FF\u00FFt\u0089", StringComparison.Ordinal) : "", "no whole number from 0" },
        { "\u0080\u0002](" + TorchSamples.Tensor("ByteStorage", "0", 12, 0, [1], [1]) + TorchSamples.Tensor("CharStorage", "0", 12, 0, [1], [1]) + "e.", "I8 after U8" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Pickles_of_another_form_are_refused(string pickle, string expected)
    {
        var refusal = Assert.Throws<InputException>(() => TorchFile.Read(TorchSamples.File(pickle, Bytes12), "bad.pt"));
        Assert.StartsWith("bad.pt: data.pkl, byte ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_are_refused_for_what_they_are()
    {
        Refused([0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'], "before 1.6");
        Refused([0x80, 4, (byte)'N', (byte)'.'], "bare pickle");
        Refused("hello"u8.ToArray(), "no zip file");
        Refused([], "no zip file");
        Refused(TorchSamples.Zip(CompressionLevel.NoCompression, ("weights", [])), "data.pkl");
        Refused(TorchSamples.Zip(CompressionLevel.Optimal, ("data.pkl", TorchSamples.Code("\u0080\u0002N" + new string('0', 500) + "."))), "no stored entry");
        Refused(TorchSamples.File("\u0080\u0002N.", ("constants.pkl", [])), "TorchScript");
        Refused(TorchSamples.File("\u0080\u0002N.", ("byteorder", "middle"u8.ToArray())), "byteorder");
        byte[] crc = TorchSamples.File("\u0080\u0002N.");
        crc[crc.AsSpan().IndexOf("N."u8)] = 0x88;
        Refused(crc, "checksum");

        static void Refused(byte[] content, string expected) => Assert.Contains(expected, Assert.Throws<InputException>(() => TorchFile.Read(content, "bad.pt")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_a_machine_of_the_other_byte_order_are_turned()
    {
        using var file = TorchFile.Read(TorchSamples.File(TorchSamples.One(TorchSamples.Tensor("ShortStorage", "0", 6, 0, [3], [2])), Bytes12, ("byteorder", "big"u8.ToArray())), "a.pt");
        Assert.Equal([0x0001, 0x0405, 0x0809], file["x"].ReadInt64());
    }

    [Fact]
    public void What_is_written_is_read_again_and_the_same_bytes_each_time()
    {
        var writer = new TorchWriter();
        writer.Add("encoder.weight", Tensor.Wrap([1, 2, 3, 4, 5, 6], 2, 3));
        writer.Add("k", new long[] { 32 }, ElementType.I32);
        writer.Add("empty", new Tensor(0, 4));
        writer.Add("mask", new long[] { 1, 0 }, ElementType.Bool, 2);
        writer.Add("steps", 5_000_000_000);
        writer.Add("lr", 1e-4);
        writer.Add("name", "é");
        using MemoryStream first = new(), second = new();
        writer.Write(first);
        writer.Write(second);
        Assert.Equal(first.ToArray(), second.ToArray());
        using var file = TorchFile.Read(first.ToArray(), "w.pt");
        Assert.Equal([1, 2, 3, 4, 5, 6], file["encoder.weight"].ReadFloat().Values.ToArray());
        Assert.Equal([2, 3], file["encoder.weight"].Shape.ToArray());
        Assert.Equal([32], file["k"].ReadInt64());
        Assert.Equal([0, 4], file["empty"].ReadFloat().Shape.ToArray());
        Assert.Equal([true, false], file["mask"].ReadBool());
        Assert.Equal(5_000_000_000, file.Root.Entries[4].Value.Whole);
        Assert.Equal(1e-4, file.Root.Entries[5].Value.Number);
        Assert.Equal("é", file.Root.Entries[6].Value.Text);
        Assert.Throws<ArgumentException>(() => writer.Add("k", 1));
        Assert.Throws<ArgumentException>(() => writer.Add("u", new long[] { 1 }, ElementType.U32, 1));
    }
}
