using System.Globalization;

namespace Sim.Plugins.CrashReports.Generating;

/// <summary>
/// Keeps what was read of the latest files, so that the cases of a file read it once. A file that is written again has another length or time and is read
/// again. Thread-safe.
/// </summary>
/// <typeparam name="T">What a file holds; immutable.</typeparam>
/// <param name="read">Reads a file.</param>
internal sealed class FileCache<T>(Func<SourceFile, T> read)
    where T : class
{
    private const long RoomBytes = 64L << 20;
    private readonly LatestCache<T> _files = new(RoomBytes);

    /// <summary>How often a file was read.</summary>
    public int Reads => _files.Made;

    /// <summary>What a file holds.</summary>
    /// <param name="file">The file.</param>
    /// <param name="beside">Paths of files that are read with it, whether they are there or not.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public T Get(SourceFile file, IEnumerable<string> beside)
    {
        string key = file.Key;
        long weight = 1;
        foreach (string path in beside.Prepend(file.FullPath))
        {
            var (length, written) = Stamp(path);
            key = string.Create(CultureInfo.InvariantCulture, $"{key}\n{path}\n{length} {written}");
            weight += Math.Max(0, length);
        }

        return _files.Get(key, weight, () => read(file));
    }

    // A file that cannot be looked at is the reader's to refuse.
    private static (long Length, long Written) Stamp(string path)
    {
        try
        {
            var info = new FileInfo(path);
            return info.Exists ? (info.Length, info.LastWriteTimeUtc.Ticks) : (-1, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (-1, 0);
        }
    }
}
