using System.Collections.Concurrent;
using Sim.Formats.Logs;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Index;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>An opened index with the recordings behind it. Thread-safe; disposed with its index.</summary>
/// <param name="Index">The index.</param>
/// <param name="Open">Gives the recording of a source.</param>
/// <param name="Skipped">Files that could not be read and are left out, with the reason.</param>
internal sealed record SceneCollection(RetrievalIndex Index, Func<SceneSource, Recording> Open, IReadOnlyList<string> Skipped)
{
    /// <summary>Templates by tag and ego, found once: the usable ones, and how many scenes show the tag.</summary>
    public ConcurrentDictionary<(string Tag, RetrievalEgo Ego), (IReadOnlyList<Template> Usable, int Seen)> Templates { get; } = new();


    /// <summary>Opens an index folder, or builds an index of recordings in memory.</summary>
    /// <param name="places">What the suite names.</param>
    /// <param name="files">Where files may be read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Nothing there, or the index is damaged or of another encoder.</exception>
    public static SceneCollection Of(IReadOnlyList<Setting> places, FileRoots files, CancellationToken cancellationToken)
    {
        var encoder = new PathEncoder();
        if (places.Count == 1 && FolderOf(places[0], files) is { } folder && IndexFolder.Exists(folder.FullPath))
        {
            var library = new RecordingLibrary();
            return new SceneCollection(IndexFolder.Open(folder.FullPath, encoder), source => Known(source, folder, files, library), []);
        }

        var recordings = new RecordingLibrary();
        var indexer = new SceneIndexer(encoder);
        var scenes = new List<IndexedScene>();
        var skipped = new List<string>();
        foreach (var file in Recordings(places, files))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var read = RecordingFile.Read(file.FullPath, file.Key);
                var source = new SceneSource(file.Key, read.Sha256);
                recordings.Put(source, read.Recording);
                scenes.AddRange(indexer.Index(read.Recording, source, cancellationToken));
            }
            catch (InputException e)
            {
                skipped.Add($"'{file.Key}' is left out of the index: {e.Detail}");
            }
        }

        return scenes.Count > 0
            ? new SceneCollection(RetrievalIndex.InMemory(encoder, scenes), recordings.Open, skipped)
            : throw places[0].Error($"the recordings of '{places[0].Raw}' hold no scene of at least 3 s in which somebody moves{(skipped.Count > 0 ? "; " + skipped[0] : "")}");
    }

    /// <summary>The files that settings name: those of an index, or recordings.</summary>
    /// <exception cref="InputException">There are none.</exception>
    public static IReadOnlyList<SourceFile> Files(IReadOnlyList<Setting> places, FileRoots files)
    {
        if (places.Count == 1 && FolderOf(places[0], files) is { } folder && IndexFolder.Exists(folder.FullPath))
        {
            return files.Glob(places[0] with { Raw = $"{places[0].Raw.TrimEnd('/')}/*", Text = $"{places[0].Text.TrimEnd('/')}/*" });
        }

        return Recordings(places, files);
    }

    /// <summary>The recordings that settings name: files, patterns, or folders with all below them.</summary>
    /// <exception cref="InputException">There are none.</exception>
    public static IReadOnlyList<SourceFile> Recordings(IReadOnlyList<Setting> places, FileRoots files)
    {
        var found = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            bool folder = FolderOf(place, files) is not null;
            int before = found.Count;
            foreach (string ending in folder ? LogFiles.Endings : [""])
            {
                var pattern = folder ? place with { Raw = $"{place.Raw.TrimEnd('/')}/**/*{ending}", Text = $"{place.Text.TrimEnd('/')}/**/*{ending}" } : place;
                foreach (var file in Matches(pattern, files, quiet: folder))
                {
                    if (!folder || !RecordingFile.IsReport(file.FullPath))
                    {
                        found.TryAdd(file.Key, file);
                    }
                }
            }

            if (found.Count == before && folder)
            {
                throw place.Error($"the folder '{place.Raw}' holds no recording ({string.Join(", ", LogFiles.Endings)}) and is no index");
            }
        }

        return [.. found.Values];
    }

    private static IReadOnlyList<SourceFile> Matches(Setting pattern, FileRoots files, bool quiet)
    {
        try
        {
            return files.Glob(pattern);
        }
        catch (InputException) when (quiet)
        {
            return [];
        }
    }

    private static SourceFile? FolderOf(Setting place, FileRoots files)
    {
        if (place.Kind != SettingKind.Scalar || place.Text.AsSpan().ContainsAny('*', '?'))
        {
            return null;
        }

        try
        {
            return files.ResolveFolder(place);
        }
        catch (InputException)
        {
            // A file, or nothing: the caller's own look-up says which.
            return null;
        }
    }

    // An index names its recordings relative to itself: they are read only where the suite may read.
    private static Recording Known(SceneSource source, SourceFile folder, FileRoots files, RecordingLibrary library)
    {
        try
        {
            return library.Open(source);
        }
        catch (InputException)
        {
            string full = Path.GetFullPath(source.File, folder.FullPath).Replace('\\', '/');
            var file = files.Resolve(Setting.Scalar(full));
            var read = RecordingFile.Read(file.FullPath, file.Key);
            if (read.Sha256 != source.Sha256)
            {
                throw new InputException("the file has changed since it was added to the index; add it again", file.Key);
            }

            library.Put(source, read.Recording);
            return read.Recording;
        }
    }
}
