using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sim.Formats.Yaml;

/// <summary>
/// The events of one YAML document, with every failure of the parser turned into an <see cref="InputException"/> at its place, and with what
/// we refuse refused: anchors, aliases, tags, merge keys, further documents. One use, one thread.
/// </summary>
internal sealed class YamlEvents
{
    private readonly Parser _parser;
    private readonly string _text;
    private readonly string? _file;
    private readonly YamlOptions _options;
    private int _nodes;

    public YamlEvents(string text, string? file, YamlOptions options)
    {
        _text = text;
        _file = file;
        _options = options;
        if (text.Length > options.MaxLength)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the text has {text.Length} characters; at most {options.MaxLength} are allowed"), file, 1, 1);
        }

        RefuseControlCharacters();
        _parser = new Parser(new StringReader(text));
    }

    public string? File => _file;

    public string Text => _text;

    public YamlOptions Options => _options;

    /// <summary>The next event that carries data or structure; null after the document.</summary>
    public ParsingEvent Next()
    {
        while (true)
        {
            Advance();
            switch (_parser.Current)
            {
                case Comment:
                    continue;
                case AnchorAlias alias:
                    throw Error($"found the alias '*{alias.Value}'; anchors and aliases are not supported, write the value again", alias.Start);
                case Scalar or SequenceStart or MappingStart:
                    var node = (NodeEvent)_parser.Current;
                    if (++_nodes > _options.MaxNodes)
                    {
                        throw Error(string.Create(CultureInfo.InvariantCulture, $"more than {_options.MaxNodes} values; split the file"), node.Start);
                    }

                    if (!node.Anchor.IsEmpty)
                    {
                        throw Error($"found the anchor '&{node.Anchor.Value}'; anchors and aliases are not supported, write the value again", node.Start);
                    }

                    if (!node.Tag.IsEmpty)
                    {
                        throw Error("found a tag ('!…'); tags are not supported, leave it out or quote the text", node.Start);
                    }

                    if (node is Scalar { Value: var value } && !IsWellFormed(value))
                    {
                        throw Error("found an escape for half a character; leave it out", node.Start);
                    }

                    return node;
                default:
                    return _parser.Current!;
            }
        }
    }

    /// <summary>Moves to the first node of the only document; null when the text holds none.</summary>
    public ParsingEvent? Open()
    {
        if (Next() is not StreamStart)
        {
            throw new InputException("found no YAML", _file, 1, 1);
        }

        var start = Next();
        if (start is StreamEnd)
        {
            return null;
        }

        if (start is DocumentStart { Tags.Count: > 0 } document && document.Tags.Any(t => t.Prefix is not ("!" or "tag:yaml.org,2002:")))
        {
            throw Error("found a %TAG directive; tags are not supported", document.Start);
        }

        return Next();
    }

    /// <summary>Checks that nothing follows the document.</summary>
    public void Close()
    {
        if (Next() is not DocumentEnd)
        {
            throw Error("found more than one value at the top", _parser.Current!.Start);
        }

        var end = Next();
        if (end is not StreamEnd)
        {
            throw Error("found a second document ('---'); write one document per file", end.Start);
        }
    }

    public InputException Error(string message, Mark mark) => new(message, _file, Line(mark), Column(mark));

    public static int Line(Mark mark) => (int)Math.Clamp(mark.Line, 1, int.MaxValue);

    public static int Column(Mark mark) => (int)Math.Clamp(mark.Column, 1, int.MaxValue);

    private void Advance()
    {
        Mark before = _parser.Current?.End ?? Mark.Empty;
        try
        {
            if (!_parser.MoveNext())
            {
                throw Error("the text ends too early", before);
            }
        }
        catch (YamlException e)
        {
            if (TabNear(e) is { } tab)
            {
                throw new InputException("found a tab in the indentation; indent with spaces", _file, tab.Line, tab.Column, e);
            }

            throw new InputException($"not valid YAML: {e.Message.TrimEnd('.', ' ')}; check indentation, quotes and brackets", _file, Line(e.Start), Column(e.Start), e);
        }
        catch (Exception e) when (e is not (InputException or OutOfMemoryException))
        {
            // The parser has bugs of its own on broken text; for the reader it is broken text all the same.
            throw new InputException("this is not valid YAML", _file, Line(before), Column(before), e);
        }
    }

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsLowSurrogate(c) || (char.IsHighSurrogate(c) && (++i == text.Length || !char.IsLowSurrogate(text[i]))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A tab in the indentation of the line where the parser stopped or of the two after it: it reports the line before, too.</summary>
    private (int Line, int Column)? TabNear(YamlException e)
    {
        int index = (int)Math.Clamp(e.Start.Index, 0, _text.Length);
        int lineStart = index == 0 ? 0 : _text.LastIndexOf('\n', index - 1) + 1;
        for (int line = Line(e.Start); line <= Line(e.Start) + 2 && lineStart < _text.Length; line++)
        {
            for (int i = lineStart; i < _text.Length && _text[i] is ' ' or '\t'; i++)
            {
                if (_text[i] == '\t')
                {
                    return (line, i - lineStart + 1);
                }
            }

            int end = _text.IndexOf('\n', lineStart);
            if (end < 0)
            {
                break;
            }

            lineStart = end + 1;
        }

        return null;
    }

    private void RefuseControlCharacters()
    {
        int line = 1, start = 0;
        for (int i = 0; i < _text.Length; i++)
        {
            char c = _text[i];
            if (c == '\n')
            {
                line++;
                start = i + 1;
            }
            else if (c is (< ' ' and not ('\t' or '\r')) or '\u007f' or '\uFFFE' or '\uFFFF'
                || (char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < _text.Length && char.IsLowSurrogate(_text[i + 1])) && !(char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(_text[i - 1]))))
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"found the character U+{(int)c:X4}, which YAML does not allow; is this a text file in UTF-8?"), _file, line, i - start + 1);
            }
        }
    }
}
