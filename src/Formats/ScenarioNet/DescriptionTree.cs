using System.Text.Json;

namespace Sim.Formats.ScenarioNet;

/// <summary>
/// A scenario description as a tree: JSON, or JSON whose arrays lie beside it in an .npz file as <c>{"$array": "NAME"}</c>. Every complaint names
/// the path.
/// </summary>
internal sealed class DescriptionTree(DescriptionArrays? arrays, string file)
{
    public const double MaxMagnitude = 1e7;

    public InputException Error(string path, string message) => new($"{path}: {message}", file);

    /// <summary>A member of an object, or null when it is absent or null.</summary>
    public static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A member that is an object.</summary>
    public JsonElement Object(JsonElement parent, string name, string path) => Member(parent, name) is { ValueKind: JsonValueKind.Object } value
        ? value
        : throw Error(path, $"'{name}' is missing or no object");

    /// <summary>A member that is text, or null.</summary>
    public static string? Text(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The texts of a list, in order; what is no text is null. Empty when there is no list.</summary>
    public static IEnumerable<string?> Texts(JsonElement parent, string name)
    {
        if (Member(parent, name) is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var item in list.EnumerateArray())
            {
                yield return item.ValueKind == JsonValueKind.String ? item.GetString() : item.ValueKind == JsonValueKind.Object ? Text(item, "feature_id") : null;
            }
        }
    }

    /// <summary>An array of numbers with at most three columns, or null when it is absent. Not finite: NaN.</summary>
    /// <exception cref="InputException">No such array, or other than <paramref name="rows"/> rows.</exception>
    public (double[] Values, int Columns)? Numbers(JsonElement parent, string name, string path, int? rows = null)
    {
        if (Member(parent, name) is not { } value)
        {
            return null;
        }

        path = $"{path}.{name}";
        var (values, columns) = Text(value, "$array") is { } key
            ? (arrays ?? throw Error(path, "names an array of an .npz file, but this is none")).Numbers(key)
            : FromJson(value, path);
        if (columns is < 1 or > 3)
        {
            throw Error(path, $"has {columns} columns; 1 to 3 are expected");
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = !double.IsFinite(values[i]) ? double.NaN : Math.Abs(values[i]) <= MaxMagnitude ? values[i] : throw Error(path, $"holds a number larger than {MaxMagnitude:0}");
        }

        return rows is { } expected && values.Length != (long)expected * columns
            ? throw Error(path, $"has {values.Length / columns} rows; 'length' says {expected}")
            : (values, columns);
    }

    private (double[] Values, int Columns) FromJson(JsonElement list, string path)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Error(path, "is no list of numbers");
        }

        int rows = list.GetArrayLength(), columns = 0, at = 0;
        double[] values = [];
        foreach (var row in list.EnumerateArray())
        {
            int here = row.ValueKind == JsonValueKind.Array ? row.GetArrayLength() : 1;
            if (at == 0)
            {
                columns = here is >= 1 and <= 3 ? here : throw Error(path, $"has {here} columns; 1 to 3 are expected");
                values = new double[(long)rows * columns];
            }

            if (here != columns)
            {
                throw Error(path, "has rows of different lengths");
            }

            if (row.ValueKind != JsonValueKind.Array)
            {
                values[at++] = Number(row, path);
                continue;
            }

            foreach (var item in row.EnumerateArray())
            {
                values[at++] = Number(item, path);
            }
        }

        return (values, Math.Max(1, columns));
    }

    private double Number(JsonElement item, string path) => item.ValueKind switch
    {
        JsonValueKind.Number when item.TryGetDouble(out double value) => value,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Null => double.NaN,
        _ => throw Error(path, "holds something else than numbers"),
    };
}
