using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sim.Maps;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sim.Formats.Yaml;

/// <summary>Turns the YAML of a scenario back into its JSON, and remembers which byte came from where. One use, one thread.</summary>
internal sealed class YamlToJson : IDisposable
{
    private readonly YamlEvents _events;
    private readonly Utf8JsonWriter _json;
    private readonly List<(long Offset, int Line, int Column)> _places = [];

    public YamlToJson(YamlEvents events, ArrayBufferWriter<byte> output)
    {
        _events = events;
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { MaxDepth = 256 });
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Reads the document; returns the reference when it names its map.</summary>
    public (MapReference Map, int Line, int Column)? Run()
    {
        if (_events.Open() is not MappingStart top)
        {
            throw new InputException($"found no scenario; a scenario file begins with 'scenario: {ScenarioYaml.Version}'", _events.File, 1, 1);
        }

        bool versioned = false;
        (MapReference, int, int)? reference = null;
        _json.WriteStartObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var e = _events.Next(); e is not MappingEnd; e = _events.Next())
        {
            var key = Key(e, seen);
            if (key.Value == "scenario")
            {
                if (_events.Next() is not Scalar version || version.Value != ScenarioYaml.Version.ToString(CultureInfo.InvariantCulture))
                {
                    throw _events.Error($"this version reads scenario: {ScenarioYaml.Version}; another number needs another Sim", key.Start);
                }

                versioned = true;
                continue;
            }

            var value = _events.Next();
            if (key.Value == "map" && value is MappingStart && Reference(value) is { } found)
            {
                reference = (found, YamlEvents.Line(key.Start), YamlEvents.Column(key.Start));
                continue;
            }

            // Reading ahead for the reference has already written the map otherwise.
            if (key.Value != "map" || value is not MappingStart)
            {
                _json.WritePropertyName(key.Value);
                Node(value, 1);
            }
        }

