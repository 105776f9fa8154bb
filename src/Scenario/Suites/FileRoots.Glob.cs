using System.Globalization;

namespace Sim;

public sealed partial record FileRoots
{
    private const int MaxVisited = 1_000_000;
    private const int MaxLinks = 40;
    private const int MaxGlobDepth = 64;

    /// <summary>
    /// The files that a path or pattern names, sorted by key: * and ? match within a folder or file name (never a leading dot), ** matches any
    /// number of folders. Upper and lower case differ.
    /// </summary>
    /// <param name="pattern">The pattern as the suite holds it, raw and expanded.</param>
    /// <returns>At least one file.</returns>
    /// <exception cref="InputException">No match, too many, or a match that lies outside of the suite's folder and roots (links resolved).</exception>
    public IReadOnlyList<SourceFile> Glob(Setting pattern) => Glob(pattern, MaxFiles);

    /// <summary>As <see cref="Glob(Setting)"/>, with a smaller limit.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="maxFiles">Largest number of matches, at least 1.</param>
    /// <exception cref="InputException">No match, too many, or a match that lies outside of the suite's folder and roots (links resolved).</exception>
    public IReadOnlyList<SourceFile> Glob(Setting pattern, int maxFiles)
    {
        var (root, relative) = Locate(pattern);
        if (!relative.Any(IsPattern))
        {
            return [Checked(pattern, root, relative, folder: false)];
        }

        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var walk = new Walk(pattern, root, relative, found, maxFiles);
        Visit(walk, root.Folder, "", 0, 0);
        if (found.Count == 0)
        {
            throw pattern.Error($"no file matches '{pattern.Raw}'{Deepest(root, relative)}");
        }

        var files = new List<SourceFile>(found.Count);
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, full) in found)
        {
            CheckLinks(pattern, full, folders);
            files.Add(new SourceFile(key, full));
        }

        return files;
    }

    /// <summary>As <see cref="Glob(Setting)"/>, for a pattern made in code.</summary>
    /// <param name="raw">The pattern as written, variables unexpanded.</param>
    /// <param name="expanded">The pattern with variables expanded; null when there are none.</param>
    /// <exception cref="InputException">No match, too many, or a match that lies outside of the suite's folder and roots (links resolved).</exception>
    public IReadOnlyList<SourceFile> Glob(string raw, string? expanded = null) => Glob(Plain(raw, expanded), MaxFiles);

    private static bool IsPattern(string segment) => segment.AsSpan().ContainsAny('*', '?');

    private static void Visit(Walk walk, string folder, string key, int index, int depth)
    {
        string segment = walk.Segments[index];
        bool last = index == walk.Segments.Count - 1;
        if (depth > MaxGlobDepth)
        {
            throw walk.Place.Error(string.Create(CultureInfo.InvariantCulture, $"'{walk.Place.Raw}' reaches deeper than {MaxGlobDepth} folders; write a shorter pattern"));
        }

        if (segment == "**")
        {
            if (last)
            {
                throw walk.Place.Error($"'{walk.Place.Raw}' ends with '**'; write which files: **/*.xml");
            }

            Visit(walk, folder, key, index + 1, depth);
            foreach (var entry in Entries(walk, folder))
            {
                // Links to folders are not followed here: they could lead in circles.
                if (entry is DirectoryInfo && entry.Name[0] != '.' && entry.LinkTarget is null)
                {
                    Visit(walk, entry.FullName, key + entry.Name + "/", index, depth + 1);
                }
            }

            return;
        }

        if (!IsPattern(segment))
        {
            string next = Path.Combine(folder, segment);
            if (last && File.Exists(next))
            {
                Add(walk, key + segment, next);
            }
            else if (!last && Directory.Exists(next))
            {
                Visit(walk, next, key + segment + "/", index + 1, depth + 1);
            }

            return;
        }

        foreach (var entry in Entries(walk, folder))
        {
            if ((entry.Name[0] == '.' && segment[0] != '.') || !Wildcard.Matches(segment, entry.Name))
            {
                continue;
            }

            bool isFolder = Directory.Exists(entry.FullName);
            if (last && !isFolder)
            {
                Add(walk, key + entry.Name, entry.FullName);
            }
            else if (!last && isFolder)
            {
                Visit(walk, entry.FullName, key + entry.Name + "/", index + 1, depth + 1);
            }
        }
    }

    private static List<FileSystemInfo> Entries(Walk walk, string folder)
    {
        var entries = new List<FileSystemInfo>();
        try
        {
            if (!Directory.Exists(folder))
            {
                return entries;
            }

            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (++walk.Visited > MaxVisited)
                {
                    throw walk.Place.Error(string.Create(CultureInfo.InvariantCulture, $"'{walk.Place.Raw}' looks at more than {MaxVisited} files and folders; write a narrower pattern"));
                }

                entries.Add(entry);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw walk.Place.Error($"'{walk.Place.Raw}' reaches a folder that cannot be read: '{walk.Root.Prefix}{Path.GetRelativePath(walk.Root.Folder, folder).Replace('\\', '/')}'");
        }

        return entries;
    }

    private static void Add(Walk walk, string key, string full)
    {
        walk.Found[walk.Root.Prefix + key] = full;
        if (walk.Found.Count > walk.MaxFiles)
        {
            throw walk.Place.Error(string.Create(CultureInfo.InvariantCulture, $"'{walk.Place.Raw}' matches more than {walk.MaxFiles} files; write a narrower pattern"));
        }
    }

    /// <summary>Refuses a path whose links lead out of every root. What does not exist is judged as it is written.</summary>
    private void CheckLinks(Setting place, string full, Dictionary<string, string>? folders = null)
    {
        string real;
        if (folders is null)
        {
            real = RealPath(full, place);
        }
        else
        {
            string parent = Path.GetDirectoryName(full) ?? "/";
            if (!folders.TryGetValue(parent, out string? realParent))
            {
                folders[parent] = realParent = RealPath(parent, place);
            }

            real = RealPath(Path.Combine(realParent, Path.GetFileName(full)), place, Path.TrimEndingDirectorySeparator(realParent).Length);
        }

        foreach (var root in AllRoots())
        {
            string folder = Path.TrimEndingDirectorySeparator(RealPath(root.Folder, place));
            if (real == folder || real.StartsWith(folder.EndsWith('/') ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw place.Error($"'{place.Raw}' reaches, by a symbolic link, a place outside of the suite's folder and of every declared root; declare the link's target with --root");
    }

    /// <summary>The path with every link resolved, folder by folder.</summary>
    private static string RealPath(string path, Setting place, int known = 0)
    {
        string full = Path.GetFullPath(path);
        string root = Path.GetPathRoot(full) ?? "/";
        string real = known > 0 ? full[..known] : root;
        var pending = new Stack<string>();
        Push(pending, known > 0 ? full[known..] : full[root.Length..]);
        int links = 0;
        while (pending.TryPop(out string? segment))
        {
            if (segment == "..")
            {
                real = Path.GetDirectoryName(real) ?? root;
                continue;
            }

            string next = Path.Combine(real, segment);
            string? target;
            try
            {
                target = new FileInfo(next).LinkTarget;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                target = null;
            }

            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw place.Error($"'{place.Raw}' goes through more than {MaxLinks} symbolic links");
            }

            if (Path.IsPathRooted(target))
            {
                real = root;
                target = target[(Path.GetPathRoot(target) ?? "/").Length..];
            }

            Push(pending, target);
        }

        return real;
    }

    private static void Push(Stack<string> pending, string path)
    {
        string[] segments = path.Split(['/', Path.DirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (int i = segments.Length - 1; i >= 0; i--)
        {
            if (segments[i] != ".")
            {
                pending.Push(segments[i]);
            }
        }
    }

    private sealed class Walk(Setting place, Root root, IReadOnlyList<string> segments, SortedDictionary<string, string> found, int maxFiles)
    {
        public Setting Place { get; } = place;

        public Root Root { get; } = root;

        public IReadOnlyList<string> Segments { get; } = segments;

        public SortedDictionary<string, string> Found { get; } = found;

        public int MaxFiles { get; } = maxFiles;

        public int Visited { get; set; }
    }
}
