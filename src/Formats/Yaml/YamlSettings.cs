using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sim.Formats.Yaml;

/// <summary>
/// Reads a YAML document into a <see cref="Setting"/> that remembers every place. A strict subset: one document, unique scalar keys, no anchors,
/// aliases, tags or merge keys. <c>${NAME}</c> is replaced by a variable, <c>$${</c> stands for <c>${</c>, <c>${secret:NAME}</c> stays. Thread-safe.
/// </summary>
public static class YamlSettings
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="file">Its name for messages, as the user wrote it.</param>
    /// <param name="options">Variables and limits; null for the defaults without variables.</param>
    /// <returns>The top value; an empty text gives <see cref="SettingKind.Null"/>.</returns>
    /// <exception cref="InputException">Not valid, refused, over a limit, or a variable is not set; with line and column.</exception>
    public static Setting Read(string text, string? file, YamlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith('\uFEFF'))
        {
            text = text[1..];
        }

        var events = new YamlEvents(text, file, options ?? new YamlOptions());
        var first = events.Open();
        if (first is null)
        {
            return new Setting { Kind = SettingKind.Null, File = file, Line = 1, Column = 1 };
        }

        var reader = new TreeReader(events);
        var value = reader.Node(first, 0);
        events.Close();
        return value;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path on this machine.</param>
    /// <param name="file">Its name for messages; null for the path itself.</param>
    /// <param name="options">Variables and limits; null for the defaults without variables.</param>
    /// <exception cref="InputException">Absent, unreadable, not UTF-8, or wrong inside.</exception>
    public static Setting ReadFile(string path, string? file = null, YamlOptions? options = null) =>
        Read(ReadText(path, file ?? path, options ?? new YamlOptions()), file ?? path, options);

    /// <summary>Expands variables again from the raw text of every scalar, as reading did: for settings that were kept as the user wrote them.</summary>
    /// <param name="value">The settings; their texts are ignored.</param>
    /// <param name="options">Variables and limits.</param>
    /// <exception cref="InputException">A variable is not set, or the text grows over a limit; with the place where it is known.</exception>
    public static Setting Expand(Setting value, YamlOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(options);
        int expanded = 0;
        return Again(value);

        Setting Again(Setting node)
        {
            string text = VariableText.Expand(node.Raw, options, expanded, (_, message) => node.Error(message));
            expanded += ReferenceEquals(text, node.Raw) ? 0 : text.Length;
            return node with { Text = text, Items = [.. node.Items.Select(Again)], Entries = [.. node.Entries.Select(e => e with { Value = Again(e.Value) })] };
        }
    }

    internal static string ReadText(string path, string file, YamlOptions options)
    {
        byte[] bytes;
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > options.MaxLength * 3L)
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file has {stream.Length} bytes; at most {options.MaxLength} characters are allowed"), file);
            }

            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("no such file", file, inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException(Directory.Exists(path) ? "this is a folder; name a file" : "the file cannot be read", file, inner: e);
        }

        return Decode(bytes, file);
    }

    internal static string Decode(ReadOnlySpan<byte> bytes, string? file)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            int line = 1, column = 1;
            foreach (byte b in bytes[..Math.Clamp(e.Index, 0, bytes.Length)])
            {
                (line, column) = b == (byte)'\n' ? (line + 1, 1) : (line, column + 1);
            }

            throw new InputException("found bytes that are not UTF-8; save the file as UTF-8", file, line, column, e);
        }
    }

    private sealed class TreeReader(YamlEvents events)
    {
        private int _expanded;

        public Setting Node(ParsingEvent e, int depth)
        {
            if (depth > events.Options.MaxDepth)
            {
                throw events.Error(string.Create(CultureInfo.InvariantCulture, $"nested deeper than {events.Options.MaxDepth} levels"), e.Start);
            }

            return e switch
            {
                Scalar scalar => Value(scalar),
                SequenceStart start => List(start, depth),
                MappingStart start => Map(start, depth),
                _ => throw events.Error("found no value here", e.Start),
            };
        }

        private Setting List(SequenceStart start, int depth)
        {
            var items = new List<Setting>();
            for (var e = events.Next(); e is not SequenceEnd; e = events.Next())
            {
                items.Add(Node(e, depth + 1));
            }

            return new Setting { Kind = SettingKind.List, Items = items, File = events.File, Line = YamlEvents.Line(start.Start), Column = YamlEvents.Column(start.Start) };
        }

        private Setting Map(MappingStart start, int depth)
        {
            var entries = new List<SettingEntry>();
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var e = events.Next(); e is not MappingEnd; e = events.Next())
            {
                if (e is not Scalar key)
                {
                    throw events.Error("found a list or map as a key; a key is a single word", e.Start);
                }

                if (key is { Value: "<<", Style: ScalarStyle.Plain })
                {
                    throw events.Error("found the merge key '<<'; merge keys are not supported, write the values again", key.Start);
                }

                RefuseNull(key);
                if (key.Value.Length is 0 or > 256)
                {
                    throw events.Error(key.Value.Length == 0 ? "found an empty key" : "found a key of more than 256 characters", key.Start);
                }

                int line = YamlEvents.Line(key.Start);
                if (!seen.TryAdd(key.Value, line))
                {
                    throw events.Error(string.Create(CultureInfo.InvariantCulture, $"the key '{key.Value}' was already given in line {seen[key.Value]}; keep one"), key.Start);
                }

                entries.Add(new SettingEntry(key.Value, Node(events.Next(), depth + 1), line, YamlEvents.Column(key.Start)));
            }

            return new Setting { Kind = SettingKind.Map, Entries = entries, File = events.File, Line = YamlEvents.Line(start.Start), Column = YamlEvents.Column(start.Start) };
        }

        private Setting Value(Scalar scalar)
        {
            RefuseNull(scalar);
            bool isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
            return new Setting
            {
                Kind = isNull ? SettingKind.Null : SettingKind.Scalar,
                Raw = isNull ? "" : scalar.Value,
                Text = isNull ? "" : Expand(scalar),
                File = events.File,
                Line = YamlEvents.Line(scalar.Start),
                Column = YamlEvents.Column(scalar.Start),
            };
        }

        private void RefuseNull(Scalar scalar)
        {
            if (scalar.Value.Contains('\0'))
            {
                throw events.Error("found an escape for the null character; leave it out", scalar.Start);
            }
        }

        private string Expand(Scalar scalar)
        {
            string text = VariableText.Expand(scalar.Value, events.Options, _expanded, (part, message) => ErrorAt(scalar, part, message));
            _expanded += ReferenceEquals(text, scalar.Value) ? 0 : text.Length;
            return text;
        }

        private InputException ErrorAt(Scalar scalar, string part, string message)
        {
            int start = (int)Math.Clamp(scalar.Start.Index, 0, events.Text.Length);
            int end = (int)Math.Clamp(scalar.End.Index, start, events.Text.Length);
            int at = events.Text.IndexOf(part, start, end - start, StringComparison.Ordinal);
            if (at < 0)
            {
                return events.Error(message, scalar.Start);
            }

            int line = YamlEvents.Line(scalar.Start), column = YamlEvents.Column(scalar.Start);
            for (int i = start; i < at; i++)
            {
                (line, column) = events.Text[i] == '\n' ? (line + 1, 1) : (line, column + 1);
            }

            return new InputException(message, events.File, line, column);
        }
    }
}
