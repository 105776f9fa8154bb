using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim.Plugins.CrashReports.Llm.Cassettes;

/// <summary>Byte forms of the extractor's own files. Thread-safe.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    MaxDepth = 64,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CassetteEntry))]
internal sealed partial class LlmJson : JsonSerializerContext;
