using System.Text.Json.Serialization;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>Byte forms of what the worker's own protocol adds to the contracts (<see cref="ContractJson"/>).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SnakeCaseEnumConverter)])]
[JsonSerializable(typeof(PluginDescription))]
[JsonSerializable(typeof(LentPeers))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(ulong))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(RecordingEnd?))]
internal sealed partial class WorkerJson : JsonSerializerContext;
