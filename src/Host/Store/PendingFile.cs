namespace Sim.Host.Store;

/// <summary>A file that takes its place when closed; until then it lies beside it under another name.</summary>
internal sealed class PendingFile : FileStream
{
    private readonly string _path;
    private bool _closed;

    /// <summary>Opens it for writing.</summary>
    public PendingFile(string path)
        : base(Prepared(path), FileMode.Create, FileAccess.Write, FileShare.None) => _path = path;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && !_closed)
        {
            _closed = true;
            File.Move(_path + AtomicFile.Suffix, _path, overwrite: true);
        }
    }

    private static string Prepared(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path + AtomicFile.Suffix;
    }
}
