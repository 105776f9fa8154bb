namespace Sim.Formats.Yaml;

/// <summary>The roots that a document declares: whole variables at the start of a value, and the folders of <c>--root</c>.</summary>
internal static class DeclaredRoots
{
    public static FileRoots Of(Setting document, string folder, YamlOptions options)
    {
        var roots = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string root in options.Roots)
        {
            string full = Folder(root, options.WorkingFolder);
            if (!Directory.Exists(full))
            {
                throw new InputException($"the root '{root}' is no folder; give an existing folder with --root");
            }

            if (full == Path.GetPathRoot(full))
            {
                throw new InputException($"the root '{root}' is the top of the file system; give the folder of the data with --root");
            }

            // Files are named by the last folder of such a root, the same on every machine.
            if (roots.FirstOrDefault(r => r.Value != full && Path.GetFileName(r.Value) == Path.GetFileName(full)).Key is { } other)
            {
                throw new InputException($"the roots '{other}' and '{root}' end with the same folder name, so their files could not be told apart; rename one");
            }

            roots[root] = full;
        }

        Visit(document, options, roots);
        return new FileRoots { BaseFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, options.WorkingFolder)), Roots = Ordered.Copy(roots) };
    }

    private static void Visit(Setting value, YamlOptions options, SortedDictionary<string, string> roots)
    {
        if (value.Kind == SettingKind.Scalar && FileRoots.LeadingVariable(value.Raw) is { } name && options.Variables(name) is { Length: > 0 } variable)
        {
            bool beginsPath = value.Raw.Length > name.Length + 3;
            if (variable.Contains('\0') || variable.Contains("://", StringComparison.Ordinal))
            {
                return;
            }

            string full = Folder(variable, options.WorkingFolder);
            if (full == Path.GetPathRoot(full) && beginsPath)
            {
                throw value.Error($"the environment variable '{name}' is the top of the file system, which cannot be a root; set it to the folder of the data");
            }

            if (beginsPath || (full != Path.GetPathRoot(full) && Directory.Exists(full)))
            {
                roots[name] = full;
            }
        }

        foreach (var item in value.Items)
        {
            Visit(item, options, roots);
        }

        foreach (var entry in value.Entries)
        {
            Visit(entry.Value, options, roots);
        }
    }

    private static string Folder(string path, string workingFolder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, workingFolder));
}
