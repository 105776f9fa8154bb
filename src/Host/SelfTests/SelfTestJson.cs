using System.Text.Json.Serialization;

namespace Sim.Host.SelfTests;

/// <summary>Byte form of the record of a self-test.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(SnakeCaseEnumConverter), typeof(FiniteDoubleConverter)])]
[JsonSerializable(typeof(SelfTestRecord))]
internal sealed partial class SelfTestJson : JsonSerializerContext;
