using System.Globalization;
using System.Text;

namespace Sim.Reports.Requirements;

/// <summary>
/// Reads requirements from CSV (RFC 4180): a header row with <c>id</c> and <c>text</c>, optional <c>triggering_condition</c> and <c>category</c>, everything
/// else an attribute; separated by comma, semicolon or tab; UTF-8, with or without a byte order mark.
/// </summary>
internal static class RequirementCsv
{
    private const int MaxColumns = 256;
    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Wrong, with line and column.</exception>
    public static IReadOnlyList<Requirement> Read(ReadOnlyMemory<byte> content, string file)
    {
        string text = Text(content.Span, file);
        var rows = new CsvRows(text, Separator(text), file, MaxColumns);
        if (!rows.Next())
        {
            throw new InputException("found no header row; write one with the columns id and text", file, 1, 1);
        }

        var header = Header.Of(rows, file);
        var requirements = new List<Requirement>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (rows.Next())
        {
            if (requirements.Count == RequirementFiles.MaxRequirements)
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"found more than {RequirementFiles.MaxRequirements} requirements; split the file"), file, rows.Line);
            }

            var requirement = header.Requirement(rows, file);
            if (!lines.TryAdd(requirement.Id, rows.Line))
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the requirement '{requirement.Id}' was already declared in line {lines[requirement.Id]}; give it another id"), file, rows.Line, 1);
            }

            requirements.Add(requirement);
        }

        return requirements;
    }

    private static string Text(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new InputException("found UTF-16; save the file as UTF-8", file, 1, 1);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            int line = 1 + bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n');
            throw new InputException("found bytes that are no UTF-8; save the file as UTF-8", file, line, inner: e);
        }
    }

    // The one that the header row has most of outside quotes.
    private static char Separator(string text)
    {
        int commas = 0, semicolons = 0, tabs = 0;
        bool quoted = false;
        foreach (char c in text)
        {
            quoted ^= c == '"';
            if (!quoted)
            {
                if (c is '\n' or '\r')
                {
                    break;
                }

                commas += c == ',' ? 1 : 0;
                semicolons += c == ';' ? 1 : 0;
                tabs += c == '\t' ? 1 : 0;
            }
        }

        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    private sealed record Header(IReadOnlyList<string> Names, int Id, int Text, int Triggering, int Category)
    {
        public static Header Of(CsvRows row, string file)
        {
            string[] names = [.. row.Fields.Select(f => f.Trim())];
            string[] plain = [.. names.Select(n => n.Length == 0 ? "" : RequirementFiles.Plain(n))];
            for (int i = 0; i < names.Length; i++)
            {
                if (names[i].Length > 0 && Array.IndexOf(names, names[i]) < i)
                {
                    throw new InputException($"the column '{names[i]}' occurs twice; rename one", file, row.Line, 1);
                }
            }

            int id = Array.IndexOf(plain, "id"), text = Array.IndexOf(plain, "text");
            if (id < 0 || text < 0)
            {
                throw new InputException($"the header row has no column '{(id < 0 ? "id" : "text")}' (found: {string.Join(", ", names.Take(10))}); write id and text", file, row.Line, 1);
            }

            return new Header(names, id, text, Array.IndexOf(plain, "triggering_condition"), Array.IndexOf(plain, "category"));
        }

        public Requirement Requirement(CsvRows row, string file)
        {
            var fields = row.Fields;
            if (fields.Count != Names.Count)
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"found {fields.Count} fields, expected {Names.Count} as in the header row; quote fields that hold the separator"), file, row.Line, 1);
            }

            string id = fields[Id].Trim();
            if (id.Length is 0 or > 200)
            {
                throw new InputException("the requirement has no id of 1 to 200 characters; every row needs one", file, row.Line, 1);
            }

            string category = Category < 0 ? "" : RequirementFiles.Category(fields[Category]);
            var attributes = new List<KeyValuePair<string, string>>();
            for (int i = 0; i < fields.Count; i++)
            {
                bool known = i == Id || i == Text || i == Triggering || (i == Category && category.Length > 0);
                if (!known && fields[i].Length > 0)
                {
                    attributes.Add(new(Names[i].Length > 0 ? Names[i] : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"column {i + 1} holds a text but has no name in the header row"), file, row.Line, 1), fields[i]));
                }
            }

            return new Requirement
            {
                Id = id,
                Text = fields[Text].Trim(),
                TriggeringCondition = Triggering < 0 ? "" : fields[Triggering].Trim(),
                Category = category,
                Attributes = Ordered.Copy(attributes),
                Source = string.Create(CultureInfo.InvariantCulture, $"{file}:{row.Line}"),
            };
        }
    }
}
