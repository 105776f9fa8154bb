using System.Text.Json;
using System.Text.Json.Serialization;
using Sim.Maps;

namespace Sim;

/// <summary>
/// The byte form of the core types: UTF-8 JSON, snake_case, enums as snake_case words, doubles in shortest round-trip form, no reflection.
/// Same data, same bytes. Thread-safe.
/// </summary>
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
[JsonSerializable(typeof(RoadMap))]
[JsonSerializable(typeof(Scenario))]
[JsonSerializable(typeof(Recording))]
[JsonSerializable(typeof(Suite))]
[JsonSerializable(typeof(Case))]
[JsonSerializable(typeof(Assessment))]
[JsonSerializable(typeof(Frame))]
[JsonSerializable(typeof(VehicleSpec))]
[JsonSerializable(typeof(CaseResult))]
[JsonSerializable(typeof(RunIdentity))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(DriverAnswer))]
[JsonSerializable(typeof(DriverDebug))]
[JsonSerializable(typeof(Setting))]
[JsonSerializable(typeof(Measured<double>))]
[JsonSerializable(typeof(Measured<bool>))]
public sealed partial class SimJson : JsonSerializerContext;
