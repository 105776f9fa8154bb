using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sim.Numerics.Weights;

/// <summary>
/// A file of <c>torch.save</c> (torch 1.6 and later: a zip file with a pickle and the numbers beside it), memory-mapped and read without running anything: the pickle may hold
/// dictionaries, lists, tuples, numbers, texts, tensors and parameters, and every other name in it is refused by its name. Strides, offsets and shared storages are honoured within the
/// bounds of their storage. See docs/weights.md. Thread-safe, except for <see cref="Dispose"/>.
/// </summary>
public sealed class TorchFile : IDisposable
{
    private const int MaxPickle = 64 << 20;

    private readonly ByteSource _source;

    private TorchFile(ByteSource source, string file)
    {
        (_source, File) = (source, file);
        if (!ZipDirectory.IsZip(source))
        {
            throw new InputException(NoZip(source), file);
        }

        var entries = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        ZipEntry? pickle = null;
        foreach (var entry in ZipDirectory.Read(source, file).Entries)
        {
            entries.Add(entry.Name, entry);
            if (entry.Name.EndsWith("/data.pkl", StringComparison.Ordinal) && entry.Name.IndexOf('/', StringComparison.Ordinal) == entry.Name.Length - "/data.pkl".Length)
            {
                pickle = pickle is null ? entry : throw new InputException($"two pickles, '{ElementTypes.Cut(pickle.Name)}' and '{ElementTypes.Cut(entry.Name)}', expected one", file);
            }
        }

        if (pickle is null || pickle.Deflated || pickle.Unpacked > MaxPickle)
        {
            throw new InputException($"no stored entry NAME/data.pkl of at most {MaxPickle} bytes in the zip file; expected what torch.save writes", file);
        }

        string prefix = pickle.Name[..^"/data.pkl".Length];
        if (entries.ContainsKey(prefix + "/constants.pkl"))
        {
            throw new InputException("this is a TorchScript program, not weights; save its state_dict() with torch.save", file);
        }

        var objects = new TorchObjects(source, entries, prefix, BigEndian(entries.GetValueOrDefault(prefix + "/byteorder")), file);
        Root = new Unpickler(pickle.Unpack(source, file), objects, file).Run();
    }

    /// <summary>The name of the file as the caller gave it.</summary>
    public string File { get; }

    /// <summary>What was saved.</summary>
    public PickleValue Root { get; }

    /// <summary>A tensor of the dictionary that was saved.</summary>
    /// <param name="name">Its key.</param>
    /// <exception cref="InputException">No dictionary was saved, or it has no tensor of this name.</exception>
    public StoredTensor this[string name] => TryGet(name, out var tensor) ? tensor : throw new InputException(
        $"there is no tensor '{ElementTypes.Cut(name)}'; the file has a {Root}{(Root.Entries.Count > 0 ? ": " + string.Join(", ", Root.Entries.Take(12).Select(e => $"'{ElementTypes.Cut(e.Key.Text ?? e.Key.Whole.ToString()!)}'")) : "")}{(Root.Entries.Count > 12 ? ", …" : "")}", File);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">Its name for messages; the path when left out.</param>
    /// <exception cref="InputException">It cannot be read, or is refused; says what was found and what was expected.</exception>
    public static TorchFile Open(string path, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var source = ByteSource.Map(path, file ?? path);
        try
        {
            return new TorchFile(source, file ?? path);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Takes bytes that are in memory for a file.</summary>
    /// <param name="content">The bytes; they must not change while they are used.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InputException">They are refused; says what was found and what was expected.</exception>
    public static TorchFile Read(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new TorchFile(ByteSource.Of(content), file);
    }

    /// <summary>Looks for a tensor of the dictionary that was saved.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="tensor">The tensor, where there is one.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out StoredTensor? tensor)
    {
        tensor = Root.TryGet(name, out var value) ? value.Tensor : null;
        return tensor is not null;
    }

    /// <summary>Closes the file; its tensors can no longer be read.</summary>
    public void Dispose() => _source.Dispose();

    private bool BigEndian(ZipEntry? entry) => entry is not null && Encoding.ASCII.GetString(entry.Unpacked <= 8 ? entry.Unpack(_source, File) : []) switch
    {
        "little" => false,
        "big" => true,
        _ => throw new InputException("the entry 'byteorder' says neither little nor big", File),
    };

    private static string NoZip(ByteSource source)
    {
        // The magic number that the old format pickles first.
        ReadOnlySpan<byte> old = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];
        var first = source.Span(0, (int)Math.Min(old.Length, source.Length));
        return first.SequenceEqual(old) ? "this is torch's format before 1.6, a row of pickles; where you trust the file, save it again: torch.save(torch.load('a.pt', map_location='cpu'), 'b.pt')"
            : !first.IsEmpty && first[0] == 0x80 ? "this is a bare pickle, which can run any program; expected the zip file that torch.save writes"
            : "this is no zip file; expected what torch.save writes";
    }
}
