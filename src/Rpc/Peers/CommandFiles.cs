namespace Sim.Rpc.Peers;

/// <summary>Files of a peer that is started from a command line. Thread-safe.</summary>
internal static class CommandFiles
{
    /// <summary>The working folder, absolute.</summary>
    public static string WorkingFolder(CommandOptions options, FileRoots files)
    {
        string suite = files.BaseFolder.Length == 0 ? Directory.GetCurrentDirectory() : files.BaseFolder;
        return Path.TrimEndingDirectorySeparator(options.WorkingFolder is { } folder ? Path.GetFullPath(folder.Text, suite) : suite);
    }

    /// <summary>The files that the command names and those under <c>inputs</c>, for the hashes of a run.</summary>
    /// <param name="options">The command.</param>
    /// <param name="files">The suite's folders.</param>
    /// <param name="prefix">How the keys begin.</param>
    /// <exception cref="InputException">A file is absent or outside.</exception>
    public static SortedDictionary<string, string> Inputs(CommandOptions options, FileRoots files, string prefix)
    {
        string folder = WorkingFolder(options, files);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string argument in options.Arguments)
        {
            string full = Path.GetFullPath(argument.Length == 0 ? "." : argument, folder);
            if (full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(full))
            {
                found[prefix + Path.GetRelativePath(folder, full).Replace('\\', '/')] = full;
            }
        }

        foreach (var file in options.Inputs.SelectMany(i => files.Glob(i)))
        {
            found[prefix + file.Key] = file.FullPath;
        }

        return found;
    }
}
