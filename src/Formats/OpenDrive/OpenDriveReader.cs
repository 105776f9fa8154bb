using Sim.Maps;

namespace Sim.Formats.OpenDrive;

/// <summary>
/// Reads ASAM OpenDRIVE 1.4 to 1.7 into a <see cref="RoadMap"/>: reference lines, lane sections, widths and borders, links through roads
/// and junctions, elevation, signals, crosswalks, parking spaces and stop lines. What is read element by element, and how lanes are
/// sampled, is in docs/opendrive.md. The same bytes give the same map on every machine. Safe for concurrent use.
/// </summary>
public static class OpenDriveReader
{
    /// <summary>Reads one document.</summary>
    /// <param name="content">The bytes of the file, any encoding that XML declares, at most 64 MiB.</param>
    /// <param name="file">The file's name, for errors and, when the header has no name, for the map's.</param>
    /// <param name="withRoads">True: keeps the roads' reference lines (<see cref="RoadMap.Roads"/>), for road and lane coordinates.</param>
    /// <returns>
    /// The map in the file's own coordinates, m, x east and y north as the file has them. Lanes are drawn in driving direction within
    /// <see cref="LaneChordErrorM"/>; their ids are "road:section:lane".
    /// </returns>
    /// <exception cref="InputException">The document is not OpenDRIVE that can be read, with its place: broken XML, a DTD, a missing or bad
    /// value, ids that repeat, records out of order, or a limit on size, depth or count.</exception>
    public static RoadMap Read(ReadOnlyMemory<byte> content, string file, bool withRoads = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var xml = new OdrXml(content, file);
        var parser = new OdrParser(xml);
        parser.Parse();
        return new MapBuilder(parser, file).Build(Path.GetFileNameWithoutExtension(file), withRoads);
    }

    /// <summary>Largest distance between a lane's true border and its polyline, m (coarser only where a lane would need more than 10,000 points).</summary>
    public const double LaneChordErrorM = SectionSampler.ChordErrorM;
}
