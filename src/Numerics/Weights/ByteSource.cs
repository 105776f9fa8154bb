using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Sim.Numerics.Weights;

/// <summary>The bytes of a file, mapped into memory or already there.</summary>
internal abstract partial class ByteSource : IDisposable
{
    /// <summary>Number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Some bytes, without a copy.</summary>
    public abstract ReadOnlySpan<byte> Span(long offset, int length);

    public abstract void Dispose();

    /// <summary>Gives memory that reading took back to the system, where that can be done without losing it.</summary>
    public virtual void Release()
    {
    }

    /// <summary>Bytes that are there.</summary>
    public static ByteSource Of(ReadOnlyMemory<byte> content) => new InMemory(content);

    /// <summary>Maps a file.</summary>
    /// <exception cref="InputException">It is absent, empty, or cannot be read.</exception>
    public static ByteSource Map(string path, string file)
    {
        try
        {
            // A pipe or a device has no length; opening one could wait for ever.
            long length = new FileInfo(path).Length;
            return length > 0 ? new Mapped(path, length) : throw new InputException("the file is empty, or is no plain file", file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new InputException($"the file cannot be read ({e.Message}); check that it exists and is readable", file, inner: e);
        }
    }

    private sealed class InMemory(ReadOnlyMemory<byte> content) : ByteSource
    {
        public override long Length => content.Length;

        public override ReadOnlySpan<byte> Span(long offset, int length) => content.Span.Slice(checked((int)offset), length);

        public override void Dispose()
        {
        }
    }

    private sealed unsafe partial class Mapped : ByteSource
    {
        private const int DoNotNeed = 4;

        private readonly MemoryMappedFile _map;
        private readonly MemoryMappedViewAccessor _view;
        private byte* _start;

        public Mapped(string path, long length)
        {
            Length = length;
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            try
            {
                if (stream.Length != length)
                {
                    throw new IOException(string.Create(CultureInfo.InvariantCulture, $"its length changed from {length} to {stream.Length} while it was opened"));
                }

                _map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            }
            catch
            {
                stream.Dispose();
                throw;
            }

            try
            {
                _view = _map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            }
            catch
            {
                _map.Dispose();
                throw;
            }

            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
        }

        public override long Length { get; }

        public override ReadOnlySpan<byte> Span(long offset, int length)
        {
            ObjectDisposedException.ThrowIf(_start is null, typeof(ByteSource));
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
            return new ReadOnlySpan<byte>(_start + offset, length);
        }

        public override void Release()
        {
            ObjectDisposedException.ThrowIf(_start is null, typeof(ByteSource));
            if (OperatingSystem.IsLinux() && Length > 0)
            {
                // Advice: where it is not taken, pages stay until the system wants them, which is no error.
                _ = Advise(_start - _view.PointerOffset, (nuint)Length, DoNotNeed);
            }
        }

        [LibraryImport("libc", EntryPoint = "madvise")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static partial int Advise(byte* start, nuint length, int advice);

        public override void Dispose()
        {
            if (_start is not null)
            {
                _start = null;
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
                _view.Dispose();
                _map.Dispose();
            }
        }
    }
}
