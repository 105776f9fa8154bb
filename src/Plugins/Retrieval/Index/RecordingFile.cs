using System.Security.Cryptography;
using Sim.Formats.Logs;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>A recording read from a file with the hash of its content.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
internal sealed record RecordingFile(Recording Recording, string Sha256)
{
    /// <summary>True for names that <see cref="Read"/> knows.</summary>
    public static bool IsRecording(string path) => LogFiles.IsLog(path);

    /// <summary>
    /// The files that a path of the command line stands for: itself, or for a folder its recordings and those of its run folders, in order of names.
    /// </summary>
    /// <exception cref="InputException">There is no such path, or the folder holds no recording.</exception>
    public static IReadOnlyList<string> Expand(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new InputException("there is no such file or folder", path);
        }

        string[] found = [.. Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(p => LogFiles.IsListed(p) && !IsReport(p)).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new InputException("the folder holds no recording; expected " + LogFiles.Expected, path);
    }

    /// <summary>True for the .xml beside a run.json: the run's JUnit report.</summary>
    internal static bool IsReport(string path) =>
        Path.GetExtension(path).Equals(".xml", StringComparison.OrdinalIgnoreCase) && File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "run.json"));

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">Its name for messages and provenance.</param>
    /// <exception cref="InputException">It cannot be read, or is no recording.</exception>
    public static RecordingFile Read(string path, string name)
    {
        if (!LogFiles.IsLog(path))
        {
            throw new InputException($"no recording that can be read; expected {LogFiles.Expected}, or a run folder", name);
        }

        var file = new SourceFile(name, path);
        var roots = LogFiles.FolderOf(path);
        try
        {
            return new RecordingFile(LogFiles.Read(file, roots), Hash(LogFiles.Files(file, roots)));
        }
        catch (InputException e) when (e.File is null)
        {
            throw new InputException(e.Detail, name, inner: e);
        }
    }

    // Of the file; where it names others, of the hashes of all.
    private static string Hash(IReadOnlyList<SourceFile> files)
    {
        try
        {
            byte[][] hashes = [.. files.Select(f =>
            {
                using var stream = File.OpenRead(f.FullPath);
                return SHA256.HashData(stream);
            })];
            return Convert.ToHexStringLower(hashes.Length == 1 ? hashes[0] : SHA256.HashData(hashes.SelectMany(h => h).ToArray()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be read; check that it exists and is readable", files[0].Key, inner: e);
        }
    }
}
