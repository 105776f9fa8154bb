namespace Sim.Host.Store;

/// <summary>Files that appear complete or not at all: written beside their place, flushed, renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Suffix of unfinished files.</summary>
    public const string Suffix = ".part";

    /// <summary>Writes a whole file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new FileStream(path + Suffix, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + Suffix, path, overwrite: true);
    }
}
