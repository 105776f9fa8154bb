using System.Xml;
using Sim.Formats.CommonRoad;
using Sim.Maps;

namespace Sim.Formats.Lanelet2;

/// <summary>
/// Reads Lanelet2 maps (.osm): lanelets, bounds with markings, regulatory elements, areas. Input is hostile until read: no DTD, limits on size,
/// counts and numbers. Coverage and rules: docs/logs/lanelet2.md. Thread-safe.
/// </summary>
public static class Lanelet2Reader
{
    /// <summary>Version of the reading rules.</summary>
    public const string Version = "1";

    /// <summary>Reads a map.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="options">How degrees become metres; null for the defaults.</param>
    /// <exception cref="InputException">Bad input, with file, line and column.</exception>
    public static RoadMap Read(ReadOnlyMemory<byte> content, string file, Lanelet2Options? options = null) => Read(content, file, options, out _);

    /// <summary>Reads a map and says what was assumed or left out.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="options">How degrees become metres; null for the defaults.</param>
    /// <param name="assumptions">What was assumed or left out, each said once.</param>
    /// <exception cref="InputException">Bad input, with file, line and column.</exception>
    public static RoadMap Read(ReadOnlyMemory<byte> content, string file, Lanelet2Options? options, out IReadOnlyList<string> assumptions)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var cursor = new XmlCursor(content, file, "Lanelet2", "osm");
        try
        {
            var notes = new Notes();
            var data = OsmData.Read(cursor);
            var map = new Lanelet2Map(data, new LocalFrame(data, options ?? new Lanelet2Options(), file, notes), file, notes).Build(Path.GetFileNameWithoutExtension(file));
            assumptions = notes.Texts;
            return map;
        }
        catch (XmlException e)
        {
            throw new InputException($"not well-formed XML: {e.Message}", file, Math.Max(1, e.LineNumber), Math.Max(1, e.LinePosition), e);
        }
    }
}
