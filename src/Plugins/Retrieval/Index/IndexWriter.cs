using System.Text.Json;
using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>
/// Changes an index folder; one writer at a time, which a lock file that dies with its process sees to. A change is complete or has not happened. Not
/// thread-safe.
/// </summary>
internal sealed class IndexWriter : IDisposable
{
    private const string LockName = "index.lock";
    private const string Unfinished = ".part";
    private const int MostPerSegment = 50_000;
    private readonly string _folder;
    private readonly IBehaviourEncoder _encoder;
    private readonly FileStream _lock;
    private readonly HashSet<string> _known;

    /// <summary>Opens a folder for changing; makes it when there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="encoder">The encoder of its vectors.</param>
    /// <exception cref="InputException">Another process writes, the folder cannot be written or holds something else.</exception>
    public IndexWriter(string folder, IBehaviourEncoder encoder)
    {
        _folder = folder;
        _encoder = encoder;
        try
        {
            Directory.CreateDirectory(folder);
            _lock = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the index cannot be written: another process is writing it, or the folder does not allow it", folder, inner: e);
        }

        try
        {
            Manifest = IndexFolder.Exists(folder)
                ? IndexFolder.ReadManifest(folder)
                : new IndexManifest
                {
                    Format = IndexManifest.FormatName,
                    Version = IndexManifest.CurrentVersion,
                    Encoder = encoder.Name,
                    EncoderVersion = encoder.Version,
                    Dimension = encoder.Dimension,
                    Segments = [],
                    Sources = [],
                    Check = "",
                };
            IndexFolder.Require(Manifest, encoder);
            _known = [.. Manifest.Sources.Select(s => s.Sha256)];
            Sweep();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>What the index is made of now.</summary>
    public IndexManifest Manifest { get; private set; }

    /// <summary>True when the index has a source of this content.</summary>
    public bool Knows(string sha256) => _known.Contains(sha256);

    /// <summary>Adds scenes and the sources that they come from. A source of the same file with other content, and its scenes, are replaced.</summary>
    /// <param name="sources">Sources; those of known content are a mistake of the caller.</param>
    /// <param name="scenes">Scenes.</param>
    /// <exception cref="InputException">The folder cannot be written, or is damaged.</exception>
    public void Add(IReadOnlyList<IndexedSource> sources, IReadOnlyList<IndexedScene> scenes)
    {
        if (sources.FirstOrDefault(s => Knows(s.Sha256)) is { } known)
        {
            throw new ArgumentException($"The index has '{known.File}' already.", nameof(sources));
        }

        var files = sources.Select(s => s.File).ToHashSet(StringComparer.Ordinal);
        if (Manifest.Sources.Any(s => files.Contains(s.File)))
        {
            var stale = Manifest.Sources.Where(s => files.Contains(s.File)).Select(s => s.Sha256).ToHashSet(StringComparer.Ordinal);
            Rewrite(e => !stale.Contains(e.Source.Sha256), [.. Manifest.Sources.Where(s => !files.Contains(s.File))]);
        }

        var segments = Manifest.Segments.ToList();
        int next = Next(segments);
        foreach (var part in scenes.Chunk(MostPerSegment))
        {
            segments.Add(Write(next++, part));
        }

        Commit(Manifest with { Segments = segments, Sources = [.. Manifest.Sources, .. sources] });
        _known.UnionWith(sources.Select(s => s.Sha256));
    }

    /// <summary>Puts all scenes into as few segments as possible.</summary>
    /// <exception cref="InputException">The folder cannot be written, or is damaged.</exception>
    public void Compact() => Rewrite(_ => true, Manifest.Sources);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private void Rewrite(Func<IndexEntry, bool> keep, IReadOnlyList<IndexedSource> sources)
    {
        var opened = IndexFolder.OpenSegments(_folder, Manifest, _encoder);
        var segments = new List<IndexedSegment>();
        try
        {
            int next = Next(Manifest.Segments);
            var kept = new List<IndexedScene>();
            foreach (var segment in opened)
            {
                for (int i = 0; i < segment.Count; i++)
                {
                    var entry = segment.Entry(i);
                    if (keep(entry))
                    {
                        kept.Add(new IndexedScene(entry, segment.Vectors(i).ToArray()));
                    }

                    if (kept.Count == MostPerSegment)
                    {
                        segments.Add(Write(next++, kept));
                        kept.Clear();
                    }
                }
            }

            if (kept.Count > 0)
            {
                segments.Add(Write(next, kept));
            }
        }
        finally
        {
            opened.ForEach(s => s.Dispose());
        }

        Commit(Manifest with { Segments = segments, Sources = sources });
        Sweep();
    }

    private IndexedSegment Write(int number, IReadOnlyList<IndexedScene> scenes)
    {
        string name = number.ToString("D8", System.Globalization.CultureInfo.InvariantCulture) + IndexFolder.SegmentEnding;
        Replace(name, stream => SegmentFile.Write(scenes, _encoder, stream));
        return new IndexedSegment(name, scenes.Count);
    }

    private void Commit(IndexManifest manifest)
    {
        Replace(IndexFolder.ManifestName, stream => JsonSerializer.Serialize(stream, manifest.Sealed(), IndexJson.Default.IndexManifest));
        Manifest = manifest;
    }

    private void Replace(string name, Action<Stream> write)
    {
        string path = Path.Combine(_folder, name);
        try
        {
            using (var stream = new FileStream(path + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(path + Unfinished, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the index cannot be written; check the space and rights of the folder", path, inner: e);
        }
    }

    // What a killed writer left, and segments that a rewritten index no longer names. A file that a reader on Windows holds open stays until next time.
    private void Sweep()
    {
        var named = Manifest.Segments.Select(s => s.File).ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(_folder))
        {
            string name = Path.GetFileName(path);
            bool own = name.Length == 8 + IndexFolder.SegmentEnding.Length && name[..8].All(char.IsAsciiDigit) && name.EndsWith(IndexFolder.SegmentEnding, StringComparison.Ordinal);
            if (name.EndsWith(Unfinished, StringComparison.Ordinal) || (own && !named.Contains(name)))
            {
                try
                {
                    File.Delete(path);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    continue;
                }
            }
        }
    }

    private static int Next(IReadOnlyList<IndexedSegment> segments)
    {
        int last = 0;
        foreach (var segment in segments)
        {
            if (int.TryParse(segment.File.AsSpan(0, Math.Max(0, segment.File.Length - IndexFolder.SegmentEnding.Length)), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number))
            {
                last = Math.Max(last, number);
            }
        }

        return last + 1;
    }
}
