using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sim.Numerics.Weights;

/// <summary>
/// Arrays in a zip file, as NumPy's <c>savez</c> and <c>savez_compressed</c> write them. Stored arrays are looked at where they lie; packed ones are unpacked when they are first asked
/// for and held against their checksums. Packed arrays that unpack to more than 200 times the file are refused. Thread-safe, except for <see cref="Dispose"/>.
/// </summary>
public sealed class NpzFile : IDisposable
{
    private const int MostRatio = 200;
    private const long Spare = 65_536;

    private readonly ByteSource _source;
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredTensor> _arrays = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly Lock _lock = new();

    private NpzFile(ByteSource source, string file)
    {
        (_source, File) = (source, file);
        long left = (MostRatio * source.Length) + Spare;
        foreach (var entry in ZipDirectory.Read(source, file).Entries)
        {
            if (!entry.Name.EndsWith(".npy", StringComparison.Ordinal))
            {
                throw new InputException($"the entry '{ElementTypes.Cut(entry.Name)}' is no .npy array", file);
            }

            left -= entry.Deflated ? Math.Min(entry.Unpacked, long.MaxValue / 2) : 0;
            if (left < 0)
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the arrays unpack to more than {MostRatio} times the file's {source.Length} bytes"), file);
            }

            _names.Add(entry.Name[..^4]);
            _entries.Add(entry.Name[..^4], entry);
        }
    }

    /// <summary>The name of the file as the caller gave it.</summary>
    public string File { get; }

    /// <summary>The names of the arrays in the order of the file.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>One array.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">There is none of this name, or it is refused.</exception>
    public StoredTensor this[string name] => TryGet(name, out var array) ? array : throw new InputException($"there is no array '{ElementTypes.Cut(name)}'; the file has {string.Join(", ", _names.Take(12).Select(n => $"'{ElementTypes.Cut(n)}'"))}{(_names.Count > 12 ? ", …" : "")}", File);

    /// <summary>True for content that begins as a zip file.</summary>
    /// <param name="content">The first bytes.</param>
    public static bool IsZip(ReadOnlySpan<byte> content) => content.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">Its name for messages; the path when left out.</param>
    /// <exception cref="InputException">It cannot be read, or is refused; says what was found and what was expected.</exception>
    public static NpzFile Open(string path, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var source = ByteSource.Map(path, file ?? path);
        try
        {
            return new NpzFile(source, file ?? path);
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
    public static NpzFile Read(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new NpzFile(ByteSource.Of(content), file);
    }

    /// <summary>Looks for an array.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="array">The array, where there is one.</param>
    /// <exception cref="InputException">There is one, but it is refused.</exception>
    public bool TryGet(string name, [NotNullWhen(true)] out StoredTensor? array)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_lock)
        {
            if (!_arrays.TryGetValue(name, out array) && _entries.TryGetValue(name, out var entry))
            {
                var bytes = entry.Deflated ? ByteSource.Of(entry.Unpack(_source, File)) : new PartSource(_source, entry.Data, entry.Packed);
                _arrays.Add(name, array = NpyHeader.Read(bytes, name, File));
            }

            return array is not null;
        }
    }

    /// <summary>Closes the file; stored arrays can no longer be read.</summary>
    public void Dispose() => _source.Dispose();
}
