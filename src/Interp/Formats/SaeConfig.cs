using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Sim.Interp.Formats;

/// <summary>A configuration beside the weights: a JSON object whose members are taken one by one; what is left becomes metadata.</summary>
internal sealed class SaeConfig
{
    private const long MaxBytes = 16 << 20;

    private readonly SortedDictionary<string, JsonElement> _left = new(StringComparer.Ordinal);
    private readonly string _path;

    private SaeConfig(JsonElement element, string file, string path)
    {
        (File, _path) = (file, path);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Bad($"{path}a {element.ValueKind}, expected an object");
        }

        try
        {
            foreach (var member in element.EnumerateObject())
            {
                _left[member.Name] = member.Value;
            }
        }
        catch (InvalidOperationException e)
        {
            // JSON lets half of a surrogate pair be written; no text can hold it.
            throw new InputException("a name that is no Unicode", file, inner: e);
        }
    }

    public string File { get; }

    public static SaeConfig Open(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= MaxBytes ? Read(System.IO.File.ReadAllBytes(path), path) : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file has {length} bytes; at most {MaxBytes} are read"), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the file cannot be read ({e.Message}); expected the configuration beside the weights", path, inner: e);
        }
    }

    public static SaeConfig Read(ReadOnlyMemory<byte> json, string file)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw new InputException("the file is no UTF-8", file);
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return new SaeConfig(document.RootElement.Clone(), file, "");
        }
        catch (JsonException e)
        {
            throw new InputException($"no JSON: {e.Message}", file, (int)Math.Min(int.MaxValue, (e.LineNumber ?? 0) + 1), (int)Math.Min(int.MaxValue, (e.BytePositionInLine ?? 0) + 1), e);
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"holds text that is no Unicode: {e.Message}", file, inner: e);
        }
    }

    public bool Has(string name) => _left.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text, or null where there is none.</summary>
    public string? Text(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Bad($"'{_path}{name}' is {Shown(value)}, expected a text");
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"'{_path}{name}' is no Unicode", File, inner: e);
        }
    }

    /// <summary>A truth value, or null where there is none. Some libraries write them as texts.</summary>
    public bool? Flag(string name) => Take(name) is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when value.ValueEquals("True"u8) => true,
        JsonValueKind.String when value.ValueEquals("False"u8) => false,
        _ => throw Bad($"'{_path}{name}' is {Shown(value)}, expected true or false"),
    };

    /// <summary>A finite number, or null where there is none. Some libraries write them as texts.</summary>
    public double? Number(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        double number = double.NaN;
        bool read = value.ValueKind == JsonValueKind.Number ? value.TryGetDouble(out number)
            : value.ValueKind == JsonValueKind.String && double.TryParse(Raw(value), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        return read && double.IsFinite(number) ? number : throw Bad($"'{_path}{name}' is {Shown(value)}, expected a number");
    }

    /// <summary>A whole number from 0 to 2³¹ - 1, or null where there is none.</summary>
    public int? Whole(string name) => Number(name) is not { } number ? null : number >= 0 && number <= int.MaxValue && number % 1 == 0 ? (int)number : throw Bad(FormattableString.Invariant($"'{_path}{name}' is {number}, expected a whole number from 0"));

    /// <summary>An object, or null where there is none.</summary>
    public SaeConfig? Inner(string name) => Take(name) is { } value ? new SaeConfig(value, File, $"{_path}{name}.") : null;

    /// <summary>A list as it is, or null where there is none.</summary>
    public JsonElement? List(string name) => Take(name) is not { } value ? null : value.ValueKind == JsonValueKind.Array ? value : throw Bad($"'{_path}{name}' is {Shown(value)}, expected a list");

    /// <summary>Whether a member is a truth value.</summary>
    public bool IsFlag(string name) => _left.TryGetValue(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Leaves everything that is left with its names: texts as they are, the rest as JSON.</summary>
    public void MoveRest(Dictionary<string, string> metadata, string prefix = "")
    {
        foreach (var (name, value) in _left)
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                metadata.TryAdd(prefix + name, Raw(value));
            }
        }

        _left.Clear();
    }

    public InputException Bad(string what) => new(what, File);

    private JsonElement? Take(string name) => _left.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Raw(JsonElement value)
    {
        try
        {
            if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            }

            // Without the white space that another writer chose.
            var compact = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(compact, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                value.WriteTo(json);
            }

            return Encoding.UTF8.GetString(compact.WrittenSpan);
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"'{_path}' holds text that is no Unicode", File, inner: e);
        }
    }

    private static string Shown(JsonElement value) => value.GetRawText() is var text && text.Length > 60 ? text[..60] + "…" : text;
}
