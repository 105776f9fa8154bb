namespace Sim.Plugins.Sumo.Processes;

/// <summary>Where SUMO is on this machine.</summary>
/// <param name="Sumo">The program sumo.</param>
/// <param name="NetConvert">The program netconvert.</param>
/// <param name="Home">SUMO_HOME.</param>
internal sealed record SumoInstallation(string Sumo, string NetConvert, string Home)
{
    /// <summary>Looks in SUMO_HOME/bin and on the path.</summary>
    /// <exception cref="InputException">SUMO is not installed.</exception>
    public static SumoInstallation Find()
    {
        string? home = Environment.GetEnvironmentVariable("SUMO_HOME");
        string sumo = Program("sumo", home), convert = Program("netconvert", home);
        if (string.IsNullOrEmpty(home))
        {
            // Debian's place; else the folder above bin.
            home = Directory.Exists("/usr/share/sumo/data") ? "/usr/share/sumo" : Path.GetDirectoryName(Path.GetDirectoryName(sumo))!;
        }

        return new SumoInstallation(sumo, convert, home);
    }

    private static string Program(string name, string? home)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).AsEnumerable();
        if (!string.IsNullOrEmpty(home))
        {
            folders = folders.Prepend(Path.Combine(home, "bin"));
        }

        return folders.Where(Path.IsPathRooted).Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists)
            ?? throw new InputException($"the program '{name}' of SUMO is not on this machine; install it (Debian: apt-get install sumo) or set SUMO_HOME");
    }
}
