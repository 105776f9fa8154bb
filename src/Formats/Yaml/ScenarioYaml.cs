using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sim.Maps;

namespace Sim.Formats.Yaml;

/// <summary>
/// Scenarios as YAML: the same data as the JSON byte form, under the same names, and back without loss. The map is held in the file or named by
/// its hash. Lists of alike records (trajectories, vertices) are tables of <c>$columns</c> and <c>$rows</c>. Same scenario, same bytes. Thread-safe.
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
    /// <param name="maps">Finds the map of a reference, or gives null; null refuses references.</param>
    /// <exception cref="InputException">Wrong, or the map is not found; with line and column where they are known.</exception>
    public static Scenario Read(string text, string? file, Func<MapReference, RoadMap?>? maps = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var events = new YamlEvents(text, file, Limits);
        var json = new ArrayBufferWriter<byte>(Math.Max(256, text.Length));
        using var tree = new YamlToJson(events, json);
        var reference = tree.Run();
        RoadMap? map = null;
        if (reference is { } found)
        {
            map = maps?.Invoke(found.Map) ?? throw new InputException($"the map '{found.Map.Name}' with the hash {found.Map.Sha256} is not at hand; give it when reading", file, found.Line, found.Column);
            if (map.ContentHash() != found.Map.Sha256)
            {
                throw new InputException($"the map '{map.Name}' that was given has the hash {map.ContentHash()}, but the scenario was made with {found.Map.Sha256}; give that map", file, found.Line, found.Column);
            }
        }

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

    private static string Brief(JsonException e)
    {
        // The rest of the message speaks of positions in the JSON between, which nobody sees.
        int path = e.Message.IndexOf(" Path:", StringComparison.Ordinal);
        return $"{(path > 0 ? e.Message[..path] : e.Message)} (at {e.Path ?? "$"})";
    }
}