        _json.WriteEndObject();
        _json.Flush();
        _events.Close();
        return versioned ? reference : throw _events.Error($"the file does not begin with 'scenario: {ScenarioYaml.Version}'", top.Start);
    }

    /// <summary>The place in the YAML of a byte of the JSON.</summary>
    public (int Line, int Column) PlaceOf(long offset)
    {
        int low = 0, high = _places.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_places[middle].Offset <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _places.Count == 0 ? (1, 1) : (_places[low].Line, _places[low].Column);
    }

    private MapReference? Reference(ParsingEvent start)
    {
        // A reference holds nothing but name and hash, or a file; a map never holds a hash or a file.
        string? name = null, hash = null, mapFile = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool opened = false;
        for (var e = _events.Next(); e is not MappingEnd; e = _events.Next())
        {
            var key = Key(e, seen);
            var value = _events.Next();
            if (mapFile is not null || (key.Value == "file" && (opened || name is not null || hash is not null || value is not Scalar { Value.Length: > 0 })))
            {
                throw _events.Error("a map that is named by its file has nothing beside it: map: { file: town.xodr }", key.Start);
            }

            if (key.Value == "file")
            {
                mapFile = ((Scalar)value).Value;
                continue;
            }

            if (!opened && value is Scalar scalar && key.Value is "name" or "sha256")
            {
                (name, hash) = key.Value == "name" ? (((Scalar)value).Value, hash) : (name, ((Scalar)value).Value);
                continue;
            }

            if (!opened)
            {
                opened = true;
                Open(start, name, hash);
            }

            Mark(e);
            _json.WritePropertyName(key.Value);
            Node(value, 2);
        }

        if (!opened && hash is null && mapFile is null)
        {
            opened = true;
            Open(start, name, hash);
        }

        if (opened)
        {
            _json.WriteEndObject();
            return null;
        }

        if (mapFile is null && (name is null || hash!.Length != 64 || !hash.All(char.IsAsciiHexDigitLower)))
        {
            throw _events.Error("a map's reference needs 'name' and 'sha256' of 64 lower-case hex digits", start.Start);
        }

        // The reader's type needs a map; the one that is found takes its place.
        _json.WritePropertyName("map");
        // The map itself comes from elsewhere.
        JsonSerializer.Serialize(_json, RoadMap.Empty, SimJson.Default.RoadMap);
        return mapFile is null ? new MapReference(name!, hash!) : new MapReference(mapFile, "") { File = mapFile };
    }

    private void Open(ParsingEvent start, string? name, string? hash)
    {
        Mark(start);
        _json.WritePropertyName("map");
        _json.WriteStartObject();
        if (name is not null)
        {
            _json.WriteString("name", name);
        }

        if (hash is not null)
        {
            _json.WriteString("sha256", hash);
        }
    }

    private Scalar Key(ParsingEvent e, HashSet<string> seen)
    {
        if (e is not Scalar key)
        {
            throw _events.Error("found a list or map as a key; a key is a single word", e.Start);
        }

        if (key is { Value: "<<", Style: ScalarStyle.Plain })
        {
            throw _events.Error("found the merge key '<<'; merge keys are not supported", e.Start);
        }

        return seen.Add(key.Value) ? key : throw _events.Error($"the key '{key.Value}' is given twice; keep one", e.Start);
    }

    private void Mark(ParsingEvent e) => _places.Add((_json.BytesCommitted + _json.BytesPending, YamlEvents.Line(e.Start), YamlEvents.Column(e.Start)));

    private void Node(ParsingEvent e, int depth)
    {
        if (depth > _events.Options.MaxDepth)
        {
            throw _events.Error(string.Create(CultureInfo.InvariantCulture, $"nested deeper than {_events.Options.MaxDepth} levels"), e.Start);
        }

        Mark(e);
        switch (e)
        {
            case Scalar scalar:
                Leaf(scalar);
                break;
            case SequenceStart:
                _json.WriteStartArray();
                for (var item = _events.Next(); item is not SequenceEnd; item = _events.Next())
                {
                    Node(item, depth + 1);
                }

                _json.WriteEndArray();
                break;
            case MappingStart:
                Map(e, depth);
                break;
            default:
                throw _events.Error("found no value here", e.Start);
        }
    }

    private void Map(ParsingEvent start, int depth)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool first = true;
        for (var e = _events.Next(); e is not MappingEnd; e = _events.Next())
        {
            var key = Key(e, seen);
            if (first && key.Value == YamlWriter.Columns)
            {
                Table(start);
                return;
            }

            if (first)
            {
                _json.WriteStartObject();
                first = false;
            }

            _json.WritePropertyName(key.Value);
            Node(_events.Next(), depth + 1);
        }

        if (first)
        {
            _json.WriteStartObject();
        }

        _json.WriteEndObject();
    }

    private void Table(ParsingEvent start)
    {
        var columns = new List<string[]>();
        if (_events.Next() is not SequenceStart)
        {
            throw _events.Error($"'{YamlWriter.Columns}' must be a list of names", start.Start);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var e = _events.Next(); e is not SequenceEnd; e = _events.Next())
        {
            if (e is not Scalar { Value.Length: > 0 and <= 200 } name || columns.Count == 64 || !names.Add(name.Value))
            {
                throw _events.Error("a table has 1 to 64 columns, each named once", e.Start);
            }

            string[] path = name.Value.Split('.');
            columns.Add(path.Length <= 5 && path.All(p => p.Length > 0)
                ? path
                : throw _events.Error("a column is named by up to five names with dots between", name.Start));
        }

        if (_events.Next() is not Scalar { Value: YamlWriter.Rows } || _events.Next() is not SequenceStart || columns.Count == 0)
        {
            throw _events.Error($"a table has '{YamlWriter.Columns}' and then '{YamlWriter.Rows}', a list of lists of numbers", start.Start);
        }

        _json.WriteStartArray();
        for (var row = _events.Next(); row is not SequenceEnd; row = _events.Next())
        {
            if (row is not SequenceStart)
            {
                throw _events.Error("a row of a table is a list of numbers", row.Start);
            }

            if (_json.BytesCommitted + _json.BytesPending > 32L * _events.Text.Length + 4096)
            {
                throw _events.Error("this table repeats its long column names too often; a scenario that Sim has written does not", row.Start);
            }

            Mark(row);
            _json.WriteStartObject();
            int open = 0;
            for (int c = 0; c < columns.Count; c++)
            {
                if (_events.Next() is not Scalar { Style: ScalarStyle.Plain } cell || !IsNumber(cell.Value))
                {
                    throw _events.Error(string.Create(CultureInfo.InvariantCulture, $"a row of this table has {columns.Count} numbers"), row.Start);
                }

                int common = c == 0 ? 0 : Common(columns[c - 1], columns[c]);
                for (; open > common; open--)
                {
                    _json.WriteEndObject();
                }

                for (; open < columns[c].Length - 1; open++)
                {
                    _json.WritePropertyName(columns[c][open]);
                    _json.WriteStartObject();
                }

                _json.WritePropertyName(columns[c][^1]);
                _json.WriteRawValue(cell.Value, skipInputValidation: true);
            }

            for (; open >= 0; open--)
            {
                _json.WriteEndObject();
            }

            if (_events.Next() is not SequenceEnd)
            {
                throw _events.Error(string.Create(CultureInfo.InvariantCulture, $"a row of this table has {columns.Count} numbers"), row.Start);
            }
        }

        _json.WriteEndArray();
        if (_events.Next() is not MappingEnd)
        {
            throw _events.Error($"a table has '{YamlWriter.Columns}' and '{YamlWriter.Rows}' only", start.Start);
        }
    }

    private static int Common(string[] a, string[] b)
    {
        int n = 0;
        while (n < a.Length - 1 && n < b.Length - 1 && a[n] == b[n])
        {
            n++;
        }

        return n;
    }

    private void Leaf(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain)
        {
            _json.WriteStringValue(scalar.Value);
        }
        else if (scalar.Value is "" or "~" or "null")
        {
            _json.WriteNullValue();
        }
        else if (scalar.Value is "true" or "false")
        {
            _json.WriteBooleanValue(scalar.Value == "true");
        }
        else if (IsNumber(scalar.Value))
        {
            _json.WriteRawValue(scalar.Value, skipInputValidation: true);
        }
        else if (scalar.Value[0] is '-' or '+' or '.' or (>= '0' and <= '9'))
        {
            throw _events.Error($"found '{(scalar.Value.Length > 40 ? scalar.Value[..40] + "…" : scalar.Value)}'; write a finite JSON number, or quote the text", scalar.Start);
        }
        else
        {
            _json.WriteStringValue(scalar.Value);
        }
    }

    /// <summary>A number in JSON's grammar that is finite as a double.</summary>
    private static bool IsNumber(string text)
    {
        int i = text.Length > 0 && text[0] == '-' ? 1 : 0;
        int digits = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            i++;
        }

        if (i == digits || (text[digits] == '0' && i > digits + 1) || text.Length > 400)
        {
            return false;
        }

        if (i < text.Length && text[i] == '.')
        {
            int fraction = ++i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                i++;
            }

            if (i == fraction)
            {
                return false;
            }
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            i += i < text.Length && text[i] is '+' or '-' ? 1 : 0;
            int exponent = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                i++;
            }

            if (i == exponent)
            {
                return false;
            }
        }

        return i == text.Length && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
    }
}
