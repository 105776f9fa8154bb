using System.Text.Json.Serialization;

namespace Sim.Plugins.Sdk;

/// <summary>
/// The byte form of every argument and result of the contracts (same rules as <see cref="SimJson"/>), so that a plugin can run in another
/// process. Thread-safe.
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
[JsonSerializable(typeof(GenerateRequest))]
[JsonSerializable(typeof(IReadOnlyList<CaseKey>))]
[JsonSerializable(typeof(Scenario))]
[JsonSerializable(typeof(SimulatorInfo))]
[JsonSerializable(typeof(SimulatorUse))]
[JsonSerializable(typeof(DriverInfo))]
[JsonSerializable(typeof(DriverTask))]
[JsonSerializable(typeof(Observation))]
[JsonSerializable(typeof(DriverAnswer))]
[JsonSerializable(typeof(Recording))]
[JsonSerializable(typeof(CaptureRequest))]
[JsonSerializable(typeof(Frame))]
[JsonSerializable(typeof(GuardInput))]
[JsonSerializable(typeof(GuardDecision))]
[JsonSerializable(typeof(AssessRequest))]
[JsonSerializable(typeof(Assessment))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(FormatContent))]
[JsonSerializable(typeof(EvaluationRequest))]
[JsonSerializable(typeof(EvaluationTable))]
[JsonSerializable(typeof(IReadOnlyList<SelfCheck>))]
public sealed partial class ContractJson : JsonSerializerContext;
