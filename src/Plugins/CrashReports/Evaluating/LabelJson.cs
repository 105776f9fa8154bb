using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>The byte form of labels: every field is written, also where it is null; fields that are not scored are passed over. Thread-safe.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    MaxDepth = 64)]
[JsonSerializable(typeof(ReportLabels))]
internal sealed partial class LabelJson : JsonSerializerContext;
