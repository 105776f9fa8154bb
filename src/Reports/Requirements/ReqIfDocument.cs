using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace Sim.Reports.Requirements;

/// <summary>What this project uses of a ReqIF file, read in one forward pass.</summary>
internal sealed class ReqIfDocument
{
    private const int MaxDepth = 128;
    private const int MaxElements = 4_000_000;
    private const string Value = "ATTRIBUTE-VALUE-";
    private const string Definition = "ATTRIBUTE-DEFINITION-";

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "p", "div", "li", "ul", "ol", "tr", "table", "br", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "pre", "blockquote", "td", "th",
    };

    /// <summary>Long names of attribute definitions by identifier.</summary>
    public Dictionary<string, string> Definitions { get; } = new(StringComparer.Ordinal);

    /// <summary>Long names of enumeration values by identifier.</summary>
    public Dictionary<string, string> Choices { get; } = new(StringComparer.Ordinal);

    /// <summary>The spec objects in the file's order.</summary>
    public List<ReqIfObject> Objects { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Wrong, with line and column.</exception>
    public static ReqIfDocument Read(ReadOnlyMemory<byte> content, string file)
    {
        using var stream = MemoryMarshal.TryGetArray(content, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersFromEntities = 1024,
            MaxCharactersInDocument = RequirementFiles.MaxBytes,
        });
        var document = new ReqIfDocument();
        try
        {
            document.Walk(reader, file);
        }
        catch (XmlException e)
        {
            throw new InputException($"this is no well-formed ReqIF: {e.Message}", file, Math.Max(1, e.LineNumber), Math.Max(0, e.LinePosition), e);
        }

        return document;
    }

    private void Walk(XmlReader reader, string file)
    {
        ReqIfObject? item = null;
        ReqIfValue? value = null;
        int elements = 0;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.EndElement)
            {
                value = reader.LocalName.StartsWith(Value, StringComparison.Ordinal) ? null : value;
                item = reader.LocalName == "SPEC-OBJECT" ? null : item;
                continue;
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (++elements > MaxElements || reader.Depth > MaxDepth)
            {
                throw Error(reader, file, string.Create(CultureInfo.InvariantCulture, $"found more than {MaxElements} elements, or {MaxDepth} within one another"));
            }

            string name = reader.LocalName;
            bool empty = reader.IsEmptyElement;
            if (reader.Depth == 0 && name != "REQ-IF")
            {
                throw Error(reader, file, $"found the element '{name}', expected REQ-IF");
            }

            if (name == "ENUM-VALUE")
            {
                string id = Identifier(reader, file);
                Choices[id] = reader.GetAttribute("LONG-NAME") ?? id;
            }
            else if (name.StartsWith(Definition, StringComparison.Ordinal) && !name.EndsWith("-REF", StringComparison.Ordinal))
            {
                string id = Identifier(reader, file);
                Definitions[id] = Limited(reader, file, reader.GetAttribute("LONG-NAME") ?? id);
            }
            else if (name == "SPEC-OBJECT")
            {
                if (item is not null)
                {
                    throw Error(reader, file, "found a spec object within a spec object");
                }

                if (Objects.Count == RequirementFiles.MaxRequirements)
                {
                    throw Error(reader, file, string.Create(CultureInfo.InvariantCulture, $"found more than {RequirementFiles.MaxRequirements} spec objects; split the file"));
                }

                item = new ReqIfObject(Identifier(reader, file), Limited(reader, file, reader.GetAttribute("LONG-NAME") ?? ""), Limited(reader, file, reader.GetAttribute("DESC") ?? ""), Line(reader));
                Objects.Add(item);
                item = empty ? null : item;
            }
            else if (item is not null && name.StartsWith(Value, StringComparison.Ordinal))
            {
                value = new ReqIfValue(Line(reader)) { Text = Limited(reader, file, reader.GetAttribute("THE-VALUE") ?? "") };
                item.Values.Add(value);
                value = empty ? null : value;
            }
            else if (value is not null && name.StartsWith(Definition, StringComparison.Ordinal))
            {
                value.Definition = Flat(reader, file).Trim();
            }
            else if (value is not null && name == "ENUM-VALUE-REF")
            {
                value.Choices.Add(Flat(reader, file).Trim());
            }
            else if (value is not null && name == "THE-VALUE")
            {
                value.Text = Flat(reader, file);
            }
        }
    }

    // The text of an element and all within it: one line for each block, white space as a browser shows it.
    private static string Flat(XmlReader reader, string file)
    {
        var text = new StringBuilder();
        if (reader.IsEmptyElement)
        {
            return "";
        }

        int depth = reader.Depth, elements = 0;
        bool space = false, line = false;
        while (reader.Read() && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element or XmlNodeType.EndElement:
                    line |= Blocks.Contains(reader.LocalName);
                    if (++elements > MaxElements || reader.Depth > MaxDepth)
                    {
                        throw Error(reader, file, string.Create(CultureInfo.InvariantCulture, $"found more than {MaxElements} elements, or {MaxDepth} within one another"));
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    foreach (char c in reader.Value)
                    {
                        if (char.IsWhiteSpace(c))
                        {
                            space = true;
                            continue;
                        }

                        if (text.Length > 0 && (line || space))
                        {
                            text.Append(line ? '\n' : ' ');
                        }

                        text.Append(c);
                        (line, space) = (false, false);
                    }

                    break;
            }

            if (text.Length > RequirementFiles.MaxText)
            {
                throw TooLong(reader, file);
            }
        }

        return text.ToString();
    }

    private static string Identifier(XmlReader reader, string file) => reader.GetAttribute("IDENTIFIER") is { Length: > 0 } id
        ? Limited(reader, file, id)
        : throw Error(reader, file, $"the element {reader.LocalName} has no IDENTIFIER");

    private static string Limited(XmlReader reader, string file, string text) => text.Length <= RequirementFiles.MaxText ? text : throw TooLong(reader, file);

    private static InputException TooLong(XmlReader reader, string file) =>
        Error(reader, file, string.Create(CultureInfo.InvariantCulture, $"found a text of more than {RequirementFiles.MaxText} characters"));

    private static int Line(XmlReader reader) => Math.Max(1, ((IXmlLineInfo)reader).LineNumber);

    private static InputException Error(XmlReader reader, string file, string message) => new(message, file, Line(reader), ((IXmlLineInfo)reader).LinePosition);
}
