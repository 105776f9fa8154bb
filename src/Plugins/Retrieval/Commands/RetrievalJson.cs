using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sim.Plugins.Retrieval.Commands;

/// <summary>Byte form of what <c>sim retrieval --json</c> writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FoundScenes))]
[JsonSerializable(typeof(ListedIndex))]
[JsonSerializable(typeof(CountedTags))]
internal sealed partial class RetrievalJson : JsonSerializerContext
{
    /// <summary>Writes an answer as one line.</summary>
    public static void Write<T>(TextWriter output, T answer) =>
        output.WriteLine(JsonSerializer.Serialize(answer, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!));
}
