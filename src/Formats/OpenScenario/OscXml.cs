using System.Runtime.InteropServices;
using System.Xml;

namespace Sim.Formats.OpenScenario;

/// <summary>Reads a document into elements, with limits on size, depth and count. Throws nothing but <see cref="InputException"/> for bad input.</summary>
internal static class OscXml
{
    public const int MaxBytes = 16 * 1024 * 1024;
    public const int MaxDepth = 64;
    public const int MaxNodes = 400_000;
    private const int MaxText = 64 * 1024;

    public static OscElement Read(ReadOnlyMemory<byte> content, string file)
    {
        if (content.Length > MaxBytes)
        {
            throw new InputException($"found {content.Length} bytes; expected at most {MaxBytes} (16 MiB)", file);
        }

        if (content.IsEmpty)
        {
            throw new InputException("found an empty file; expected an OpenSCENARIO document", file, 1, 1);
        }

        content = AsVersionOne(content);
        using var stream = MemoryMarshal.TryGetArray(content, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersFromEntities = 1024,
            MaxCharactersInDocument = MaxBytes,
        });
        var lines = (IXmlLineInfo)reader;
        try
        {
            return Tree(reader, lines, file);
        }
        catch (XmlException e)
        {
            int place = e.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
            string plain = (place > 0 ? e.Message[..place] : e.Message).TrimEnd('.', ' ');
            throw e.LineNumber > 0
                ? new InputException($"found broken XML ({plain}); expected a well-formed document without DTD", file, e.LineNumber, e.LinePosition, e)
                : new InputException("found a DTD, or '<!' that begins no comment; expected a well-formed document without DTD", file, Math.Max(1, lines.LineNumber), Math.Max(1, lines.LinePosition), e);
        }
    }

    // Some files declare XML 1.3. Processors of XML 1.0 (fifth edition, 2.8) read every 1.x as 1.0; the platform's does not.
    private static ReadOnlyMemory<byte> AsVersionOne(ReadOnlyMemory<byte> content)
    {
        var head = content.Span[..Math.Min(content.Length, 64)];
        int start = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        int at = head.IndexOf("version="u8) + 9;
        if (!head[start..].StartsWith("<?xml"u8) || at < 9 || at + 3 > head.Length || head[at] != '1' || head[at + 1] != '.' || head[at + 2] is < (byte)'2' or > (byte)'9')
        {
            return content;
        }

        byte[] copy = content.ToArray();
        copy[at + 2] = (byte)'0';
        return copy;
    }

    private static OscElement Tree(XmlReader reader, IXmlLineInfo lines, string file)
    {
        OscElement? root = null, at = null;
        int nodes = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.Depth >= MaxDepth)
                    {
                        throw new InputException($"found <{reader.LocalName}> nested {MaxDepth} deep; expected at most {MaxDepth - 1}", file, lines.LineNumber, lines.LinePosition);
                    }

                    nodes += 1 + reader.AttributeCount;
                    if (nodes > MaxNodes)
                    {
                        throw new InputException($"found more than {MaxNodes} elements and attributes; split the file", file, lines.LineNumber, lines.LinePosition);
                    }

                    var element = new OscElement(reader.LocalName, at, file, lines.LineNumber, lines.LinePosition);
                    at?.Children.Add(element);
                    root ??= element;
                    bool empty = reader.IsEmptyElement;
                    Attributes(reader, lines, element);
                    at = empty ? at : element;
                    break;
                case XmlNodeType.EndElement:
                    at = at?.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when at is not null:
                    at.Text = at.Text.Length + reader.Value.Length <= MaxText
                        ? at.Text + reader.Value
                        : throw new InputException($"found more than {MaxText} characters of text in <{at.Name}>", file, lines.LineNumber, lines.LinePosition);
                    break;
                default:
                    break;
            }
        }

        return root ?? throw new InputException("found no element; expected <OpenSCENARIO>", file, 1, 1);
    }

    private static void Attributes(XmlReader reader, IXmlLineInfo lines, OscElement element)
    {
        while (reader.MoveToNextAttribute())
        {
            // Namespaces and schema locations say nothing about the scenario.
            if (reader.NamespaceURI.Length == 0 && reader.LocalName != "xmlns")
            {
                element.Attributes.Add(new OscAttribute(reader.LocalName, reader.Value, lines.LineNumber, lines.LinePosition));
            }
        }

        reader.MoveToElement();
    }
}
