using System.Globalization;
using System.Text.Json;

namespace Sim.Interp.Formats;

/// <summary>
/// A feature as Neuronpedia's <c>/api/feature/MODEL/SOURCE/INDEX</c> gives it (interp §5). Model, layer, index, activations and explanations are read; every other member is kept as JSON and
/// written again.
/// </summary>
public sealed record NeuronpediaFeature
{
    /// <summary>The model, such as <c>gpt2-small</c>.</summary>
    public required string ModelId { get; init; }

    /// <summary>The source, such as <c>6-res-jb</c>.</summary>
    public required string Layer { get; init; }

    /// <summary>Index of the feature; a text in the file.</summary>
    public required int Index { get; init; }

    /// <summary>Texts in which it fires.</summary>
    public IReadOnlyList<NeuronpediaActivation> Activations { get; init; } = [];

    /// <summary>What people and models said it means.</summary>
    public IReadOnlyList<string> Explanations { get; init; } = [];

    /// <summary>Every other member, by name: texts as they are, the rest as JSON.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a feature.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InputException">Not such a feature.</exception>
    public static NeuronpediaFeature Read(ReadOnlyMemory<byte> json, string file)
    {
        var top = SaeConfig.Read(json, file);
        string model = top.Text("modelId") ?? throw top.Bad("there is no 'modelId'"), layer = top.Text("layer") ?? throw top.Bad("there is no 'layer'");
        double index = top.Number("index") ?? throw top.Bad("there is no 'index'");
        var activations = new List<NeuronpediaActivation>();
        foreach (var item in Items(top, "activations"))
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"activations[{activations.Count}]");
            var tokens = List(top, item, "tokens", place).Select(t => t.ValueKind == JsonValueKind.String ? Text(top, t, place) : throw top.Bad($"'{place}.tokens' holds what is no text")).ToArray();
            var values = List(top, item, "values", place).Select(v => v.ValueKind == JsonValueKind.Number && v.TryGetDouble(out double d) && double.IsFinite(d) ? d : throw top.Bad($"'{place}.values' holds what is no number")).ToArray();
            activations.Add(tokens.Length == values.Length ? new(tokens, values) : throw top.Bad($"'{place}' has {tokens.Length} tokens and {values.Length} values"));
        }

        var explanations = new List<string>();
        foreach (var item in Items(top, "explanations"))
        {
            explanations.Add(item.ValueKind == JsonValueKind.Object && item.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String
                ? Text(top, text, "explanations")
                : throw top.Bad($"'explanations[{explanations.Count}]' has no text 'description'"));
        }

        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        top.MoveRest(others);
        return index >= 0 && index <= int.MaxValue && index % 1 == 0
            ? new NeuronpediaFeature { ModelId = model, Layer = layer, Index = (int)index, Activations = activations, Explanations = explanations, Others = others }
            : throw top.Bad(FormattableString.Invariant($"'index' is {index}, expected a whole number from 0"));
    }

    /// <summary>Writes the feature.</summary>
    /// <param name="path">Where; what is there is replaced.</param>
    public void Write(string path) => SaeOutput.Json(path, json =>
    {
        json.WriteString("modelId", ModelId);
        json.WriteString("layer", Layer);
        json.WriteString("index", Index.ToString(CultureInfo.InvariantCulture));
        json.WriteStartArray("activations");
        foreach (var activation in Activations)
        {
            json.WriteStartObject();
            json.WriteStartArray("tokens");
            foreach (string token in activation.Tokens)
            {
                json.WriteStringValue(token);
            }

            json.WriteEndArray();
            json.WriteStartArray("values");
            foreach (double value in activation.Values)
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
            if (activation.Values.Count > 0)
            {
                double most = activation.Values.Max();
                json.WriteNumber("maxValue", most);
                json.WriteNumber("maxValueTokenIndex", activation.Values.TakeWhile(v => v != most).Count());
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("explanations");
        foreach (string explanation in Explanations)
        {
            json.WriteStartObject();
            json.WriteString("description", explanation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        foreach (var (name, value) in Others.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            SaeOutput.Member(json, name, value);
        }
    });

    private static JsonElement.ArrayEnumerator Items(SaeConfig top, string name) => top.List(name) is { } list ? list.EnumerateArray() : default;

    private static JsonElement.ArrayEnumerator List(SaeConfig top, JsonElement item, string name, string place) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw top.Bad($"'{place}' has no list '{name}'");

    private static string Text(SaeConfig top, JsonElement text, string place)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"'{place}' holds text that is no Unicode", top.File, inner: e);
        }
    }
}
