using Sim.Formats.CommonRoad;
using Sim.Formats.OpenDrive;
using Sim.Maps;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;

namespace Sim.Plugins.CrashReports.Generating;

/// <summary>Places in a user's map for reports. Thread-safe.</summary>
internal static class ReportMap
{
    private const int Tried = 3;
    private static readonly FileCache<RoadMap> Maps = new(Read);

    /// <summary>The places of the map that fit a record best, best first, at most three.</summary>
    /// <exception cref="InputException">No such file, or it holds no map that can be read.</exception>
    /// <exception cref="RefusedException">The map has no such place.</exception>
    public static IReadOnlyList<CrashRoad> Places(Setting setting, FileRoots files, CrashRecord completed)
    {
        var map = Maps.Get(files.Resolve(setting), []);
        return [.. PlaceFinder.Find(map, completed, Tried).Select(p => p.Road)];
    }

    private static RoadMap Read(SourceFile file)
    {
        try
        {
            byte[] content = File.ReadAllBytes(file.FullPath);
            return file.Key.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                ? CommonRoadReader.Read(content, file.Key).Map
                : OpenDriveReader.Read(content, file.Key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read: {e.Message}", file.Key, inner: e);
        }
    }
}
