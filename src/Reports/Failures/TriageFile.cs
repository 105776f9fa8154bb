using System.Globalization;
using System.Text.RegularExpressions;
using Sim.Formats.Yaml;

namespace Sim.Reports.Failures;

/// <summary>
/// The file in which people keep what they think of failures, by signature: text that merges in git. Reading is strict; adding changes no byte of what is
/// there. Immutable. The format: docs/failures.md.
/// </summary>
internal sealed partial class TriageFile
{
    private const int MaxOwner = 200;
    private const int MaxComment = 2000;
    // A comment may hold any characters.
    private static readonly YamlOptions Words = new() { Literal = true };

    private readonly string _text;
    private readonly Setting _root;

    private TriageFile(string text, string name, Setting root, IReadOnlyList<TriageNote> notes)
    {
        _text = text;
        Name = name;
        _root = root;
        Notes = notes;
    }

    /// <summary>What a file without notes holds.</summary>
    public const string Empty = "# What people think of failures, by signature (sim triage). One block each, sorted; see docs/failures.md.\nschema: 1\ntriage: []\n";

    /// <summary>Its name for messages.</summary>
    public string Name { get; }

    /// <summary>The notes in the file's order; <see cref="TriageNote.Matches"/> is not set.</summary>
    public IReadOnlyList<TriageNote> Notes { get; }

    /// <summary>Reads a text.</summary>
    /// <exception cref="InputException">Wrong, with line and column.</exception>
    public static TriageFile Read(string text, string name)
    {
        var root = YamlSettings.Read(text, name, Words);
        return new TriageFile(text, name, root, Bind(root));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Absent, unreadable or wrong.</exception>
    public static TriageFile ReadFile(string path, string name)
    {
        var root = YamlSettings.ReadFile(path, name, Words);
        return new TriageFile(File.ReadAllText(path), name, root, Bind(root));
    }

    /// <summary>The notes for a report, sorted by signature, each with whether a cluster has it.</summary>
    public static IReadOnlyList<TriageNote> Applied(IEnumerable<TriageNote> notes, IReadOnlyList<FailureCluster> clusters)
    {
        var known = clusters.SelectMany(c => (string[])[c.Id, c.Signature.Id]).ToHashSet(StringComparer.Ordinal);
        return [.. notes.Select(n => n with { Matches = known.Contains(n.Signature) }).OrderBy(n => n.Signature, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The note that speaks of a cluster: its own, else the signature's; null when there is none.
    /// </summary>
    public static TriageNote? Of(IReadOnlyList<TriageNote> notes, FailureCluster cluster) =>
        notes.FirstOrDefault(n => n.Signature == cluster.Id) ?? notes.FirstOrDefault(n => n.Signature == cluster.Signature.Id);

    /// <summary>The file's text with a block for every signature that has none yet, status new; everything else as it was.</summary>
    /// <param name="found">Signatures of a run and a sentence for each.</param>
    /// <param name="added">How many were added.</param>
    /// <exception cref="InputException">The list is not written as blocks, so nothing can be put between them.</exception>
    public string With(IEnumerable<(FailureSignature Signature, string Title)> found, out int added)
    {
        var known = Notes.Select(n => n.Signature).ToHashSet(StringComparer.Ordinal);
        var missing = found.Where(f => !known.Contains(f.Signature.Id)).DistinctBy(f => f.Signature.Id, StringComparer.Ordinal)
            .OrderBy(f => f.Signature.Id, StringComparer.Ordinal).ToList();
        added = missing.Count;
        if (missing.Count == 0)
        {
            return _text;
        }

        string end = _text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = new TriageLines(_text, _root, Name);
        foreach (var (signature, title) in missing)
        {
            lines.Add(signature.Id, $"{OneLine(title)} ({OneLine(signature.Family)})");
        }

        string text = lines.ToText(end);
        var again = Read(text, Name);
        return again.Notes.Count == Notes.Count + missing.Count && Notes.All(again.Notes.Contains) ? text : throw TriageLines.NotBlocks(_root, Name);
    }

    private static List<TriageNote> Bind(Setting root)
    {
        var reader = new SettingReader(root, "a triage file");
        if ((reader.Int("schema") ?? throw reader.Missing("schema")) is var schema and not 1)
        {
            throw reader.Required("schema").Error(string.Create(CultureInfo.InvariantCulture, $"found schema {schema}; this version of sim reads schema 1"));
        }

        var notes = new List<TriageNote>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in reader.List("triage") ?? [])
        {
            var note = Note(item);
            if (!lines.TryAdd(note.Signature, item.Line))
            {
                throw item.Error(string.Create(CultureInfo.InvariantCulture, $"'{note.Signature}' was already given in line {lines[note.Signature]}; keep one"));
            }

            notes.Add(note);
        }

        reader.Done();
        return notes;
    }

    private static TriageNote Note(Setting item)
    {
        var reader = new SettingReader(item, "a triage note");
        var signature = reader.Required("signature");
        string id = reader.RequiredText("signature");
        if (!Id().IsMatch(id))
        {
            throw signature.Error($"'signature' is {SettingReader.Describe(signature)}; write the id of a failure as reports show it, such as f-0123456789 (of one cluster: f-0123456789-2)");
        }

        var note = new TriageNote
        {
            Signature = id,
            Status = reader.Choice<TriageStatus>("status") ?? throw reader.Missing("status"),
            Owner = Line(reader, "owner", MaxOwner),
            Comment = Line(reader, "comment", MaxComment),
        };
        reader.Done();
        return note;
    }

    private static string Line(SettingReader reader, string key, int most)
    {
        string text = reader.Text(key)?.TrimEnd() ?? "";
        return text.Length > most ? throw reader.Required(key).Error(string.Create(CultureInfo.InvariantCulture, $"'{key}' has {text.Length} characters; at most {most}"))
            : text.Any(char.IsControl) ? throw reader.Required(key).Error($"'{key}' holds a line break or a control character; write one line")
            : text;
    }

    // A comment in YAML ends with its line and holds no character that would hide others.
    private static string OneLine(string text)
    {
        char[] safe = text.Length <= 300 ? text.ToCharArray() : text[..300].ToCharArray();
        for (int i = 0; i < safe.Length; i++)
        {
            if (char.GetUnicodeCategory(safe[i]) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
            {
                safe[i] = ' ';
            }
        }

        return new string(safe);
    }

    [GeneratedRegex(@"\Af-[0-9a-f]{10}(-[1-9][0-9]{0,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
