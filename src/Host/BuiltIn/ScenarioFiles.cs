using System.Globalization;
using System.Text;
using Sim.Formats.Yaml;
using Sim.Maps;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>Scenario files that name their map by a file. Thread-safe.</summary>
internal static class ScenarioFiles
{
    private const long MaxBytes = 1L << 28;
    private static readonly IFormat[] MapFormats = [new OpenDriveFormat(), new JsonFormat(), new CommonRoadFormat(), new McapFormat(), new Lanelet2Format()];

    /// <summary>UTF-8 that refuses what is not.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(false, true);

    /// <summary>Reads a scenario with its map.</summary>
    /// <param name="file">The scenario.</param>
    /// <param name="roots">Where its map may be read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Scenario or map are absent, outside or wrong; with the place.</exception>
    public static Scenario Read(SourceFile file, FileRoots roots, CancellationToken cancellationToken) =>
        ScenarioYaml.Read(Text(Bytes(file), file.Key), file.Key, reference => reference.File is { } map ? Map(Locate(map, file, roots), cancellationToken) : null);

    /// <summary>The file that a scenario names as its map, or null when it holds its map itself.</summary>
    /// <exception cref="InputException">The scenario is wrong, or its map absent or outside; with the place.</exception>
    public static SourceFile? MapOf(SourceFile file, FileRoots roots)
    {
        SourceFile? found = null;
        ScenarioYaml.Read(Text(Bytes(file), file.Key), file.Key, reference =>
        {
            found = reference.File is { } map ? Locate(map, file, roots) : null;
            return found is null ? null : RoadMap.Empty;
        });
        return found;
    }

    /// <summary>Decodes UTF-8.</summary>
    /// <exception cref="InputException">It is not UTF-8.</exception>
    public static string Text(ReadOnlyMemory<byte> content, string file)
    {
        try
        {
            return Utf8.GetString(content.Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException("the file is not UTF-8", file, inner: e);
        }
    }

    private static RoadMap Map(SourceFile file, CancellationToken cancellationToken)
    {
        var format = MapFormats.FirstOrDefault(f => f.Extensions.Any(e => file.Key.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            ?? throw new InputException($"'{file.Key}' is no map that can be read; expected OpenDRIVE (.xodr), CommonRoad (.xml), Lanelet2 (.osm), or what sim convert makes of them (.json)");
        var map = format.Read(Bytes(file), file.Key, cancellationToken).Map ?? throw new InputException("this file holds no map", file.Key);
        // A map that cannot be indexed would fail later, where nobody knows its file any more.
        map.Index();
        return map;
    }

    private static SourceFile Locate(string map, SourceFile scenario, FileRoots roots) => roots.ResolveBeside(Setting.Scalar(map), scenario);

    private static byte[] Bytes(SourceFile file)
    {
        try
        {
            long length = new FileInfo(file.FullPath).Length;
            return length <= MaxBytes
                ? File.ReadAllBytes(file.FullPath)
                : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file has {length} bytes; the limit is {MaxBytes}"), file.Key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be read; check that it exists and is readable", file.Key, inner: e);
        }
    }
}
