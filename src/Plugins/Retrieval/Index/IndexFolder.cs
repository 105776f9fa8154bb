using System.Text.Json;
using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>
/// An index as a folder: <c>index.json</c> names the segments that make it, each written once. A change writes new segments, then replaces
/// <c>index.json</c> in one step, so a reader, or a writer after a crash, finds the index before or after the change. Thread-safe.
/// </summary>
internal static class IndexFolder
{
    /// <summary>Name of the file that names the segments.</summary>
    public const string ManifestName = "index.json";

    /// <summary>Ending of segments.</summary>
    public const string SegmentEnding = ".seg";

    private const int MaxManifestBytes = 256 << 20;
    private const int Attempts = 5;

    /// <summary>True when a folder holds an index.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, ManifestName));

    /// <summary>Opens an index for asking. Many may read it at the same time, also while it is being added to: each sees the index as it was on opening.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="encoder">The encoder that made its vectors.</param>
    /// <exception cref="InputException">No index, of another encoder or version, or damaged.</exception>
    public static RetrievalIndex Open(string folder, IBehaviourEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        for (int attempt = 1; ; attempt++)
        {
            var manifest = ReadManifest(folder);
            Require(manifest, encoder);
            try
            {
                return new RetrievalIndex(encoder, OpenSegments(folder, manifest, encoder));
            }
            catch (InputException) when (attempt < Attempts && !Same(manifest, ReadManifest(folder)))
            {
                // The index was compacted between the two reads, and the old segments are gone.
            }
        }
    }

    /// <summary>Reads which segments and sources make an index.</summary>
    /// <exception cref="InputException">No index, or damaged.</exception>
    public static IndexManifest ReadManifest(string folder)
    {
        string path = Path.Combine(folder, ManifestName);
        IndexManifest? manifest;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxManifestBytes)
            {
                throw new InputException($"the file has {stream.Length} bytes; the limit is {MaxManifestBytes}", path);
            }

            manifest = JsonSerializer.Deserialize(stream, IndexJson.Default.IndexManifest);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"the folder holds no index (no {ManifestName}); make one with: sim retrieval add {folder} FILES", folder, inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the index cannot be read", path, inner: e);
        }
        catch (JsonException e)
        {
            throw new InputException("the file is no description of an index; build the index again", path, (int)Math.Min(int.MaxValue, (e.LineNumber ?? 0) + 1), inner: e);
        }

        if (manifest is null || manifest.Format != IndexManifest.FormatName)
        {
            throw new InputException("the file is no description of an index; build the index again", path);
        }

        if (manifest.Version != IndexManifest.CurrentVersion)
        {
            throw new InputException($"the index has layout version {manifest.Version}, this version reads {IndexManifest.CurrentVersion}; build the index again", path);
        }

        if (!manifest.IsSound())
        {
            throw new InputException("the description of the index is damaged or was changed by hand; build the index again", path);
        }

        foreach (var segment in manifest.Segments)
        {
            if (segment is null || segment.Count < 0 || segment.File != Path.GetFileName(segment.File) || !segment.File.EndsWith(SegmentEnding, StringComparison.Ordinal))
            {
                throw new InputException("the index names a segment that cannot be one of its own; build the index again", path);
            }
        }

        return manifest;
    }

    internal static void Require(IndexManifest manifest, IBehaviourEncoder encoder)
    {
        if (manifest.Encoder != encoder.Name || manifest.EncoderVersion != encoder.Version || manifest.Dimension != encoder.Dimension)
        {
            throw new InputException($"the index is of encoder '{manifest.Encoder}' version {manifest.EncoderVersion}, this one is '{encoder.Name}' version {encoder.Version}; build the index again", ManifestName);
        }
    }

    internal static List<SegmentFile> OpenSegments(string folder, IndexManifest manifest, IBehaviourEncoder encoder)
    {
        var segments = new List<SegmentFile>(manifest.Segments.Count);
        try
        {
            foreach (var named in manifest.Segments)
            {
                var segment = SegmentFile.Open(Path.Combine(folder, named.File), encoder);
                segments.Add(segment);
                if (segment.Count != named.Count)
                {
                    throw new InputException($"the segment has {segment.Count} entries, the index expects {named.Count}; build the index again", named.File);
                }
            }

            return segments;
        }
        catch
        {
            segments.ForEach(s => s.Dispose());
            throw;
        }
    }

    private static bool Same(IndexManifest a, IndexManifest b) => a.Segments.SequenceEqual(b.Segments);
}
