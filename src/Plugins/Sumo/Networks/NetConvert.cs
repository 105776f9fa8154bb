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
        "--opendrive.internal-shapes", "true", "--opendrive.curve-resolution", "1", "--opendrive.min-width", "0.05", "--default.junctions.radius", "0.001", "--xml-validation", "never",
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
        var export = OpenDriveWriter.Export(map, xodr, OpenDriveProfile.Portable);
        var roads = Roads(xodr.ToArray(), export, map, installation, cancellationToken);
        Known.AddOrUpdate(map, roads);
        return roads;
    }

    /// <summary>The network of an exported map, with the lanes of a map that has the same ids.</summary>
    /// <param name="xodr">The exported file.</param>
    /// <param name="export">Where the lanes are in it.</param>
    /// <param name="map">The map.</param>
    /// <param name="installation">Where SUMO is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">netconvert refuses it.</exception>
    public static SumoRoads Roads(byte[] xodr, OpenDriveExport export, RoadMap map, SumoInstallation installation, CancellationToken cancellationToken)
    {
        var places = export.Places.ToDictionary(p => p.Key, p => FormattableString.Invariant($"{p.Value.Road}_{p.Value.Lane}"), StringComparer.Ordinal);
        string file = Convert(xodr, null, installation, cancellationToken);
        var network = SumoNetworkReader.Read(File.ReadAllBytes(file), file, cancellationToken);
        var written = OpenDriveReader.Read(xodr, "the exported roads");
        if (NodeShapes.Of(written, SumoRoads.OfConverted(network, file, written, places)) is { } nodes)
        {
            file = Convert(xodr, nodes, installation, cancellationToken);
            network = SumoNetworkReader.Read(File.ReadAllBytes(file), file, cancellationToken);
        }

        return SumoRoads.OfConverted(network, file, map, places);
    }

    /// <summary>Converts an OpenDRIVE file, or finds that it was converted before.</summary>
    /// <param name="xodr">The file.</param>
    /// <param name="nodes">Shapes of junctions (a .nod.xml file), or null: netconvert's own.</param>
    /// <param name="installation">Where SUMO is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The network's path.</returns>
    /// <exception cref="InputException">netconvert refuses it; with its words.</exception>
    public static string Convert(byte[] xodr, byte[]? nodes, SumoInstallation installation, CancellationToken cancellationToken)
    {
        var program = new FileInfo(installation.NetConvert);
        string salt = FormattableString.Invariant($"{string.Join('\n', Arguments)}\n{program.FullName}\n{program.Length}\n{program.LastWriteTimeUtc.Ticks}");
        string key = System.Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(xodr), .. nodes is null ? [] : SHA256.HashData(nodes), .. Encoding.UTF8.GetBytes(salt)]))[..32];
        string folder = Folder();
        string target = Path.Combine(folder, key + ".net.xml");
        if (File.Exists(target))
        {
            return target;
        }

        string work = Directory.CreateTempSubdirectory("sim-netconvert-").FullName;
        string source = Path.Combine(work, "road.xodr"), shapes = Path.Combine(work, "road.nod.xml"), made = Path.Combine(work, "road.net.xml");
        try
        {
            File.WriteAllBytes(source, xodr);
            if (nodes is not null)
            {
                File.WriteAllBytes(shapes, nodes);
            }

            // With the shapes of our lanes inside junctions; where netconvert 1.15 dies of them, with its own.
            if (Run(Arguments) is { } fault && (fault.WasKilled || Run([.. Arguments, "--opendrive.internal-shapes", "false"]) is not null))
            {
                throw new InputException(fault.Text);
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

        (string Text, bool WasKilled)? Run(IReadOnlyList<string> arguments)
        {
            File.Delete(made);
            using var running = RunningProgram.Start(installation.NetConvert, installation.Home, work, ["--opendrive-files", source, "--output-file", made, .. nodes is null ? (string[])[] : ["--node-files", shapes], .. arguments]);
            int? code = running.WaitForExit(Deadline, cancellationToken);
            return code == 0 && File.Exists(made) ? null
                : code is null ? (FormattableString.Invariant($"netconvert took longer than {Deadline.TotalMinutes:0} minutes and was killed"), true)
                : (FormattableString.Invariant($"netconvert refused the road network (exit code {code}): {running.Words()}"), false);
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
