using System.Text.Json;

namespace Sim.Formats.Gltf;

/// <summary>Parts of glTF's JSON that repeat. Thread-safe.</summary>
internal static class GltfJson
{
    /// <summary>An array of numbers, nothing for null. Written as doubles: a reader compares them with the floats in the buffer.</summary>
    public static void Numbers(Utf8JsonWriter json, string name, float[]? values)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (float value in values)
        {
            json.WriteNumberValue((double)value);
        }

        json.WriteEndArray();
    }

    /// <summary>A material that is no metal and is seen from both sides.</summary>
    public static void Material(Utf8JsonWriter json, string name, double red, double green, double blue)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartObject("pbrMetallicRoughness");
        json.WriteStartArray("baseColorFactor");
        json.WriteNumberValue(red);
        json.WriteNumberValue(green);
        json.WriteNumberValue(blue);
        json.WriteNumberValue(1);
        json.WriteEndArray();
        json.WriteNumber("metallicFactor", 0);
        json.WriteNumber("roughnessFactor", 0.9);
        json.WriteEndObject();
        json.WriteBoolean("doubleSided", true);
        json.WriteEndObject();
    }
}
