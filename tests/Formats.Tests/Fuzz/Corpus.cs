using System.Text;
using Sim.Tests.Yaml;

namespace Sim.Tests.Fuzz;

/// <summary>Good inputs to damage: written here, from the repository, and, where the shared data is at hand, real files of up to 20 kB.</summary>
internal static class Corpus
{
    private const int MostBytes = 20_000;

    public static byte[][] Of(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    public static IEnumerable<byte[]> Repository(string folder, string pattern) => Files(Path.Combine(RepositoryFiles.Root, folder), pattern);

    public static IEnumerable<byte[]> Shared(string folder, string pattern)
    {
        string data = Environment.GetEnvironmentVariable("SIM_DATA") is { Length: > 0 } given ? given : Path.Combine(RepositoryFiles.Root, "..", "shared", "data");
        return Files(Path.Combine(data, folder), pattern);
    }

    private static IEnumerable<byte[]> Files(string folder, string pattern) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(f => new FileInfo(f).Length <= MostBytes).Take(12).Select(File.ReadAllBytes)
        : [];
}
