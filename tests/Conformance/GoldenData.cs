using System.IO.Compression;
using System.Text.Json;

namespace Sim.Tests;

/// <summary>
/// Finds reference vectors and real inputs outside the repository: SIM_GOLDEN and SIM_DATA, else ../shared/golden and ../shared/data beside the
/// repository root. A test project that holds some of the vectors itself falls back to those. Otherwise a missing folder skips the test with a reason, or fails it where CI=true.
/// </summary>
internal static class GoldenData
{
    /// <summary>Folder of one topic's reference vectors.</summary>
    public static string Golden(string topic) => Folder("SIM_GOLDEN", "golden", topic);

    /// <summary>Folder of one kind of real inputs.</summary>
    public static string Data(string kind) => Folder("SIM_DATA", "data", kind);

    /// <summary>A file of a topic's reference vectors as JSON; names that end in .gz are unpacked.</summary>
    public static JsonDocument GoldenJson(string topic, string file)
    {
        string path = Path.Combine(Golden(topic), file);
        if (!File.Exists(path))
            Missing($"Reference vectors are missing: {path}.");
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
            return JsonDocument.Parse(File.ReadAllBytes(path));
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return JsonDocument.Parse(packed);
    }

    /// <summary>The repository's root folder.</summary>
    public static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sim.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Sim.sln above {AppContext.BaseDirectory}.");
    }

    private static string Folder(string variable, string place, string name)
    {
        string? root = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(root))
            root = Path.Combine(RepositoryRoot(), "..", "shared", place);
        string path = Path.GetFullPath(Path.Combine(root, name));
        if (Directory.Exists(path))
            return path;
        string own = Path.Combine(AppContext.BaseDirectory, place);
        if (!Directory.Exists(own))
            Missing($"{path} does not exist; set {variable}.");
        own = Path.Combine(own, name);
        Assert.SkipUnless(Directory.Exists(own), $"{path} does not exist, and of {name} this project holds nothing itself; set {variable}.");
        return own;
    }

    private static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
