using System.Globalization;
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
    // What an outsider did (128 and the signal's number), the lack of memory among them: another run would have gone on.
    private const int KilledCode = 137;
    private const int TerminatedCode = 143;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly ConditionalWeakTable<RoadMap, SumoRoads> Known = [];

    /// <summary>Where a lane is narrower netconvert takes it as closed, m.</summary>
    public const double LeastWidthM = 0.05;

    /// <summary>Options of netconvert: coordinates stay, lanes tell where they come from, no U-turns that the map does not have.</summary>
    public static IReadOnlyList<string> Arguments { get; } = With(internalShapes: true);

    // netconvert takes no option twice.
    private static string[] With(bool internalShapes) =>
    [
        "--offset.disable-normalization", "true", "--output.original-names", "true", "--no-turnarounds", "true", "--precision", "6",
        "--opendrive.internal-shapes", internalShapes ? "true" : "false", "--opendrive.curve-resolution", "0.25", "--opendrive.min-width", LeastWidthM.ToString(CultureInfo.InvariantCulture), "--default.junctions.radius", "0.001", "--xml-validation", "never",
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
        var roads = Roads(xodr.ToArray(), export, map, installation, withLanes: true, cancellationToken);
        Known.AddOrUpdate(map, roads);
        return roads;
    }

    /// <summary>The network of an exported map, with the lanes of a map that has the same ids.</summary>
    /// <param name="xodr">The exported file.</param>
    /// <param name="export">Where the lanes are in it.</param>
    /// <param name="map">The map.</param>
    /// <param name="installation">Where SUMO is.</param>
    /// <param name="withLanes">True: lanes that netconvert draws elsewhere get our centre lines; false: what it makes of the roads alone.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">netconvert refuses it.</exception>
    public static SumoRoads Roads(byte[] xodr, OpenDriveExport export, RoadMap map, SumoInstallation installation, bool withLanes, CancellationToken cancellationToken)
    {
        var places = export.Places.ToDictionary(p => p.Key, p => FormattableString.Invariant($"{p.Value.Road}_{p.Value.Lane}"), StringComparer.Ordinal);
        var written = OpenDriveReader.Read(xodr, "the exported roads");
        var (network, file) = Made(null, null)!.Value;
        byte[]? nodes = NodeShapes.Of(written, SumoRoads.OfConverted(network, file, written, places));
        // netconvert 1.15 dies of some shapes that it is given: what it made before is a network too.
        if (nodes is not null && Made(nodes, null) is { } whole)
        {
            (network, file) = whole;
        }
        else
        {
            nodes = null;
        }

        if (withLanes && LaneShapes.Of(written, SumoRoads.OfConverted(network, file, written, places)) is { } lanes && Made(nodes, lanes) is { } exact)
        {
            (network, file) = exact;
        }

        return SumoRoads.OfConverted(network, file, map, places);

        (SumoNetwork Network, string File)? Made(byte[]? nodes, byte[]? lanes) => Convert(xodr, nodes, lanes, installation, cancellationToken) is { } made
            ? (SumoNetworkReader.Read(File.ReadAllBytes(made), made, cancellationToken), made)
            : null;
    }

    /// <summary>Converts an OpenDRIVE file, or finds that it was converted before.</summary>
    /// <param name="xodr">The file.</param>
    /// <param name="nodes">Shapes of junctions (a .nod.xml file), or null: netconvert's own.</param>
    /// <param name="lanes">Centre lines of lanes (an .edg.xml file), or null: netconvert's own.</param>
    /// <param name="installation">Where SUMO is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The network's path; null when netconvert refuses the shapes or lines.</returns>
    /// <exception cref="InputException">netconvert refuses the file, with its words, or was killed.</exception>
    private static string? Convert(byte[] xodr, byte[]? nodes, byte[]? lanes, SumoInstallation installation, CancellationToken cancellationToken)
    {
        var program = new FileInfo(installation.NetConvert);
        string salt = FormattableString.Invariant($"{string.Join('\n', Arguments)}\n{program.FullName}\n{program.Length}\n{program.LastWriteTimeUtc.Ticks}");
        string key = System.Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(xodr), .. nodes is null ? [] : SHA256.HashData(nodes), .. lanes is null ? [] : SHA256.HashData(lanes), .. Encoding.UTF8.GetBytes(salt)]))[..32];
        string folder = Folder();
        string target = Path.Combine(folder, key + ".net.xml");
        if (File.Exists(target))
        {
            return target;
        }

        string work = Directory.CreateTempSubdirectory("sim-netconvert-").FullName;
        string source = Path.Combine(work, "road.xodr"), shapes = Path.Combine(work, "road.nod.xml"), lines = Path.Combine(work, "road.edg.xml"), made = Path.Combine(work, "road.net.xml");
        try
        {
            File.WriteAllBytes(source, xodr);
            if (nodes is not null)
            {
                File.WriteAllBytes(shapes, nodes);
            }

            if (lanes is not null)
            {
                File.WriteAllBytes(lines, lanes);
            }

            // With the shapes of our lanes inside junctions; where netconvert 1.15 dies of them, with its own.
            var fault = Run(Arguments);
            fault = fault is { WasKilled: false } first && Run(With(internalShapes: false)) is { } second ? (first.Text, second.WasKilled) : fault is { WasKilled: true } ? fault : null;
            if (fault is { } found)
            {
                return found.WasKilled || (nodes is null && lanes is null) ? throw new InputException(found.Text) : null;
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
            using var running = RunningProgram.Start(installation.NetConvert, installation.Home, work, ["--opendrive-files", source, "--output-file", made, .. nodes is null ? (string[])[] : ["--node-files", shapes], .. lanes is null ? (string[])[] : ["--edge-files", lines], .. arguments]);
            int? code = running.WaitForExit(Deadline, cancellationToken);
            return code == 0 && File.Exists(made) ? null
                : code is null ? (FormattableString.Invariant($"netconvert took longer than {Deadline.TotalMinutes:0} minutes and was killed"), true)
                : (FormattableString.Invariant($"netconvert refused the road network (exit code {code}): {running.Words()}"), code is KilledCode or TerminatedCode);
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
