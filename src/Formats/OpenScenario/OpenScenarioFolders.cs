using System.Globalization;
using Sim.Maps;

namespace Sim.Formats.OpenScenario;

/// <summary>Files named by an OpenSCENARIO file, read only below declared folders (law 5). Remembers what it read. Not thread-safe.</summary>
/// <param name="roots">The folders.</param>
/// <param name="start">The file that is read first.</param>
/// <param name="maps">Road networks by the name that files use for them; the part after the last slash will do ("Carla/Maps/Town01"). Null: none.</param>
public sealed class OpenScenarioFolders(FileRoots roots, SourceFile start, Func<string, RoadMap?>? maps = null) : IOpenScenarioFiles
{
    private const int MaxCatalogs = 1000;
    private const long MaxBytes = 64L << 20;
    private readonly Dictionary<string, SourceFile> _known = new(StringComparer.Ordinal) { [start.Key] = start };

    /// <summary>Every file that was found, the first one excluded, in ordinal order of keys.</summary>
    public IReadOnlyList<SourceFile> Used => [.. _known.Values.Where(f => f.Key != start.Key).OrderBy(f => f.Key, StringComparer.Ordinal)];

    /// <summary>The file at a path relative to another file.</summary>
    /// <exception cref="InputException">It lies outside of the folders, or is no file.</exception>
    public SourceFile? Locate(string path, string from)
    {
        ArgumentNullException.ThrowIfNull(path);
        string full = Full(path, from);
        try
        {
            return Keep(roots.Resolve(path, full));
        }
        catch (InputException) when (!System.IO.File.Exists(full))
        {
            return null;
        }
    }

    /// <summary>The bytes of a file of bearable size.</summary>
    /// <exception cref="InputException">It cannot be read, or is too long.</exception>
    public static ReadOnlyMemory<byte> BytesOf(SourceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            long length = new FileInfo(file.FullPath).Length;
            return length <= MaxBytes
                ? System.IO.File.ReadAllBytes(file.FullPath)
                : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file has {length} bytes; the limit is {MaxBytes}"), file.Key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be read; check that it exists and is readable", file.Key, inner: e);
        }
    }

    /// <inheritdoc/>
    public OpenScenarioSource? Find(string path, string from) => Locate(path, from) is { } file ? Source(file) : null;

    /// <inheritdoc/>
    public IReadOnlyList<OpenScenarioSource> Catalogs(string folder, string from)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string full = Full(folder, from);
        SourceFile at;
        try
        {
            at = roots.ResolveFolder(new Setting { Kind = SettingKind.Scalar, Raw = folder, Text = full });
        }
        catch (InputException) when (!Directory.Exists(full))
        {
            return [];
        }

        try
        {
            var files = Directory.EnumerateFiles(at.FullPath, "*.xosc").Take(MaxCatalogs + 1).Order(StringComparer.Ordinal).ToList();
            return files.Count <= MaxCatalogs
                ? files.ConvertAll(f => Source(Keep(roots.Resolve($"{folder}/{Path.GetFileName(f)}", f))))
                : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the catalog folder '{folder}' holds more than {MaxCatalogs} files"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the catalog folder '{folder}' cannot be read", start.Key, inner: e);
        }
    }

    /// <inheritdoc/>
    public RoadMap? Map(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return maps?.Invoke(name) ?? (name.LastIndexOf('/') is > 0 and var slash && slash < name.Length - 1 ? maps?.Invoke(name[(slash + 1)..]) : null);
    }

    // A path that looks like no path at all must not reach the file system.
    private string Full(string path, string from)
    {
        string folder = Path.GetDirectoryName((_known.GetValueOrDefault(from) ?? start).FullPath)!.Replace('\\', '/');
        return path.Contains('\0', StringComparison.Ordinal) ? throw new InputException("a path holds a null character", from) : Path.IsPathRooted(path) ? path : $"{folder}/{path}";
    }

    private SourceFile Keep(SourceFile file) => _known[file.Key] = file;

    private static OpenScenarioSource Source(SourceFile file) => new(file.Key, () => BytesOf(file));
}
