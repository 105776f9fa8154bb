using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim.Host.Store;

/// <summary>Byte form of timing.json.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", RespectNullableAnnotations = true, Converters = [typeof(FiniteDoubleConverter)])]
[JsonSerializable(typeof(TimingFile))]
internal sealed partial class TimingJson : JsonSerializerContext
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Not such a file.</exception>
    public static TimingFile Read(string path) => JsonFile.Read(path, Default.TimingFile, "timing.json");
}
