namespace Sim.Plugins.Retrieval.Index;

/// <summary>
/// Recordings by source, the last few kept: reading a file takes longer than finding a scene. Recordings may be put in by hand (an index in memory);
/// others are read from their file below a folder, whose content must have the hash of the source. Thread-safe.
/// </summary>
internal sealed class RecordingLibrary
{
    private readonly Lock _gate = new();
    private readonly string? _folder;
    private readonly int _capacity;
    private readonly Dictionary<SceneSource, Recording> _fixed = [];
    private readonly LinkedList<(SceneSource Source, Recording Recording)> _recent = [];

    /// <summary>A library.</summary>
    /// <param name="folder">Folder that names of files are relative to; null when all recordings are put in by hand.</param>
    /// <param name="capacity">How many read recordings to keep.</param>
    public RecordingLibrary(string? folder = null, int capacity = 16)
    {
        _folder = folder;
        _capacity = capacity;
    }

    /// <summary>Puts a recording in for good.</summary>
    public void Put(SceneSource source, Recording recording)
    {
        lock (_gate)
        {
            _fixed[source] = recording;
        }
    }

    /// <summary>The recording of a source.</summary>
    /// <exception cref="InputException">The file is missing, changed or unreadable.</exception>
    public Recording Open(SceneSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        lock (_gate)
        {
            if (_fixed.TryGetValue(source, out var known))
            {
                return known;
            }

            for (var node = _recent.First; node is not null; node = node.Next)
            {
                if (node.Value.Source == source)
                {
                    _recent.Remove(node);
                    _recent.AddFirst(node);
                    return node.Value.Recording;
                }
            }
        }

        if (_folder is null)
        {
            throw new InputException($"the recording '{source.File}' is not at hand");
        }

        var file = RecordingFile.Read(Path.Combine(_folder, source.File), source.File);
        if (file.Sha256 != source.Sha256)
        {
            throw new InputException("the file has changed since it was added to the index; add it again", source.File);
        }

        lock (_gate)
        {
            _recent.AddFirst((source, file.Recording));
            if (_recent.Count > _capacity)
            {
                _recent.RemoveLast();
            }
        }

        return file.Recording;
    }
}
