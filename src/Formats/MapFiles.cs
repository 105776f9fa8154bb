using Sim.Formats.CommonRoad;
using Sim.Formats.Lanelet2;
using Sim.Formats.OpenDrive;
using Sim.Maps;

namespace Sim.Formats;

/// <summary>Reads road maps of outside formats by their endings. Thread-safe.</summary>
public static class MapFiles
{
    private static readonly (string Ending, string Name, Func<ReadOnlyMemory<byte>, string, RoadMap> Read)[] Kinds =
    [
        (".xodr", "OpenDRIVE", (content, file) => OpenDriveReader.Read(content, file)),
        (".xml", "CommonRoad", (content, file) => CommonRoadReader.Read(content, file).Map),
        (".osm", "Lanelet2", (content, file) => Lanelet2Reader.Read(content, file)),
    ];

    /// <summary>What is read, for messages: names and endings.</summary>
    public static string Expected { get; } = string.Join(", ", Kinds.Select(k => $"{k.Name} ({k.Ending})"));

    /// <summary>Reads a map.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages; its ending says the format.</param>
    /// <exception cref="InputException">No such format, or bad input.</exception>
    public static RoadMap Read(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        foreach (var kind in Kinds)
        {
            if (file.EndsWith(kind.Ending, StringComparison.OrdinalIgnoreCase))
            {
                return kind.Read(content, file);
            }
        }

        throw new InputException($"no map that can be read here; expected {Expected}", file);
    }
}
