using System.Text.Json.Serialization;

namespace Sim.Host.Running;

/// <summary>Members of contacts and events, to compare them by name.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(SnakeCaseEnumConverter)])]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(RecordedEvent))]
internal sealed partial class HappenedJson : JsonSerializerContext;
