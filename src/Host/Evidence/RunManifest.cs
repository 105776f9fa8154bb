using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Sim.Host.Store;

namespace Sim.Host.Evidence;

/// <summary>
/// <c>manifest.sha256</c>: the hash of every file of a run folder that equal runs have in common, in the format of the tool sha256sum, sorted by path. Not
/// listed are the store, which is checked by its content, and what may differ between equal runs: timing.json and the drivers' own outputs.
/// </summary>
internal static class RunManifest
{
    /// <summary>Its name.</summary>
    public const string Name = "manifest.sha256";

    private const int MaxLines = 10_000_000;
    private const int HashLength = 64;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Writes the manifest of a folder as it is now.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static void Write(RunFolder folder, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var (path, hash) in Hashes(folder, Listed(folder), cancellationToken))
        {
            text.Append(hash).Append("  ").Append(path).Append('\n');
        }

        folder.Write(Name, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Reads a manifest.</summary>
    /// <returns>Path → hash; null when the folder has none.</returns>
    /// <exception cref="InputException">Not such a file.</exception>
    public static IReadOnlyDictionary<string, string>? Read(RunFolder folder)
    {
        string file = folder.Inside(Name);
        if (!File.Exists(file))
        {
            return null;
        }

        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            bool formed = line.Length > HashLength + 2 && line[HashLength] == ' ' && line[HashLength + 1] == ' ' && !line.AsSpan(0, HashLength).ContainsAnyExcept(Digits);
            if (!formed || number > MaxLines || !hashes.TryAdd(line[(HashLength + 2)..], line[..HashLength]))
            {
                throw new InputException("found no line of a manifest, expected 64 hexadecimal digits, two spaces and a path that no other line has", file, number);
            }
        }

        return hashes;
    }

    /// <summary>The hash of the manifest itself, which stands for the whole run; empty when there is none.</summary>
    public static string Hash(RunFolder folder) => File.Exists(folder.Inside(Name)) ? Of(folder.Inside(Name)) : "";

    /// <summary>Paths that a manifest lists, sorted, with forward slashes.</summary>
    public static IReadOnlyList<string> Listed(RunFolder folder) => [.. All(folder).Where(p => !IsOwn(p))];

    /// <summary>Paths of files that may differ between equal runs, sorted.</summary>
    public static IReadOnlyList<string> Unlisted(RunFolder folder) => [.. All(folder).Where(CaseFiles.MayDiffer)];

    /// <summary>Hashes of files, in the order given.</summary>
    public static IReadOnlyList<(string Path, string Hash)> Hashes(RunFolder folder, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var hashes = new (string, string)[paths.Count];
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => hashes[i] = (paths[i], Of(folder.Inside(paths[i]))));
        return hashes;
    }

    private static IEnumerable<string> All(RunFolder folder) => Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(folder.Path, f).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    private static bool IsOwn(string path) => path is Name or SignOffs.Name
        || path.StartsWith("results.sqlite", StringComparison.Ordinal)
        || path.EndsWith(AtomicFile.Suffix, StringComparison.Ordinal)
        || CaseFiles.MayDiffer(path);

    private static string Of(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
