using System.Text.RegularExpressions;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Sumo.Processes;

/// <summary>Where SUMO is on this machine.</summary>
/// <param name="Sumo">The program sumo.</param>
/// <param name="NetConvert">The program netconvert.</param>
/// <param name="Home">SUMO_HOME.</param>
internal sealed partial record SumoInstallation(string Sumo, string NetConvert, string Home)
{
    private static readonly TimeSpan VersionLimit = TimeSpan.FromSeconds(60);

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

    /// <summary>What SUMO calls itself: "SUMO 1.15.0".</summary>
    /// <exception cref="InputException">It cannot be started.</exception>
    /// <exception cref="ModuleFailedException">It does not say.</exception>
    public string Version(CancellationToken cancellationToken)
    {
        using var program = RunningProgram.Start(Sumo, Home, Path.GetTempPath(), ["--version"]);
        bool ended = program.WaitForExit(VersionLimit, cancellationToken) is not null;
        var said = VersionLine().Match(program.FirstLine ?? "");
        return ended && said.Success
            ? "SUMO " + said.Groups[1].Value
            : throw new ModuleFailedException($"'{Sumo} --version' does not say its version{(ended ? "" : FormattableString.Invariant($" within {VersionLimit.TotalSeconds} s"))}; is it SUMO?");
    }

    [GeneratedRegex(@"\bVersion (v?[0-9][0-9A-Za-z.+_-]{0,60})")]
    private static partial Regex VersionLine();

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
