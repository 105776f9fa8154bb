using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sim.Formats.Yaml;

/// <summary>Writes JSON values as YAML: block style for structure, flow style for small leaves, tables for lists of alike records.</summary>
internal sealed class YamlWriter(StringBuilder text)
{
    /// <summary>Keys of a table.</summary>
    public const string Columns = "$columns", Rows = "$rows";

    private const int Width = 150;
    private const int LeastRows = 3;

    public void Entry(JsonProperty property, int indent)
    {
        text.Append(' ', indent).Append(YamlText.Scalar(property.Name)).Append(':');
        Value(property.Value, indent + 2);
    }

    private void Value(JsonElement value, int indent)
    {
        if (TryFlow(value, Width - indent) is { } flow)
        {
            text.Append(' ').Append(flow).Append('\n');
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            text.Append('\n');
            foreach (var property in value.EnumerateObject())
            {
                Entry(property, indent);
            }
        }
        else if (TableColumns(value) is { } columns)
        {
            text.Append('\n').Append(' ', indent).Append('"').Append(Columns).Append("\": [").AppendJoin(", ", columns.Select(YamlText.Scalar)).Append("]\n");
            text.Append(' ', indent).Append('"').Append(Rows).Append("\":\n");
            foreach (var item in value.EnumerateArray())
            {
                text.Append(' ', indent).Append("- ");
                Cells(item, "[");
                text.Append("]\n");
            }
        }
        else if (value.EnumerateArray().All(IsScalar))
        {
            Wrapped(value, indent);
        }
        else
        {
            text.Append('\n');
            foreach (var item in value.EnumerateArray())
            {
                Item(item, indent);
            }
        }
    }

    private void Item(JsonElement item, int indent)
    {
        text.Append(' ', indent).Append('-');
        if (item.ValueKind != JsonValueKind.Object || TryFlow(item, Width - indent) is not null)
        {
            Value(item, indent + 2);
            return;
        }

        bool first = true;
        foreach (var property in item.EnumerateObject())
        {
            Entry(property, first ? 1 : indent + 2, indent + 4);
            first = false;
        }
    }

    private void Entry(JsonProperty property, int spaces, int indent)
    {
        text.Append(' ', spaces).Append(YamlText.Scalar(property.Name)).Append(':');
        Value(property.Value, indent);
    }

    private void Wrapped(JsonElement list, int indent)
    {
        text.Append(" [");
        int column = Width;
        bool first = true;
        foreach (var item in list.EnumerateArray())
        {
            string scalar = Scalar(item);
            text.Append(first ? "" : ",");
            if (column + scalar.Length + 2 > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else
            {
                text.Append(' ');
                column++;
            }

            text.Append(scalar);
            column += scalar.Length + 1;
            first = false;
        }

        text.Append("]\n");
    }

    /// <summary>The value on one line, or null when it is too long or too deep for that.</summary>
    private static string? TryFlow(JsonElement value, int width)
    {
        if (IsScalar(value))
        {
            return Scalar(value);
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            if (value.GetArrayLength() > 64 || !value.EnumerateArray().All(IsScalar))
            {
                return null;
            }

            string list = $"[{string.Join(", ", value.EnumerateArray().Select(Scalar))}]";
            return list.Length <= width ? list : null;
        }

        var parts = new List<string>();
        foreach (var property in value.EnumerateObject())
        {
            if (!IsScalar(property.Value) || parts.Count == 16)
            {
                return null;
            }

            parts.Add($"{YamlText.Scalar(property.Name)}: {Scalar(property.Value)}");
        }

        string map = parts.Count == 0 ? "{}" : $"{{ {string.Join(", ", parts)} }}";
        return map.Length <= width ? map : null;
    }

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private static string Scalar(JsonElement value) => value.ValueKind == JsonValueKind.String ? YamlText.Scalar(value.GetString()!) : value.GetRawText();

    /// <summary>Paths of the leaves when every item of a list is a record with the same numbers in the same order; otherwise null.</summary>
    private static List<string>? TableColumns(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() < LeastRows || list[0].ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var columns = new List<string>();
        if (!Paths(list[0], "", columns, 0) || columns.Count == 0)
        {
            return null;
        }

        string[][] paths = [.. columns.Select(c => c.Split('.'))];
        foreach (var item in list.EnumerateArray())
        {
            int next = 0;
            if (item.ValueKind != JsonValueKind.Object || !Fits(item, paths, ref next, 0) || next != paths.Length)
            {
                return null;
            }
        }

        return columns;
    }

    private static bool Paths(JsonElement record, string prefix, List<string> paths, int depth)
    {
        foreach (var property in record.EnumerateObject())
        {
            if (property.Name.Length == 0 || property.Name.Contains('.', StringComparison.Ordinal) || depth > 3)
            {
                return false;
            }

            string path = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Number)
            {
                paths.Add(path);
            }
            else if (property.Value.ValueKind != JsonValueKind.Object || !property.Value.EnumerateObject().Any() || !Paths(property.Value, path + ".", paths, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when the record's numbers are the next columns, in order. Allocates nothing: trajectories are long.</summary>
    private static bool Fits(JsonElement record, string[][] paths, ref int next, int depth)
    {
        int start = next;
        foreach (var property in record.EnumerateObject())
        {
            if (next == paths.Length || paths[next].Length <= depth || !property.NameEquals(paths[next][depth]))
            {
                return false;
            }

            bool isLeaf = paths[next].Length == depth + 1;
            if (isLeaf ? property.Value.ValueKind != JsonValueKind.Number : property.Value.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            if (isLeaf)
            {
                next++;
            }
            else if (!Fits(property.Value, paths, ref next, depth + 1))
            {
                return false;
            }
        }

        return next > start;
    }

    private void Cells(JsonElement record, string before)
    {
        foreach (var property in record.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Number)
            {
                Cells(property.Value, before);
            }
            else
            {
                text.Append(before);
                foreach (byte digit in JsonMarshal.GetRawUtf8Value(property.Value))
                {
                    text.Append((char)digit);
                }
            }

            before = ", ";
        }
    }
}
