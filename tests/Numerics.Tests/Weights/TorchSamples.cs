using System.IO.Compression;
using System.Text;

namespace Sim.Tests.Weights;

/// <summary>Zip files in the form of torch.save around any pickle, and pieces of pickles.</summary>
internal static class TorchSamples
{
    /// <summary>Bytes of a text in which each character is one byte.</summary>
    public static byte[] Code(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>A text on the stack.</summary>
    public static string Text(string text) => "\u008C" + (char)text.Length + text;

    /// <summary>A tensor; small numbers only.</summary>
    public static string Tensor(string storage, string key, int count, int offset, int[] size, int[] stride) =>
        $"ctorch._utils\n_rebuild_tensor_v2\n(({Text("storage")}ctorch\n{storage}\n{Text(key)}{Text("cpu")}K{(char)count}tQK{(char)offset}{Tuple(size)}{Tuple(stride)}\u0089ccollections\nOrderedDict\n)RtR";

    /// <summary>A tuple of small numbers.</summary>
    public static string Tuple(int[] numbers) => "(" + string.Concat(numbers.Select(n => $"K{(char)n}")) + "t";

    /// <summary>A dictionary of one entry as a whole pickle.</summary>
    public static string One(string value) => $"\u0080\u0002}}{Text("x")}{value}s.";

    /// <summary>A file around a pickle.</summary>
    public static byte[] File(string pickle, params (string Name, byte[] Content)[] more) => File(Code(pickle), more);

    /// <summary>A file around a pickle.</summary>
    public static byte[] File(byte[] pickle, params (string Name, byte[] Content)[] more) => Zip(CompressionLevel.NoCompression, [("data.pkl", pickle), .. more, ("version", "3\n"u8.ToArray())]);

    /// <summary>A zip file whose entries lie under archive/.</summary>
    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                var entry = zip.CreateEntry("archive/" + name, level);
                entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var to = entry.Open();
                to.Write(content);
            }
        }

        return stream.ToArray();
    }
}
