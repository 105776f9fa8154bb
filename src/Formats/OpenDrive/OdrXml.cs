using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;

namespace Sim.Formats.OpenDrive;

/// <summary>A forward-only XML cursor with limits on size, depth and count, whose every error carries file, line and column.</summary>
internal sealed class OdrXml : IDisposable
{
    public const int MaxBytes = 64 * 1024 * 1024;
    public const int MaxDepth = 64;
    public const int MaxElements = 4_000_000;

    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _lines;
    private readonly MemoryStream _stream;
    private int _elements;

    public OdrXml(ReadOnlyMemory<byte> content, string file)
    {
        File = file;
        if (content.Length > MaxBytes)
        {
            throw new InputException(
                $"found {content.Length} bytes; expected at most {MaxBytes} (64 MiB). Split the network or remove user data.", file);
        }

        if (content.IsEmpty)
        {
            throw new InputException("found an empty file; expected an OpenDRIVE document.", file, 1, 1);
        }

        _stream = MemoryMarshal.TryGetArray(content, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
        _reader = XmlReader.Create(_stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersFromEntities = 1024,
            MaxCharactersInDocument = MaxBytes,
        });
        _lines = (IXmlLineInfo)_reader;
    }

    public string File { get; }

    public string Name => _reader.LocalName;

    public int Line => _lines.LineNumber;

    public int Column => _lines.LinePosition;

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    /// <summary>Moves to the document element.</summary>
    public void MoveToRoot()
    {
        while (Advance())
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                return;
            }
        }

        throw Error("found no element; expected <OpenDRIVE>.");
    }

    /// <summary>Opens the current element for <see cref="Next"/>.</summary>
    public Scope Enter() => new(_reader.Depth, _reader.IsEmptyElement);

    /// <summary>Moves to the next child of the scope's element, skipping whatever of the previous child was not read.</summary>
    public bool Next(Scope scope)
    {
        if (scope.IsEmpty)
        {
            return false;
        }

        while (Advance())
        {
            int depth = _reader.Depth;
            if (_reader.NodeType == XmlNodeType.Element && depth == scope.Depth + 1)
            {
                return true;
            }

            if (_reader.NodeType == XmlNodeType.EndElement && depth == scope.Depth)
            {
                return false;
            }
        }

        throw Error("found the end of the file; expected a closing tag.");
    }

    /// <summary>Reads to the end of the document, so that trailing garbage is an error and not a silent loss.</summary>
    public void Finish()
    {
        while (Advance())
        {
        }
    }

    /// <summary>The text inside the current element, trimmed.</summary>
    public string ReadText()
    {
        var scope = Enter();
        if (scope.IsEmpty)
        {
            return "";
        }

        string text = "";
        while (Advance())
        {
            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && text.Length == 0)
            {
                text = _reader.Value.Trim();
            }
            else if (_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == scope.Depth)
            {
                break;
            }
        }

        return text;
    }

    public string? Text(string attribute) => _reader.GetAttribute(attribute);

    public string RequiredText(string attribute) => _reader.GetAttribute(attribute)
        ?? throw Error($"found <{Name}> without \"{attribute}\"; expected the attribute \"{attribute}\".");

    public double Number(string attribute) => ParseNumber(attribute, RequiredText(attribute));

    public double Number(string attribute, double fallback)
    {
        string? text = _reader.GetAttribute(attribute);
        return string.IsNullOrWhiteSpace(text) ? fallback : ParseNumber(attribute, text);
    }

    public double NumberIn(string attribute, double low, double high)
    {
        double value = Number(attribute);
        return value >= low && value <= high
            ? value
            : throw Error(attribute, string.Create(CultureInfo.InvariantCulture,
                $"found {attribute}=\"{Clip(Text(attribute)!)}\" in <{Name}>; expected {low} to {high}."));
    }

    public int Integer(string attribute)
    {
        string text = RequiredText(attribute);
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && Math.Abs((long)value) <= 1_000_000
            ? value
            : throw Error(attribute, $"found {attribute}=\"{Clip(text)}\" in <{Name}>; expected a whole number.");
    }

    public InputException Error(string message) => new(message, File, Line, Column);

    /// <summary>An error placed at the attribute.</summary>
    public InputException Error(string attribute, string message)
    {
        int line = Line, column = Column;
        if (_reader.MoveToAttribute(attribute))
        {
            (line, column) = (Line, Column);
            _reader.MoveToElement();
        }

        return new InputException(message, File, line, column);
    }

    private static string Clip(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private double ParseNumber(string attribute, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Error(attribute, $"found {attribute}=\"{Clip(text)}\" in <{Name}>; expected a finite number.");

    private bool Advance()
    {
        bool more;
        try
        {
            more = _reader.Read();
        }
        catch (XmlException e)
        {
            // A forbidden DTD comes without a place; the node before it is the nearest that is known.
            throw e.LineNumber > 0
                ? new InputException($"found broken XML ({Plain(e)}); expected a well-formed document without DTD.", File, e.LineNumber, e.LinePosition, e)
                : new InputException("found a DTD, or '<!' that begins no comment; expected a well-formed document without DTD.", File, Math.Max(1, Line), Math.Max(1, Column), e);
        }

        if (more && _reader.NodeType == XmlNodeType.Element)
        {
            if (++_elements > MaxElements)
            {
                throw Error($"found more than {MaxElements} elements; split the network.");
            }

            if (_reader.Depth >= MaxDepth)
            {
                throw Error($"found <{Name}> nested {MaxDepth} deep; expected at most {MaxDepth - 1}.");
            }
        }

        return more;
    }

    private static string Plain(XmlException e)
    {
        int place = e.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return (place > 0 ? e.Message[..place] : e.Message).TrimEnd('.', ' ');
    }

    /// <summary>An element whose children are being visited.</summary>
    internal readonly record struct Scope(int Depth, bool IsEmpty);
}
