using Sim.Numerics.Weights;

namespace Sim.Interp.Training;

/// <summary>Activations on disk: the safetensors files of a folder, in the order of their names, as one long list of rows.</summary>
/// <remarks>
/// Each file has a tensor <c>activations</c> of n × d (F32, F16, BF16 or F64) and may have <c>sequence</c>, n whole numbers that rise within a file: rows of one sequence lie together. Files are mapped, not
/// loaded. Safe to read from several threads until it is disposed.
/// </remarks>
public sealed class ActivationShards : IDisposable
{
    // Pages of a mapped file count as memory of the process once they were read; after so many numbers they are given back.
    private const long NumbersBeforeRelease = 64L << 20;
    private readonly List<SafetensorsFile> _files = [];
    private readonly List<StoredTensor> _rows = [];
    private readonly List<long> _starts = [0];
    private readonly Dictionary<int, long[]?> _sequences = [];

    private long _read;

    private ActivationShards()
    {
    }

    /// <summary>Width of a row.</summary>
    public int Width { get; private set; }

    /// <summary>Number of rows of all files.</summary>
    public long Rows => _starts[^1];

    /// <summary>Number of files.</summary>
    public int Files => _files.Count;

    /// <summary>What the files say of themselves, as the model and the site; of the first file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _files[0].Metadata;

    /// <summary>Opens a folder or one file.</summary>
    /// <param name="path">The folder, or a file.</param>
    /// <param name="tensor">Name of the tensor.</param>
    /// <exception cref="InputException">There is no file, one is refused or lacks the tensor, or widths differ.</exception>
    public static ActivationShards Open(string path, string tensor = "activations")
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.safetensors").Order(StringComparer.Ordinal)] : File.Exists(path) ? [path] : [];
        if (files.Length == 0)
        {
            throw new InputException($"there is no safetensors file; expected shards with a tensor '{tensor}' of tokens × width, as sim-capture writes them", path);
        }

        var shards = new ActivationShards();
        try
        {
            foreach (string file in files)
            {
                shards.Add(SafetensorsFile.Open(file), tensor, file);
            }

            return shards.Rows > 0 ? shards : throw new InputException("all shards are empty; expected at least one row", path);
        }
        catch
        {
            shards.Dispose();
            throw;
        }
    }

    /// <summary>Copies rows that follow one another.</summary>
    /// <param name="first">The first of them, 0 to <see cref="Rows"/> - 1.</param>
    /// <param name="to">Takes as many rows as it has room for whole ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">They lie beyond the last row.</exception>
    public void Copy(long first, Span<float> to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (Interlocked.Add(ref _read, to.Length) >= NumbersBeforeRelease)
        {
            Interlocked.Exchange(ref _read, 0);
            foreach (SafetensorsFile mapped in _files)
            {
                mapped.Release();
            }
        }

        while (to.Length >= Width)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(first, Rows);
            int file = FileOf(first);
            int rows = (int)Math.Min(to.Length / Width, _starts[file + 1] - first);
            _rows[file].CopyFloats((first - _starts[file]) * Width, to[..(rows * Width)]);
            to = to[(rows * Width)..];
            first += rows;
        }
    }

    /// <summary>Where a row lies: its file, its place in the file, and its sequence with its place there, where the file says it. Not for several threads at once.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <exception cref="InputException">The file's list of sequences is not one number for each row.</exception>
    public RowPlace Place(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        int file = FileOf(row);
        if (!_sequences.TryGetValue(file, out long[]? sequences))
        {
            sequences = _files[file].TryGet("sequence", out StoredTensor? stored) ? stored.ReadInt64() : null;
            if (sequences is not null && sequences.Length != _starts[file + 1] - _starts[file])
            {
                throw new InputException($"'sequence' has {sequences.Length} numbers for {_starts[file + 1] - _starts[file]} rows", _files[file].File);
            }

            _sequences[file] = sequences;
        }

        long within = row - _starts[file];
        if (sequences is null)
        {
            return new RowPlace(_files[file].File, within, null, null);
        }

        long first = within;
        while (first > 0 && sequences[first - 1] == sequences[within])
        {
            first--;
        }

        return new RowPlace(_files[file].File, within, sequences[within], within - first);
    }

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile file in _files)
        {
            file.Dispose();
        }
    }

    private void Add(SafetensorsFile file, string tensor, string path)
    {
        _files.Add(file);
        StoredTensor rows = file[tensor];
        if (rows.Rank != 2 || rows.Shape[1] is < 1 or > 1_000_000)
        {
            throw new InputException($"{rows} is no list of rows; expected tokens × width", path);
        }

        if (_rows.Count > 0 && rows.Shape[1] != Width)
        {
            throw new InputException($"{rows} has rows of {rows.Shape[1]} numbers, those of the first file have {Width}", path);
        }

        Width = (int)rows.Shape[1];
        _rows.Add(rows);
        _starts.Add(checked(_starts[^1] + rows.Shape[0]));
    }

    private int FileOf(long row)
    {
        int at = _starts.BinarySearch(row);
        if (at < 0)
        {
            return ~at - 1;
        }

        // Empty files begin where the next one does.
        while (_starts[at + 1] == row)
        {
            at++;
        }

        return at;
    }
}
