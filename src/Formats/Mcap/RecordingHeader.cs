using System.Text.Json.Serialization;

namespace Sim.Formats.Mcap;

/// <summary>The part of a recording that does not change over time, as JSON on the topic "/recording".</summary>
/// <param name="Recording">The recording with empty arrays and an empty map.</param>
/// <param name="Counts">Number of entries of each track.</param>
/// <param name="MapSha256">SHA-256 of the map's bytes in the attachment "map.json".</param>
internal sealed record RecordingHeader(Recording Recording, IReadOnlyList<int> Counts, string MapSha256);

/// <summary>Byte form of the header.</summary>
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
[JsonSerializable(typeof(RecordingHeader))]
internal sealed partial class RecordingHeaderJson : JsonSerializerContext;
