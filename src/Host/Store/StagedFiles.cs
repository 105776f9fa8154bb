using Sim.Host.Comparing;
using Sim.Plugins.Sdk;

namespace Sim.Host.Store;

/// <summary>The files of one report writer, held back until it has succeeded, so that a writer that fails half-way leaves nothing.</summary>
/// <param name="folder">The run folder.</param>
/// <param name="baseline">The recordings of the baseline, or null when there are none.</param>
internal sealed class StagedFiles(RunFolder folder, BaselineRecordings? baseline = null) : IRunFiles
{
    private readonly List<(string Path, MemoryStream Content)> _files = [];

    /// <summary>What was created, relative to the folder, with forward slashes.</summary>
    public IEnumerable<string> Paths => _files.Select(f => Path.GetRelativePath(folder.Path, f.Path).Replace('\\', '/'));

    /// <inheritdoc/>
    public Stream Create(string path)
    {
        var content = new MemoryStream();
        _files.Add((folder.Inside(path), content));
        return content;
    }

    /// <inheritdoc/>
    public Stream? OpenRead(string path)
    {
        string file = folder.Inside(path);
        return File.Exists(file) ? File.OpenRead(file) : null;
    }

    /// <inheritdoc/>
    public Recording? Recording(string caseId) => folder.Recording(caseId);

    /// <inheritdoc/>
    public Recording? BaselineRecording(string caseId) => baseline?.Read(caseId);

    /// <summary>Writes what was created.</summary>
    public void Commit()
    {
        foreach (var (path, content) in _files)
        {
            AtomicFile.Write(path, content.ToArray());
        }
    }
}
