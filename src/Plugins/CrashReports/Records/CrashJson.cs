using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim.Plugins.CrashReports.Records;

/// <summary>The byte form of records: the rules of <see cref="SimJson"/>. Thread-safe.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowOutOfOrderMetadataProperties = true,
    IgnoreReadOnlyProperties = true,
    MaxDepth = 64,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(SnakeCaseEnumConverter), typeof(FiniteDoubleConverter)])]
[JsonSerializable(typeof(CrashRecord))]
public sealed partial class CrashJson : JsonSerializerContext
{
    /// <summary>The record as UTF-8 JSON: equal records, equal bytes.</summary>
    public static byte[] Write(CrashRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Default.CrashRecord);
}
