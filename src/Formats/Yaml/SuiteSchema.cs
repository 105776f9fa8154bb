using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sim.Formats.Yaml;

/// <summary>
/// The JSON Schema (draft 2020-12) of suites for editors, with vehicles under <c>#/$defs/vehicle</c>. It comes from the tables that the reader
/// works with. Thread-safe.
/// </summary>
public static class SuiteSchema
{
    /// <summary>The schema, indented, with a final newline. The same text in every call.</summary>
    public static string Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "A suite of Sim");
            Table(json, SuiteKeys.Suite);
            json.WriteStartObject("$defs");
            Definition(json, "quantity", """{ "type": "string", "description": "A number with its unit, such as 50 km/h, or a variable: ${NAME}." }""");
            Definition(json, "use", """{ "anyOf": [ { "type": "string" }, { "$ref": "#/$defs/use_map" } ] }""");
            Definition(json, "driver", """{ "anyOf": [ { "type": "string" }, { "$ref": "#/$defs/use_map" }, { "$ref": "#/$defs/driver_command" } ] }""");
            Definition(json, "vehicle_or_file", """{ "anyOf": [ { "$ref": "#/$defs/vehicle_file" }, { "$ref": "#/$defs/vehicle" } ] }""");
            foreach (var table in SuiteKeys.All.Where(t => t != SuiteKeys.Suite).OrderBy(t => t.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject(table.Name);
                Table(json, table);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Table(Utf8JsonWriter json, KeyTable table)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var key in table.Keys)
        {
            json.WriteStartObject(key.Name);
            json.WriteString("description", key.Description);
            using var schema = JsonDocument.Parse(key.Schema);
            foreach (var property in schema.RootElement.EnumerateObject())
            {
                property.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (table.Keys.Any(k => k.Required))
        {
            json.WriteStartArray("required");
            foreach (var key in table.Keys.Where(k => k.Required))
            {
                json.WriteStringValue(key.Name);
            }

            json.WriteEndArray();
        }

        if (table.OneOf.Count > 0)
        {
            json.WriteStartArray("oneOf");
            foreach (string key in table.OneOf)
            {
                json.WriteStartObject();
                json.WriteStartArray("required");
                json.WriteStringValue(key);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteBoolean("additionalProperties", table.IsOpen);
    }

    private static void Definition(Utf8JsonWriter json, string name, string schema)
    {
        json.WritePropertyName(name);
        using var document = JsonDocument.Parse(schema);
        document.RootElement.WriteTo(json);
    }
}
