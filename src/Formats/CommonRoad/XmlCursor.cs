using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;

namespace Sim.Formats.CommonRoad;

/// <summary>
/// Forward-only walk over an XML document with limits, in which every complaint names file, line and column. Memory does not grow with the
/// document: text is read into one buffer.
/// </summary>
internal sealed class XmlCursor : IDisposable
{
    private const int MaxDepth = 32;
    private const int MaxText = 16 * 1024;
    private const int MaxTagBytes = 64 * 1024;
    private const double MaxMagnitude = 1e9;

    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _lines;
    private readonly string _file;
    private readonly string _format;
    private readonly string _root;
    private readonly char[] _text = new char[MaxText];

    /// <summary>Begins to read.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="format">The format's name for messages.</param>
    /// <param name="root">Name of its root element.</param>
    public XmlCursor(ReadOnlyMemory<byte> content, string file, string format = "CommonRoad", string root = "commonRoad")
    {
        _file = file;
        (_format, _root) = (format, root);
        if (content.Length > CommonRoadReader.MaxBytes)
        {
            throw new InputException($"the file has {content.Length} bytes; the limit is {CommonRoadReader.MaxBytes}, split the scenario", file);
        }

        RefuseHugeTags(content.Span, file);
        var segment = MemoryMarshal.TryGetArray(content, out var array) ? array : new ArraySegment<byte>(content.ToArray());
        _reader = XmlReader.Create(new MemoryStream(segment.Array ?? [], segment.Offset, segment.Count, writable: false), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = CommonRoadReader.MaxBytes,
        });
        _lines = (IXmlLineInfo)_reader;
    }

    /// <summary>Name of the current element.</summary>
    public string Name => _reader.LocalName;

    /// <summary>Place of the current node.</summary>
    public (int Line, int Column) Place => (_lines.LineNumber, _lines.LinePosition);

    public void Dispose() => _reader.Dispose();

    /// <summary>Moves to the root element.</summary>
    public void ToRoot()
    {
        while (_reader.Read())
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                return;
            }
        }

        throw Error($"the document has no root element; a {_format} file begins with <{_root}>");
    }

    /// <summary>Begins the children of the current element. Read its attributes before.</summary>
    public Scope Enter() => new(_reader.Depth, _reader.IsEmptyElement, _reader.LocalName, _lines.LineNumber, _lines.LinePosition);

    /// <summary>Moves to the next child element, or to the end of the scope.</summary>
    public bool Next(in Scope scope)
    {
        if (scope.Empty)
        {
            return false;
        }

        while (_reader.Read())
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (_reader.Depth > MaxDepth)
                    {
                        throw Error($"elements are nested deeper than {MaxDepth}; {_format} needs fewer");
                    }

                    return true;
                case XmlNodeType.EndElement when _reader.Depth == scope.Depth:
                    return false;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    throw Error($"found text inside <{scope.Name}> where only elements are expected");
                default:
                    break;
            }
        }

        throw Error($"the document ends inside <{scope.Name}>");
    }

    /// <summary>Passes over the current element with everything in it.</summary>
    public void Skip()
    {
        if (_reader.IsEmptyElement)
        {
            return;
        }

        int depth = _reader.Depth;
        while (_reader.Read() && !(_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth))
        {
            if (_reader.Depth > MaxDepth)
            {
                throw Error($"elements are nested deeper than {MaxDepth}; {_format} needs fewer");
            }
        }
    }

    /// <summary>An attribute, or null.</summary>
    public string? Attribute(string name)
    {
        string? value = _reader.GetAttribute(name);
        return value is { Length: > MaxText } ? throw Error($"attribute '{name}' of <{Name}> has {value.Length} characters; the limit is {MaxText}") : value;
    }

    /// <summary>An attribute that must be there.</summary>
    public string RequiredAttribute(string name) => Attribute(name) ?? throw Error($"<{Name}> needs the attribute '{name}'");

    /// <summary>An integer id in an attribute, in canonical form.</summary>
    public string Id(string attribute = "id")
    {
        string text = RequiredAttribute(attribute);
        return long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long id)
            ? id.ToString(CultureInfo.InvariantCulture)
            : throw Error($"attribute '{attribute}' of <{Name}> is '{Cut(text)}'; {_format} ids are integers");
    }

    /// <summary>Text of the current element, trimmed; the span is valid until the next call.</summary>
    public ReadOnlySpan<char> Text()
    {
        if (_reader.IsEmptyElement)
        {
            return [];
        }

        string name = _reader.LocalName;
        int depth = _reader.Depth;
        int length = 0;
        while (_reader.Read())
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.EndElement when _reader.Depth == depth:
                    return _text.AsSpan(0, length).Trim();
                case XmlNodeType.Element:
                    throw Error($"found <{Name}> inside <{name}> where text is expected");
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    int read;
                    while ((read = _reader.ReadValueChunk(_text, length, MaxText - length)) > 0)
                    {
                        length += read;
                        if (length == MaxText)
                        {
                            throw Error($"the text of <{name}> is longer than {MaxText} characters");
                        }
                    }

                    break;
                default:
                    break;
            }
        }

        throw Error($"the document ends inside <{name}>");
    }

    /// <summary>A finite number of sane size.</summary>
    public double Number()
    {
        string name = _reader.LocalName;
        var place = Place;
        var text = Text();
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            throw Error($"<{name}> is '{Cut(text)}'; write a number", place);
        }

        return Math.Abs(value) <= MaxMagnitude ? value : throw Error($"<{name}> is '{Cut(text)}'; write a finite number of at most {MaxMagnitude:0} in size", place);
    }

    /// <summary>A number, or NaN where the element is empty or says "inf" or "nan": several writers put these for "not stated".</summary>
    public double NumberIfStated()
    {
        string name = _reader.LocalName;
        var place = Place;
        var text = Text();
        if (text.IsEmpty || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return text.IsEmpty || text.Equals("inf", StringComparison.OrdinalIgnoreCase) || text.Equals("none", StringComparison.OrdinalIgnoreCase)
                ? double.NaN
                : throw Error($"<{name}> is '{Cut(text)}'; write a number", place);
        }

        return !double.IsFinite(value) ? double.NaN : Math.Abs(value) <= MaxMagnitude ? value : throw Error($"<{name}> is '{Cut(text)}'; write a number of at most {MaxMagnitude:0} in size", place);
    }

    /// <summary>A positive number.</summary>
    public double PositiveNumber()
    {
        string name = _reader.LocalName;
        var place = Place;
        double value = Number();
        return value > 0 ? value : throw Error($"<{name}> is {Text(value)}; it must be positive", place);
    }

    /// <summary>An integer within limits. A decimal point with nothing behind it but zeros is allowed, as several writers put one.</summary>
    public int Integer(int min, int max)
    {
        string name = _reader.LocalName;
        var place = Place;
        double value = Number();
        return value == Math.Floor(value) && value >= min && value <= max
            ? (int)value
            : throw Error(string.Create(CultureInfo.InvariantCulture, $"<{name}> is {value:R}; write an integer from {min} to {max}"), place);
    }

    /// <summary>true or false.</summary>
    public bool Flag()
    {
        string name = _reader.LocalName;
        var place = Place;
        var text = Text();
        return text switch
        {
            "true" or "1" or "True" => true,
            "false" or "0" or "False" => false,
            _ => throw Error($"<{name}> is '{Cut(text)}'; write true or false", place),
        };
    }

    /// <summary>An error at the current node.</summary>
    public InputException Error(string message) => Error(message, Place);

    /// <summary>An error at a remembered place.</summary>
    public InputException Error(string message, (int Line, int Column) place) => new(message, _file, place.Line, place.Column);

    /// <summary>An element that a scope lacks.</summary>
    public InputException Missing(string child, in Scope scope) => Error($"<{scope.Name}> needs a <{child}>", (scope.Line, scope.Column));

    /// <summary>Text shortened for a message.</summary>
    public static string Cut(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : string.Concat(text[..40], "…");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // XmlReader holds all attributes of one element at once, so that a single endless tag could cost far more memory than the file has bytes.
    private static void RefuseHugeTags(ReadOnlySpan<byte> bytes, string file)
    {
        int at = 0;
        while (true)
        {
            int open = bytes[at..].IndexOf((byte)'<');
            if (open < 0)
            {
                return;
            }

            at += open;
            var rest = bytes[at..];
            int close = rest[..Math.Min(rest.Length, MaxTagBytes)].IndexOf((byte)'>');
            if (close < 0)
            {
                if (rest.Length <= MaxTagBytes)
                {
                    return;
                }

                int line = 1 + bytes[..at].Count((byte)'\n');
                throw new InputException($"a tag or comment begins here that has no '>' within {MaxTagBytes} bytes", file, line, at - bytes[..at].LastIndexOf((byte)'\n'));
            }

            at += close + 1;
        }
    }

    /// <summary>An element whose children are being read.</summary>
    internal readonly record struct Scope(int Depth, bool Empty, string Name, int Line, int Column);
}
