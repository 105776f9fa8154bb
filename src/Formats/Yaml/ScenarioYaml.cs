using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sim.Maps;

namespace Sim.Formats.Yaml;

/// <summary>
/// Scenarios as YAML: the same data as the JSON byte form, under the same names, and back without loss. The map is held in the file, named by
/// its hash, or by a file of its own (<c>map: { file: town.xodr }</c>). Lists of alike records (trajectories, vertices) are tables of <c>$columns</c> and <c>$rows</c>. Same scenario, same bytes. Thread-safe.
/// </summary>
public static class ScenarioYaml
{
    /// <summary>Version of the layout, the file's first key <c>scenario</c>.</summary>
    public const int Version = 1;

    /// <summary>Limits for scenario files, which are larger than what people write.</summary>
    public static YamlOptions Limits { get; } = new() { MaxLength = 128 * 1024 * 1024, MaxNodes = 20_000_000 };

    /// <summary>The YAML text of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="map">Reference to write in place of the map; null writes the map itself.</param>
    public static string Write(Scenario scenario, MapReference? map = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var withMap = map is null ? scenario : scenario with { Map = RoadMap.Empty };
        using var document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(withMap, SimJson.Default.Scenario), new JsonDocumentOptions { MaxDepth = 128 });
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"scenario: {Version}\n");
        var writer = new YamlWriter(text);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (map is not null && property.NameEquals("map"))
            {
                text.Append(CultureInfo.InvariantCulture, $"map: {{ name: {YamlText.Scalar(map.Name)}, sha256: \"{map.Sha256}\" }}\n");
            }
            else
            {
                writer.Entry(property, 0);
            }
        }

        return text.ToString();
    }

    /// <summary>Reads a scenario.</summary>
    /// <param name="text">YAML text.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="maps">Finds the map of a reference, or gives null; null refuses references. An <see cref="InputException"/> without a file gets the reference's place.</param>
    /// <exception cref="InputException">Wrong, or the map is not found; with line and column where they are known.</exception>
    public static Scenario Read(string text, string? file, Func<MapReference, RoadMap?>? maps = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var events = new YamlEvents(text, file, Limits);
        var json = new ArrayBufferWriter<byte>(Math.Max(256, text.Length));
        using var tree = new YamlToJson(events, json);
        var reference = tree.Run();
        var map = reference is { } found ? Find(found.Map, maps, file, found.Line, found.Column) : null;
        try
        {
            var scenario = SimJson.Parse(json.WrittenSpan, SimJson.Default.Scenario);
            return map is null ? scenario : scenario with { Map = map };
        }
        catch (JsonException e)
        {
            var (line, column) = tree.PlaceOf(e.BytePositionInLine ?? 0);
            throw new InputException($"this is no scenario: {Brief(e)}", file, line, column, e);
        }
    }

    private static RoadMap Find(MapReference wanted, Func<MapReference, RoadMap?>? maps, string? file, int line, int column)
    {
        RoadMap? map;
        try
        {
            map = maps?.Invoke(wanted);
        }
        catch (InputException e) when (e.File is null)
        {
            throw new InputException(e.Detail, file, line, column, e);
        }

        if (map is null)
        {
            throw new InputException(
                wanted.File is { } path
                    ? $"the map file '{path}' is read only where a suite runs this scenario (from: {{ scenario: … }}) and by sim validate; elsewhere hold the map itself in the scenario"
                    : $"the map '{wanted.Name}' with the hash {wanted.Sha256} is not at hand; give it when reading",
                file, line, column);
        }

        return wanted.File is not null || map.ContentHash() == wanted.Sha256
            ? map
            : throw new InputException($"the map '{map.Name}' that was given has the hash {map.ContentHash()}, but the scenario was made with {wanted.Sha256}; give that map", file, line, column);
    }

    private static string Brief(JsonException e)
    {
        // The rest of the message speaks of positions in the JSON between, which nobody sees.
        int path = e.Message.IndexOf(" Path:", StringComparison.Ordinal);
        return $"{(path > 0 ? e.Message[..path] : e.Message)} (at {e.Path ?? "$"})";
    }
}
