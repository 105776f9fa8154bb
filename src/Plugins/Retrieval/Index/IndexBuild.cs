using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>Adds recordings to an index folder, in batches: what was added before an interruption stays, and adding again goes on behind it.</summary>
internal static class IndexBuild
{
    /// <summary>Scenes after which a batch is written.</summary>
    private const int Batch = 5_000;

    /// <summary>Adds files.</summary>
    /// <param name="folder">The index folder; made when there is none.</param>
    /// <param name="paths">Files, in the order of adding.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="options">How scenes are cut; null for the defaults.</param>
    /// <param name="progress">Told after each file: how many are done, its name, its scenes, −1 for one that the index had already. May be null.</param>
    /// <param name="cancellationToken">Cancels; complete batches stay.</param>
    /// <returns>Files and scenes added, and why others could not be.</returns>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    public static (int Files, int Scenes, IReadOnlyList<InputException> Failed) Add(
        string folder,
        IReadOnlyList<string> paths,
        IBehaviourEncoder encoder,
        SceneOptions? options,
        Action<int, string, int>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        using var writer = new IndexWriter(folder, encoder);
        var indexer = new SceneIndexer(encoder, options);
        var sources = new List<IndexedSource>();
        var scenes = new List<IndexedScene>();
        var pending = new HashSet<string>(StringComparer.Ordinal);
        var failed = new List<InputException>();
        int files = 0, total = 0, done = 0;
        void Flush()
        {
            if (sources.Count > 0)
            {
                writer.Add(sources, scenes);
                sources.Clear();
                scenes.Clear();
                pending.Clear();
            }
        }

        try
        {
            foreach (string path in paths)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string name = Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(path)).Replace('\\', '/');
                done++;
                if (Read(path, failed) is not { } file)
                {
                    continue;
                }

                if (writer.Knows(file.Sha256) || !pending.Add(file.Sha256))
                {
                    progress?.Invoke(done, path, -1);
                    continue;
                }

                var source = new SceneSource(name, file.Sha256);
                if (Scenes(indexer, file.Recording, source, path, failed, cancellationToken) is not { } found)
                {
                    continue;
                }

                sources.Add(new IndexedSource(name, file.Sha256, file.Recording.Provenance.Licence, found.Count));
                scenes.AddRange(found);
                files++;
                total += found.Count;
                progress?.Invoke(done, path, found.Count);
                if (scenes.Count >= Batch)
                {
                    Flush();
                }
            }
        }
        finally
        {
            Flush();
        }

        return (files, total, failed);
    }

    private static IReadOnlyList<IndexedScene>? Scenes(
        SceneIndexer indexer, Recording recording, SceneSource source, string path, List<InputException> failed, CancellationToken cancellationToken)
    {
        try
        {
            return indexer.Index(recording, source, cancellationToken);
        }
        catch (InputException e)
        {
            failed.Add(new InputException(e.Detail, path, inner: e));
            return null;
        }
    }

    private static RecordingFile? Read(string path, List<InputException> failed)
    {
        try
        {
            return RecordingFile.Read(path, path);
        }
        catch (InputException e)
        {
            failed.Add(e);
            return null;
        }
    }
}
