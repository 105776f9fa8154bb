using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Sim.Rpc.Services;

/// <summary>
/// Options of a module as JSON and back: maps become objects, lists arrays, <c>true</c> and <c>false</c> booleans, what JSON regards as a number
/// a number with the same digits, all else a string. The way back gives the same kinds and texts. Thread-safe.
/// </summary>
public static class OptionsJson
{
    /// <summary>Options as JSON; an empty map becomes the empty text.</summary>
    /// <param name="options">The options.</param>
    /// <param name="secrets">Finds secrets by name; null leaves references to secrets as they are.</param>
    /// <exception cref="InputException">A secret is not set.</exception>
    public static string Of(Setting options, Func<string, string?>? secrets = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Kind == SettingKind.Null || options is { Kind: SettingKind.Map, Entries.Count: 0 })
        {
            return "";
        }

        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { MaxDepth = ContractLimits.OptionsDepth }))
        {
            Write(writer, options, secrets, 0);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>JSON as options; the empty text gives an empty map.</summary>
    /// <param name="json">What a peer sent.</param>
    /// <param name="at">Path of the field, for errors.</param>
    /// <exception cref="InputException">Not JSON, too long, too deep, or a key occurs twice.</exception>
    public static Setting Parse(string json, string at)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length == 0)
        {
            return Setting.Empty;
        }

        Field.Text(json, at, "", ContractLimits.LongTextLength);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = ContractLimits.OptionsDepth });
            return Read(document.RootElement, at);
        }
        catch (JsonException e)
        {
            throw new InputException($"field '{at}' is not JSON: {e.Message}", inner: e);
        }
        catch (InvalidOperationException e)
        {
            // A lone surrogate in a string.
            throw new InputException($"field '{at}' is not JSON: {e.Message}", inner: e);
        }
    }

    private static void Write(Utf8JsonWriter writer, Setting value, Func<string, string?>? secrets, int depth)
    {
        if (depth >= ContractLimits.OptionsDepth)
        {
            throw value.Error($"the options are nested deeper than {ContractLimits.OptionsDepth}");
        }

        switch (value.Kind)
        {
            case SettingKind.Null:
                writer.WriteNullValue();
                break;
            case SettingKind.List:
                writer.WriteStartArray();
                foreach (var item in value.Items)
                {
                    Write(writer, item, secrets, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case SettingKind.Map:
                writer.WriteStartObject();
                foreach (var entry in value.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value, secrets, depth + 1);
                }

                writer.WriteEndObject();
                break;
            default:
                WriteScalar(writer, secrets is not null && Secrets.Mentions(value.Text) ? Secrets.Resolve(value, secrets) : value.Text);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, string text)
    {
        if (text is "true" or "false")
        {
            writer.WriteBooleanValue(text == "true");
        }
        else if (IsNumber(text))
        {
            writer.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }

    // The grammar of RFC 8259, section 6, with bounded digits: longer ones lose their meaning in every reader.
    private static bool IsNumber(string text)
    {
        if (text.Length is 0 or > 40)
        {
            return false;
        }

        int i = text[0] == '-' ? 1 : 0;
        int whole = Digits(text, ref i);
        if (whole == 0 || (whole > 1 && text[i - whole] == '0'))
        {
            return false;
        }

        if (i < text.Length && text[i] == '.')
        {
            i++;
            if (Digits(text, ref i) == 0)
            {
                return false;
            }
        }

        if (i < text.Length && text[i] is ('e' or 'E'))
        {
            i++;
            if (i < text.Length && text[i] is ('+' or '-'))
            {
                i++;
            }

            if (Digits(text, ref i) == 0)
            {
                return false;
            }
        }

        return i == text.Length && double.IsFinite(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static int Digits(string text, ref int i)
    {
        int from = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            i++;
        }

        return i - from;
    }

    private static Setting Read(JsonElement element, string at)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var entries = new List<(string, Setting)>();
                var keys = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    if (!keys.Add(property.Name))
                    {
                        throw new InputException($"field '{at}' has the key '{property.Name}' twice");
                    }

                    entries.Add((property.Name, Read(property.Value, Field.Path(at, property.Name))));
                }

                return Setting.Map(entries);
            case JsonValueKind.Array:
                return new Setting { Kind = SettingKind.List, Items = [.. element.EnumerateArray().Select((item, i) => Read(item, Field.Item(at, "", i)))] };
            case JsonValueKind.Null:
                return new Setting { Kind = SettingKind.Null };
            case JsonValueKind.String:
                return Setting.Scalar(element.GetString()!);
            default:
                return Setting.Scalar(element.GetRawText());
        }
    }
}
