namespace Sim.Rpc.Peers;

/// <summary>Finds programs as a shell would.</summary>
internal static class ProgramPath
{
    /// <summary>The program that starts another one in a session of its own, or null where there is none.</summary>
    public static string? Setsid { get; } = OperatingSystem.IsLinux() ? Find("setsid", "/") : null;

    /// <summary>Absolute path of a program, or null.</summary>
    /// <param name="name">A name on the PATH, or a path.</param>
    /// <param name="folder">Folder of relative paths.</param>
    public static string? Find(string name, string folder)
    {
        if (name.Contains('/', StringComparison.Ordinal) || Path.IsPathRooted(name))
        {
            string full = Path.GetFullPath(name, folder);
            return File.Exists(full) ? full : null;
        }

        foreach (string place in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (string suffix in OperatingSystem.IsWindows() ? (string[])["", ".exe"] : [""])
            {
                string full = Path.Combine(place, name + suffix);
                if (File.Exists(full) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(full) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0))
                {
                    return full;
                }
            }
        }

        return null;
    }
}
