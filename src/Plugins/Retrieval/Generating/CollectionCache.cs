namespace Sim.Plugins.Retrieval.Generating;

/// <summary>
/// The last opened collections, by the files they were made of: the cases of an entry ask for the same one. A file that changed (length or time of
/// writing) makes another. Thread-safe; a waiting caller can be cancelled.
/// </summary>
internal sealed class CollectionCache
{
    private const int Capacity = 4;
    private const int PollMs = 100;
    private readonly object _gate = new();
    private readonly LinkedList<(string Key, SceneCollection Collection)> _recent = [];

    /// <summary>The collection of what a suite names.</summary>
    public SceneCollection Get(IReadOnlyList<Setting> places, FileRoots files, CancellationToken cancellationToken)
    {
        string key = KeyOf(places, files);
        // Building takes seconds: whoever waits for another's can still be cancelled.
        while (!Monitor.TryEnter(_gate, PollMs))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        try
        {
            for (var node = _recent.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == key)
                {
                    _recent.Remove(node);
                    _recent.AddFirst(node);
                    return node.Value.Collection;
                }
            }

            var made = SceneCollection.Of(places, files, cancellationToken);
            _recent.AddFirst((key, made));
            if (_recent.Count > Capacity)
            {
                // Not disposed: a case may still be reading it; mapped files go with the last reference.
                _recent.RemoveLast();
            }

            return made;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    private static string KeyOf(IReadOnlyList<Setting> places, FileRoots files) => string.Join('\n', SceneCollection.Files(places, files).Select(f =>
    {
        var info = new FileInfo(f.FullPath);
        return FormattableString.Invariant($"{f.Key}|{f.FullPath}|{info.Length}|{info.LastWriteTimeUtc.Ticks}");
    }));
}
