using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sim.Plugins.SparseAutoencoders.Training;

namespace Sim.Plugins.SparseAutoencoders.Commands;

/// <summary>Byte form of what <c>sim sae</c> writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ListedRecipes))]
[JsonSerializable(typeof(EvaluatedModel))]
[JsonSerializable(typeof(InspectedModel))]
[JsonSerializable(typeof(InspectedFile))]
[JsonSerializable(typeof(InspectedFeature))]
[JsonSerializable(typeof(TrainingRecord))]
[JsonSerializable(typeof(TrainingEnd))]
internal sealed partial class SaeJson : JsonSerializerContext
{
    private static readonly SaeJson Indented = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" });

    /// <summary>Writes an answer as one line.</summary>
    public static void Write<T>(TextWriter output, T answer) => output.WriteLine(JsonSerializer.Serialize(answer, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!));

    /// <summary>Writes a file that people read too: beside it and then moved, so that a file that is there is whole.</summary>
    public static void Save<T>(string path, T value)
    {
        string part = path + ".part";
        File.WriteAllText(part, JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Indented.GetTypeInfo(typeof(T))!) + "\n");
        File.Move(part, path, overwrite: true);
    }
}
