using System.Text.Json.Serialization;
using Sim.Host.Evidence;

namespace Sim.Host.Output;

/// <summary>Byte form of what verbs write for programs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(SnakeCaseEnumConverter)])]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(IReadOnlyList<DoctorFinding>))]
[JsonSerializable(typeof(Scored))]
[JsonSerializable(typeof(CoverageReport))]
[JsonSerializable(typeof(RunEstimate))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(MinimiseReport))]
[JsonSerializable(typeof(BoundaryReport))]
[JsonSerializable(typeof(IReadOnlyList<Case>))]
[JsonSerializable(typeof(IReadOnlyList<ListedModule>))]
[JsonSerializable(typeof(IReadOnlyList<CheckedPlugin>))]
[JsonSerializable(typeof(VerifyFinding[]))]
internal sealed partial class OutputJson : JsonSerializerContext;
