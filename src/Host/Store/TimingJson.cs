using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim.Host.Store;

/// <summary>Byte form of timing.json.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(TimingFile))]
internal sealed partial class TimingJson : JsonSerializerContext
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Not such a file.</exception>
    public static TimingFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), Default.TimingFile) ?? new TimingFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"not a readable timing.json: {e.Message}", path, inner: e);
        }
    }
}
