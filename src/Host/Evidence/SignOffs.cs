using System.Text.Json;
using System.Text.Json.Serialization;
using Sim.Host.Store;

namespace Sim.Host.Evidence;

/// <summary><c>sign-offs.json</c> of a run folder: who accepted or rejected it, oldest first.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SignOff[]))]
internal sealed partial class SignOffs : JsonSerializerContext
{
    /// <summary>The file's name.</summary>
    public const string Name = "sign-offs.json";

    /// <summary>The records; none when there is no file.</summary>
    /// <exception cref="InputException">Damaged.</exception>
    public static IReadOnlyList<SignOff> Read(RunFolder folder) =>
        File.Exists(folder.Inside(Name)) ? JsonFile.Read(folder.Inside(Name), Default.SignOffArray, "list of sign-offs") : [];

    /// <summary>Adds a record.</summary>
    public static void Add(RunFolder folder, SignOff record) =>
        folder.Write(Name, JsonSerializer.SerializeToUtf8Bytes([.. Read(folder), record], Default.SignOffArray));
}
