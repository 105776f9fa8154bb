using System.Security.Cryptography;
using System.Text.Json;
using Sim.Maps;

namespace Sim.Host.Store;

/// <summary>The hash of what should happen in a scenario (<see cref="CaseResult.ScenarioSha256"/>).</summary>
internal static class ScenarioHash
{
    private static readonly Provenance Nobody = new() { Generator = "" };

    /// <summary>SHA-256, lower-case hexadecimal: map by content; without name, tags, parameters and provenance, which move nothing.</summary>
    public static string Of(Scenario scenario)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(scenario.Map.ContentHash()));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(
            scenario with { Name = "", Map = RoadMap.Empty, Tags = [], Parameters = Ordered.Empty, Provenance = Nobody }, SimJson.Default.Scenario));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
