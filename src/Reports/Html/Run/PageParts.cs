using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sim.Reports;

/// <summary>The parts of a report that have a page of their own, each a packed block in the report's own JSON with every text made safe.</summary>
internal static class PageParts
{
    /// <summary>Names and blocks of the parts that the report has.</summary>
    public static IEnumerable<(string Id, string Base64)> Of(RunReport report, HtmlOptions options, PageText text)
    {
        if (report.Coverage is { } coverage)
        {
            yield return ("coverage", Packed(coverage, SimJson.Default.CoverageReport, text));
        }

        if (report.Requirements is { } requirements)
        {
            yield return ("requirements", Packed(requirements, SimJson.Default.RequirementTrace, text));
        }

        if (report.Comparison is { } comparison)
        {
            yield return ("changes", Packed(Shortened(comparison, options), SimJson.Default.RunComparison, text));
        }

        if (report.Methods.Count > 0)
        {
            yield return ("methods", Packed(report.Methods, SimJson.Default.IReadOnlyListAssessorMethods, text));
        }
    }

    /// <summary>The comparison with the metrics of its first cases only.</summary>
    internal static RunComparison Shortened(RunComparison comparison, HtmlOptions options) => comparison with
    {
        Cases = [.. comparison.Cases.Select((c, i) => i < options.MaxComparedMetrics ? c : c with { Metrics = [] })],
    };

    private static string Packed<T>(T part, JsonTypeInfo<T> form, PageText text)
    {
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(part, form);
        return PageBlocks.Pack(PageBlocks.Json(json => Copy(plain, json, text)));
    }

    /// <summary>The same JSON with every text and name cleaned and cut.</summary>
    private static void Copy(byte[] plain, Utf8JsonWriter json, PageText text)
    {
        var reader = new Utf8JsonReader(plain);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    json.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    json.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    json.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    json.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    json.WritePropertyName(text.Clean(reader.GetString()!));
                    break;
                case JsonTokenType.String:
                    json.WriteStringValue(text.Clean(reader.GetString()!));
                    break;
                default:
                    json.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }
}
