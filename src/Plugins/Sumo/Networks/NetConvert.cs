using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Sim.Formats.OpenDrive;
using Sim.Maps;
using Sim.Plugins.Sumo.Processes;

namespace Sim.Plugins.Sumo.Networks;

/// <summary>
/// Makes SUMO networks of maps: OpenDRIVE, then netconvert. Results are kept by the hash of the OpenDRIVE bytes, the arguments and the installation in a
/// folder that only the user can enter. Safe for concurrent use.
/// </summary>
internal static class NetConvert
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly ConditionalWeakTable<RoadMap, SumoRoads> Known = [];

    /// <summary>Options of netconvert: coordinates stay, lanes tell where they come from, no U-turns that the map does not have.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--offset.disable-normalization", "true", "--output.original-names", "true", "--no-turnarounds", "true", "--precision", "6",
        "--opendrive.internal-shapes", "true", "--opendrive.curve-resolution", "1", "--xml-validation", "never",
    ];

    /// <summary>The network of a map.</summary>
    /// <exception cref="InputException">The map has no lanes, or netconvert refuses it.</exception>
    public static SumoRoads Roads(RoadMap map, SumoInstallation installation, CancellationToken cancellationToken)
    {
        if (Known.TryGetValue(map, out var known) && File.Exists(known.File))
        {
            return known;
        }

        using var xodr = new MemoryStream();
        var export = OpenDriveWriter.Export(map, xodr);
        string file = Convert(xodr.ToArray(), installation, cancellationToken);
        var network = SumoNetworkReader.Read(File.ReadAllBytes(file), file, cancellationToken);
        var places = export.Places.ToDictionary(p => p.Key, p => FormattableString.Invariant($"{p.Value.Road}_{p.Value.Lane}"), StringComparer.Ordinal);
        var roads = SumoRoads.OfConverted(network, file, map, places);
        Known.AddOrUpdate(map, roads);
        return roads;
    }

    /// <summary>Converts an OpenDRIVE file, or finds that it was converted before.</summary>
    /// <returns>The network's path.</returns>
    /// <exception cref="InputException">netconvert refuses it; with its words.</exception>
    public static string Convert(byte[] xodr, SumoInstallation installation, CancellationToken cancellationToken)
    {
        var program = new FileInfo(installation.NetConvert);
        string salt = FormattableString.Invariant($"{string.Join('\n', Arguments)}\n{program.FullName}\n{program.Length}\n{program.LastWriteTimeUtc.Ticks}");
        string key = System.Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(xodr), .. Encoding.UTF8.GetBytes(salt)]))[..32];
        string folder = Folder();
        string target = Path.Combine(folder, key + ".net.xml");
        if (File.Exists(target))
        {
            return target;
        }

        string work = Directory.CreateTempSubdirectory("sim-netconvert-").FullName;
        try
        {
            string source = Path.Combine(work, "road.xodr"), made = Path.Combine(work, "road.net.xml");
            File.WriteAllBytes(source, xodr);
            using var running = RunningProgram.Start(installation.NetConvert, installation.Home, work, ["--opendrive-files", source, "--output-file", made, .. Arguments]);
            int? code = running.WaitForExit(Deadline, cancellationToken);
            if (code != 0 || !File.Exists(made))
            {
                throw new InputException(code is null
                    ? FormattableString.Invariant($"netconvert took longer than {Deadline.TotalMinutes:0} minutes and was killed")
                    : FormattableString.Invariant($"netconvert refused the road network (exit code {code}): {running.Words()}"));
            }

            // Moved into its place as a whole, so that nobody reads half of it.
            string partial = Path.Combine(folder, $"{key}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp");
            File.Copy(made, partial, overwrite: true);
            File.Move(partial, target, overwrite: true);
            return target;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string Folder()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) || !Path.IsPathRooted(cache))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            cache = home.Length > 0 ? Path.Combine(home, ".cache") : Path.Combine(Path.GetTempPath(), $"sim-{Environment.UserName}");
        }

        string folder = Path.Combine(cache, "sim", "sumo");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }
}
