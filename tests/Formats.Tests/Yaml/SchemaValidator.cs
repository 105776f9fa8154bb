using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sim.Tests.Yaml;

/// <summary>Judges settings by the part of JSON Schema that ours uses; an unknown keyword fails, so that none is passed over.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    /// <summary>The first complaint, or null.</summary>
    public string? Check(Setting value) => Check(value, root, "$");

    /// <summary>The first complaint under a part of the schema, or null.</summary>
    public string? Check(Setting value, JsonElement part) => Check(value, part, "$");

    private string? Check(Setting value, JsonElement schema, string path)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            string? complaint = keyword.Name switch
            {
                "$schema" or "$defs" or "title" or "description" or "properties" => null,
                "$ref" => Check(value, root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), path),
                "type" => Types(keyword.Value).Any(t => Is(value, t)) ? null : $"{path}: is not {keyword.Value}",
                "const" => value.Text == keyword.Value.GetRawText() ? null : $"{path}: is not {keyword.Value}",
                "enum" => keyword.Value.EnumerateArray().Any(e => e.GetString() == value.Text) ? null : $"{path}: none of {keyword.Value}",
                "pattern" => Regex.IsMatch(value.Text, keyword.Value.GetString()!) ? null : $"{path}: no {keyword.Value}",
                "minLength" => value.Text.Length >= keyword.Value.GetInt32() ? null : $"{path}: short",
                "minimum" => !double.TryParse(value.Text, CultureInfo.InvariantCulture, out double low) || low >= keyword.Value.GetDouble() ? null : $"{path}: small",
                "maximum" => !double.TryParse(value.Text, CultureInfo.InvariantCulture, out double high) || high <= keyword.Value.GetDouble() ? null : $"{path}: large",
                "minItems" => value.Kind != SettingKind.List || value.Items.Count >= keyword.Value.GetInt32() ? null : $"{path}: few items",
                "minProperties" => value.Kind != SettingKind.Map || value.Entries.Count >= keyword.Value.GetInt32() ? null : $"{path}: few keys",
                "items" => value.Items.Select((item, i) => Check(item, keyword.Value, $"{path}[{i}]")).FirstOrDefault(c => c is not null),
                "required" => keyword.Value.EnumerateArray().Where(k => value.Find(k.GetString()!) is null).Select(k => $"{path}: lacks {k}").FirstOrDefault(),
                "anyOf" => keyword.Value.EnumerateArray().Any(s => Check(value, s, path) is null) ? null : $"{path}: fits none",
                "oneOf" => keyword.Value.EnumerateArray().Count(s => Check(value, s, path) is null) == 1 ? null : $"{path}: fits none or many",
                "additionalProperties" => Extra(value, schema, keyword.Value, path),
                _ => $"the schema uses '{keyword.Name}', which this test does not know",
            };
            complaint ??= keyword.Name == "properties"
                ? keyword.Value.EnumerateObject().Select(p => value.Find(p.Name) is { } v ? Check(v, p.Value, $"{path}.{p.Name}") : null).FirstOrDefault(c => c is not null)
                : null;
            if (complaint is not null)
            {
                return complaint;
            }
        }

        return null;
    }

    private string? Extra(Setting value, JsonElement schema, JsonElement extra, string path)
    {
        foreach (var entry in value.Entries)
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(entry.Key, out _))
            {
                continue;
            }

            string? complaint = extra.ValueKind switch
            {
                JsonValueKind.False => $"{path}: unknown {entry.Key}",
                JsonValueKind.Object => Check(entry.Value, extra, $"{path}.{entry.Key}"),
                _ => null,
            };
            if (complaint is not null)
            {
                return complaint;
            }
        }

        return null;
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool Is(Setting value, string type) => type switch
    {
        "object" => value.Kind == SettingKind.Map,
        "array" => value.Kind == SettingKind.List,
        "string" => value.Kind == SettingKind.Scalar,
        "integer" => value.Kind == SettingKind.Scalar && long.TryParse(value.Text, CultureInfo.InvariantCulture, out _),
        "number" => value.Kind == SettingKind.Scalar && double.TryParse(value.Text, CultureInfo.InvariantCulture, out _),
        "boolean" => value.Text is "true" or "false",
        _ => false,
    };
}
