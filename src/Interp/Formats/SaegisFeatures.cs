using System.Text.Json;

namespace Sim.Interp.Formats;

/// <summary>A list of features that attacks raise, as SAEgis stores it: <c>{"top_1000_features": […], "diffs": […]}</c>, the largest difference first (interp §2.2).</summary>
/// <param name="Features">Indices of features, each once.</param>
/// <param name="Differences">Mean score of attacked images less that of clean ones, for each of them, falling.</param>
public sealed record SaegisFeatures(IReadOnlyList<int> Features, IReadOnlyList<double> Differences)
{
    /// <summary>Reads a list.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InputException">Not such a list: lengths differ, an index is there twice, differences rise.</exception>
    public static SaegisFeatures Read(ReadOnlyMemory<byte> json, string file)
    {
        var config = SaeConfig.Read(json, file);
        var rest = new Dictionary<string, string>(StringComparer.Ordinal);
        var differences = config.List("diffs") ?? throw config.Bad("there is no list 'diffs'");
        config.MoveRest(rest);
        string name = rest.Count == 1 ? rest.Keys.Single() : "";
        if (!name.StartsWith("top_", StringComparison.Ordinal) || !name.EndsWith("_features", StringComparison.Ordinal))
        {
            throw config.Bad("expected exactly one list 'top_N_features' beside 'diffs'");
        }

        var list = SaeConfig.Read(json, file).List(name) ?? throw config.Bad($"'{name}' is no list");
        var features = new int[list.GetArrayLength()];
        var values = new double[differences.GetArrayLength()];
        if (features.Length != values.Length || features.Length == 0)
        {
            throw config.Bad($"{features.Length} features and {values.Length} differences; expected as many of both, at least one");
        }

        var seen = new HashSet<int>();
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = list[i].ValueKind == JsonValueKind.Number && list[i].TryGetInt32(out int feature) && feature >= 0 && seen.Add(feature) ? feature : throw config.Bad($"entry {i} of '{name}' is no index of a feature, or there twice");
            values[i] = differences[i].ValueKind == JsonValueKind.Number && differences[i].TryGetDouble(out double value) && double.IsFinite(value) && (i == 0 || value <= values[i - 1]) ? value : throw config.Bad($"entry {i} of 'diffs' is no number, or larger than the one before");
        }

        return new SaegisFeatures(features, values);
    }

    /// <summary>Writes the list; the name counts the features.</summary>
    /// <param name="path">Where; what is there is replaced.</param>
    public void Write(string path) => SaeOutput.Json(path, json =>
    {
        json.WriteStartArray(FormattableString.Invariant($"top_{Features.Count}_features"));
        foreach (int feature in Features)
        {
            json.WriteNumberValue(feature);
        }

        json.WriteEndArray();
        json.WriteStartArray("diffs");
        foreach (double difference in Differences)
        {
            json.WriteNumberValue(difference);
        }

        json.WriteEndArray();
    });
}
