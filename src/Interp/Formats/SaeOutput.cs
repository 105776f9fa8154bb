using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Interp.Formats;

/// <summary>What the writers of all formats share.</summary>
internal static class SaeOutput
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a JSON object under another name and moves it into place.</summary>
    public static void Json(string path, Action<Utf8JsonWriter> members)
    {
        string part = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.part");
        try
        {
            using (var stream = File.Create(part))
            using (var json = new Utf8JsonWriter(stream, Indented))
            {
                json.WriteStartObject();
                members(json);
                json.WriteEndObject();
            }

            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Metadata as members: what is JSON by its look as such, the rest as text.</summary>
    public static void Metadata(Utf8JsonWriter json, SaeCheckpoint checkpoint, params IReadOnlyList<string> taken)
    {
        foreach (var (name, value) in checkpoint.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (!taken.Contains(name))
            {
                Member(json, name, value);
            }
        }
    }

    /// <summary>A number, whole where it is.</summary>
    public static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (value % 1 == 0 && Math.Abs(value) < 1e15)
        {
            json.WriteNumber(name, (long)value);
        }
        else
        {
            json.WriteNumber(name, value);
        }
    }

    public static void Add(SafetensorsWriter writer, SaeCheckpoint checkpoint, string name, string? stored = null, bool turned = false) =>
        writer.Add(stored ?? name, turned ? Turned.Copy(checkpoint[name]) : checkpoint[name]);

    public static void Add(TorchWriter writer, SaeCheckpoint checkpoint, string name, string? stored = null, bool turned = false) =>
        writer.Add(stored ?? name, turned ? Turned.Copy(checkpoint[name]) : checkpoint[name]);

    /// <summary>Refuses what a format cannot say.</summary>
    public static void Must(bool holds, SaeCheckpoint checkpoint, string format, string reason)
    {
        if (!holds)
        {
            throw new InputException($"this {checkpoint.Architecture} cannot be written as {format}: {reason}", checkpoint.File);
        }
    }

    /// <summary>Whether the checkpoint has a tensor.</summary>
    public static bool Has(this SaeCheckpoint checkpoint, string name) => checkpoint.Tensors.ContainsKey(name);

    /// <summary>Whether the checkpoint is a PolySAE.</summary>
    public static bool IsPolynomial(this SaeCheckpoint checkpoint) => checkpoint.Has("C1");

    /// <summary>Whether all numbers are zero.</summary>
    public static bool IsZero(this Tensor tensor) => !tensor.Values.ContainsAnyExcept(0f);

    /// <summary>A member that is JSON by its look, else text.</summary>
    public static void Member(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        if (value is "true" or "false" || (value.Length > 0 && (value[0] is '{' or '[' or '-' || char.IsAsciiDigit(value[0]))))
        {
            try
            {
                using var document = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = 32 });
                document.RootElement.WriteTo(json);
                return;
            }
            catch (JsonException)
            {
                // A text that only begins like JSON.
            }
        }

        json.WriteStringValue(value);
    }
}
