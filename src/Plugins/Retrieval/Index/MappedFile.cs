using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>A file mapped into memory for reading, as spans with checked bounds. Safe for concurrent use until disposed; spans must not outlive it.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private int _disposed;

    /// <summary>Maps a file of at least one byte.</summary>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    public MappedFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Length = stream.Length;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>Values that stand at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the file, or not on their boundary.</exception>
    public ReadOnlySpan<T> At<T>(long place, int count)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (place < 0 || count < 0 || place > Length || count > (Length - place) / sizeof(T) || place % Math.Min(sizeof(T), sizeof(long)) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(place), place, "The values do not lie within the file.");
        }

        return new ReadOnlySpan<T>(_start + place, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
