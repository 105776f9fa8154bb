using System.Globalization;

namespace Sim;

public sealed partial record FileRoots
{
    /// <summary>Largest number of files that one pattern may match.</summary>
    public const int MaxFiles = 100_000;

    private const int MaxPathLength = 4096;

    /// <summary>The one existing file that a path names. Wildcards are refused.</summary>
    /// <param name="path">The path as the suite holds it, raw and expanded.</param>
    /// <exception cref="InputException">Not below the suite's folder or a declared root (links resolved), or no such file.</exception>
    public SourceFile Resolve(Setting path) => Find(path, folder: false);

    /// <summary>As <see cref="Resolve(Setting)"/>, for a path made in code.</summary>
    /// <param name="raw">The path as written, variables unexpanded.</param>
    /// <param name="expanded">The path with variables expanded; null when there are none.</param>
    /// <exception cref="InputException">Not below the suite's folder or a declared root (links resolved), or no such file.</exception>
    public SourceFile Resolve(string raw, string? expanded = null) => Resolve(Plain(raw, expanded));

    /// <summary>The one existing file that another file names: relative to that file, or below a declared root.</summary>
    /// <param name="path">The path as the other file holds it, variables unexpanded.</param>
    /// <param name="from">The file that names it.</param>
    /// <exception cref="InputException">Not below the suite's folder or a declared root (links resolved), or no such file.</exception>
    public SourceFile ResolveBeside(Setting path, SourceFile from)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(from);
        string raw = path.Raw;
        string full = LeadingVariable(raw) is { } name && Roots.TryGetValue(name, out string? folder) ? folder + raw[(name.Length + 3)..]
            : raw.Length == 0 || Path.IsPathRooted(raw) ? raw
            : $"{Path.GetDirectoryName(from.FullPath)!.Replace('\\', '/')}/{raw}";
        return Resolve(path with { Text = full });
    }

    /// <summary>The one existing folder that a path names.</summary>
    /// <param name="path">The path as the suite holds it, raw and expanded.</param>
    /// <exception cref="InputException">Not below the suite's folder or a declared root (links resolved), or no such folder.</exception>
    public SourceFile ResolveFolder(Setting path) => Find(path, folder: true);

    /// <summary>
    /// The file that a key from an earlier <see cref="Resolve(Setting)"/> or <see cref="Glob(Setting)"/> stands for, on this machine. The same checks apply.
    /// </summary>
    /// <param name="key">The key, without a fragment.</param>
    /// <exception cref="InputException">The root is not declared here, the key climbs out, or no such file.</exception>
    public SourceFile FromKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var place = Plain(key, null);
        var (root, rest) = RootOfKey(place, key);
        var normal = Normalise(rest, place) ?? throw Outside(place, key);
        return Checked(place, root, normal, folder: false);
    }

    private static Setting Plain(string raw, string? expanded) => new() { Kind = SettingKind.Scalar, Raw = raw, Text = expanded ?? raw };

    private SourceFile Find(Setting path, bool folder)
    {
        var (root, relative) = Locate(path);
        foreach (string segment in relative)
        {
            if (IsPattern(segment))
            {
                throw path.Error($"'{path.Raw}' holds a wildcard where one {(folder ? "folder" : "file")} is expected; write its name");
            }
        }

        return Checked(path, root, relative, folder);
    }

    /// <summary>Which root a path belongs to and its normalised segments below it. Lexical only.</summary>
    private (Root Root, IReadOnlyList<string> Relative) Locate(Setting path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Kind != SettingKind.Scalar || path.Text.Length == 0)
        {
            throw path.Error($"found {SettingReader.Describe(path)} where a path is expected");
        }

        string text = path.Text;
        if (text.Length > MaxPathLength)
        {
            throw path.Error(string.Create(CultureInfo.InvariantCulture, $"the path has {text.Length} characters; at most {MaxPathLength} are allowed"));
        }

        if (text.Contains("${secret:", StringComparison.Ordinal))
        {
            throw path.Error($"'{path.Raw}' holds a secret; a path is written to the results, so it cannot");
        }

        if (text.AsSpan().ContainsAny('\\', '\0'))
        {
            throw path.Error($"'{path.Raw}' holds a backslash or a null character; write paths with forward slashes");
        }

        if (text[0] == '~')
        {
            throw path.Error($"'{path.Raw}' begins with '~', which is not expanded; write a path below the suite's folder, or below a root: ${{NAME}}/…");
        }

        if (LeadingVariable(path.Raw) is { } name && Roots.TryGetValue(name, out string? folder))
        {
            var root = new Root($"${{{name}}}/", folder);
            if (path.Raw.Length == name.Length + 3)
            {
                return (root, []);
            }

            if (Path.IsPathRooted(text) && Below(root, text, path) is { } below)
            {
                return (root, below);
            }

            throw Outside(path, path.Raw);
        }

        if (BaseFolder.Length == 0 && Roots.Count == 0)
        {
            throw path.Error($"'{path.Raw}' cannot be read: no folder is declared here");
        }

        string full = Path.IsPathRooted(text) || BaseFolder.Length == 0 ? text : BaseFolder + "/" + text;
        foreach (var root in AllRoots())
        {
            if (Below(root, full, path) is { } below)
            {
                return (root, below);
            }
        }

        throw Outside(path, path.Raw);
    }

    /// <summary>The name of the whole variable that a raw path begins with, or null: <c>${SIM_DATA}/x</c> → SIM_DATA.</summary>
    /// <param name="raw">A path as written.</param>
    public static string? LeadingVariable(string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (!raw.StartsWith("${", StringComparison.Ordinal))
        {
            return null;
        }

        int end = raw.IndexOf('}', StringComparison.Ordinal);
        return end > 2 && (end == raw.Length - 1 || raw[end + 1] == '/') && IsName(raw.AsSpan(2, end - 2)) ? raw[2..end] : null;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return text.Length > 0 && !char.IsAsciiDigit(text[0]);
    }

    private IEnumerable<Root> AllRoots()
    {
        if (BaseFolder.Length > 0)
        {
            yield return new Root("", BaseFolder);
        }

        foreach (var (name, folder) in Roots.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            yield return new Root(Prefix(name, folder), folder);
        }
    }

    // A root given as a path has no name that is the same on every machine but that of its last folder.
    private static string Prefix(string name, string folder) =>
        IsName(name) ? $"${{{name}}}/" : $"{{{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.Replace('\\', '/')))}}}/";

    private (Root Root, string Path) RootOfKey(Setting place, string key)
    {
        int slash = key.IndexOf("}/", StringComparison.Ordinal);
        if (slash > 0 && (key[0] == '{' || key.StartsWith("${", StringComparison.Ordinal)))
        {
            string prefix = key[..(slash + 2)];
            foreach (var root in AllRoots())
            {
                if (root.Prefix == prefix)
                {
                    return (root, key[(slash + 2)..]);
                }
            }

            throw place.Error(prefix[0] == '$'
                ? $"'{key}' lies below the root {prefix[..^1]}, which is not declared here; set the environment variable"
                : $"'{key}' lies below the root {prefix[..^1]}, which is not declared here; give it with --root");
        }

        if (BaseFolder.Length == 0 || Path.IsPathRooted(key))
        {
            throw Outside(place, key);
        }

        return (new Root("", BaseFolder), key);
    }

    private static IReadOnlyList<string>? Below(Root root, string full, Setting place)
    {
        var path = Normalise(full, place);
        var folder = Normalise(root.Folder, place);
        if (path is null || folder is null || path.Count < folder.Count)
        {
            return null;
        }

        for (int i = 0; i < folder.Count; i++)
        {
            if (path[i] != folder[i])
            {
                return null;
            }
        }

        return [.. path.Skip(folder.Count)];
    }

    /// <summary>Segments without "." and "..", or null when ".." climbs above the start.</summary>
    private static List<string>? Normalise(string path, Setting place)
    {
        var segments = new List<string>();
        bool rooted = Path.IsPathRooted(path);
        foreach (string segment in path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".")
            {
                continue;
            }

            if (segment != "..")
            {
                segments.Add(segment);
                continue;
            }

            if (segments.Count == 0)
            {
                if (rooted)
                {
                    continue;
                }

                return null;
            }

            if (IsPattern(segments[^1]))
            {
                throw place.Error($"'{place.Raw}' has '..' after a wildcard; write the folder's name");
            }

            segments.RemoveAt(segments.Count - 1);
        }

        return segments;
    }

    private SourceFile Checked(Setting place, Root root, IReadOnlyList<string> relative, bool folder)
    {
        string rest = string.Join('/', relative);
        string full = relative.Count == 0 ? root.Folder : Path.Combine(root.Folder, rest);
        string key = relative.Count == 0 ? root.Prefix.TrimEnd('/') : root.Prefix + rest;
        if (!folder && Directory.Exists(full))
        {
            throw place.Error($"'{place.Raw}' is a folder; write a file, or a pattern such as {(key.Length == 0 ? "" : key + "/")}*.xml");
        }

        // A path that leads out is refused before anything is said about what exists there.
        CheckLinks(place, full);
        if (folder ? !Directory.Exists(full) : !File.Exists(full))
        {
            throw place.Error($"no {(folder ? "folder" : "file")} '{place.Raw}'{Deepest(root, relative)}");
        }

        return new SourceFile(key.Length == 0 ? "." : key, full);
    }

    private static string Deepest(Root root, IReadOnlyList<string> relative)
    {
        string at = root.Folder;
        string name = root.Prefix.Length == 0 ? "the suite's folder" : root.Prefix.TrimEnd('/');
        if (!Directory.Exists(at))
        {
            return $"; the folder of {name} does not exist";
        }

        for (int i = 0; i < relative.Count - 1; i++)
        {
            at = Path.Combine(at, relative[i]);
            if (IsPattern(relative[i]) || !Directory.Exists(at))
            {
                return IsPattern(relative[i]) ? "" : $"; '{relative[i]}' does not exist in {name}";
            }

            name = $"'{root.Prefix}{string.Join('/', relative.Take(i + 1))}'";
        }

        return "";
    }

    private static InputException Outside(Setting place, string path) =>
        place.Error($"'{path}' lies outside of the suite's folder and of every declared root; begin it with a whole environment variable (${{NAME}}/…), or declare its folder with --root");

    private readonly record struct Root(string Prefix, string Folder);
}
