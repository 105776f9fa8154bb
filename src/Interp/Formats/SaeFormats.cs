namespace Sim.Interp.Formats;

/// <summary>The formats of single checkpoints by their names, and which one a path has. Adapters of SAEgis hold several and are read by <see cref="SaegisAdapterFolder"/>.</summary>
public static class SaeFormats
{
    private static readonly (string Name, string[] Files, Func<string, SaeCheckpoint> Read, Action<SaeCheckpoint, string> Write)[] Folders =
    [
        ("saelens", ["cfg.json", "sae_weights.safetensors"], SaeLensFolder.Read, SaeLensFolder.Write),
        ("sparsify", ["cfg.json", "sae.safetensors"], SparsifyFolder.Read, SparsifyFolder.Write),
        ("dictionary-learning", ["config.json", "ae.pt"], DictionaryLearningFolder.Read, DictionaryLearningFolder.Write),
        ("batchtopk", ["config.json", "sae.pt"], BatchTopKFolder.Read, BatchTopKFolder.Write),
    ];

    /// <summary>All names: saelens, sparsify, dictionary-learning, batchtopk (folders), qwen-scope (a file).</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Folders.Select(f => f.Name), "qwen-scope"];

    /// <summary>The format of a path by the files that are there.</summary>
    /// <param name="path">A folder, or a file of Qwen-Scope.</param>
    /// <exception cref="InputException">There are no such files, or those of several formats.</exception>
    public static string Detect(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path))
        {
            return path.EndsWith(".sae.pt", StringComparison.Ordinal) ? "qwen-scope" : throw new InputException("a single file is read as qwen-scope when its name ends in .sae.pt; the other formats are folders", path);
        }

        var found = Folders.Where(f => f.Files.All(n => File.Exists(Path.Combine(path, n)))).Select(f => f.Name).ToList();
        return found.Count == 1 ? found[0] : throw new InputException(
            found.Count == 0 ? $"no autoencoder is there; expected {string.Join(", or ", Folders.Select(f => $"{string.Join(" and ", f.Files)} ({f.Name})"))}" : $"the folder has the files of {string.Join(" and ", found)}; name one", path);
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">A folder, or a file of Qwen-Scope.</param>
    /// <param name="format">One of <see cref="Names"/>; null for what the files show.</param>
    /// <param name="k">Codes of a token, which Qwen-Scope's files do not say.</param>
    /// <exception cref="InputException">It is missing or refused; says what was found and what was expected.</exception>
    public static SaeCheckpoint Read(string path, string? format = null, int? k = null)
    {
        format ??= Detect(path);
        return format == "qwen-scope" ? QwenScopeFile.Read(path, k ?? throw new InputException("Qwen-Scope's files do not say k; give the one of the model's card", path)) : Find(format, path).Read(path);
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="checkpoint">What to write.</param>
    /// <param name="path">A folder, or a file of Qwen-Scope.</param>
    /// <param name="format">One of <see cref="Names"/>.</param>
    /// <exception cref="InputException">The format is unknown or has no way to say it; says why.</exception>
    public static void Write(SaeCheckpoint checkpoint, string path, string format)
    {
        if (format == "qwen-scope")
        {
            QwenScopeFile.Write(checkpoint, path);
        }
        else
        {
            Find(format, path).Write(checkpoint, path);
        }
    }

    private static (string Name, string[] Files, Func<string, SaeCheckpoint> Read, Action<SaeCheckpoint, string> Write) Find(string format, string path) =>
        Folders.FirstOrDefault(f => f.Name == format) is { Name: not null } found ? found : throw new InputException($"'{format}' is no format of autoencoders; expected {string.Join(", ", Names)}", path);
}
