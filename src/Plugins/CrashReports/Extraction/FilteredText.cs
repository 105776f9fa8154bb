using System.Text;
using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Extraction;

/// <summary>
/// A text without the sentences that speak to its reader, and the way back to the places of the whole text. Where such a sentence stood in lines of its
/// own, the lines around it are joined as they were before it was put there, as far as the rest of the text tells. Immutable.
/// </summary>
internal sealed class FilteredText
{
    private readonly string _whole;

    // Begin in the filtered text, begin in the whole text, length: ascending.
    private readonly List<(int Here, int There, int Length)> _kept = [];

    private FilteredText(string whole, IReadOnlyList<Range> left)
    {
        _whole = whole;
        Text = left.Count == 0 ? whole : Join(left);
    }

    /// <summary>What is left to read.</summary>
    public string Text { get; }

    /// <summary>Leaves out what <see cref="InstructionFilter"/> finds.</summary>
    public static FilteredText Of(string text) => new(text, InstructionFilter.Find(text));

    /// <summary>A record of <see cref="Text"/> with all quotes at their places in the whole text. A quote that would hold what was left out ends before it.</summary>
    public CrashRecord Restore(CrashRecord record) => _kept.Count == 0 ? record : LeafMap.Map(record, new Mover(this));

    private string Join(IReadOnlyList<Range> left)
    {
        var pieces = new List<(int Start, int End)>();
        int at = 0;
        foreach (var range in left)
        {
            Add(at, range.Start.Value);
            at = range.End.Value;
        }

        Add(at, _whole.Length);
        var text = new StringBuilder(_whole.Length);
        int widest = Widest(pieces);
        bool paragraphs = pieces.Any(piece => _whole.AsSpan(piece.Start, piece.End - piece.Start).Contains("\n\n", StringComparison.Ordinal));
        for (int i = 0; i < pieces.Count; i++)
        {
            var (start, end) = pieces[i];
            if (i > 0) text.Append(Separator(pieces[i - 1].End, start, widest, paragraphs));
            _kept.Add((text.Length, start, end - start));
            text.Append(_whole, start, end - start);
        }

        return text.ToString();

        void Add(int start, int end)
        {
            while (start < end && char.IsWhiteSpace(_whole[start])) start++;
            while (end > start && char.IsWhiteSpace(_whole[end - 1])) end--;
            if (end > start) pieces.Add((start, end));
        }
    }

    /// <summary>What stood between two pieces: the weaker of the breaks on both sides of what was put in.</summary>
    private string Separator(int before, int after, int widest, bool paragraphs)
    {
        int first = before, last = after;
        while (first < after && char.IsWhiteSpace(_whole[first])) first++;
        while (last > first && char.IsWhiteSpace(_whole[last - 1])) last--;
        int breaks = Math.Min(Breaks(before, first), Breaks(last, after));
        if (breaks == 0) return " ";
        if (breaks > 1 && paragraphs) return "\n\n";
        int line = before - (_whole.LastIndexOf('\n', before - 1) + 1);
        int end = _whole.IndexOf('\n', after);
        return line + 1 + ((end < 0 ? _whole.Length : end) - after) > widest ? "\n" : " ";
    }

    private int Breaks(int start, int end) => _whole.AsSpan(start, end - start).Count('\n');

    private int Widest(List<(int Start, int End)> pieces)
    {
        int widest = 0;
        foreach (var (start, end) in pieces)
        {
            foreach (var line in _whole.AsSpan(start, end - start).EnumerateLines()) widest = Math.Max(widest, line.Length);
        }

        return widest;
    }

    private TextSpan? Restore(TextSpan? span)
    {
        if (span is not { } known) return null;
        var (here, there, length) = _kept.FindLast(piece => piece.Here <= known.Start);
        int start = there + Math.Min(known.Start - here, length - 1);
        return TextSpan.Of(_whole, start, Math.Min(there + (known.End - here), there + length));
    }

    private sealed class Mover(FilteredText text) : LeafMap.IVisitor
    {
        public Leaf<T> One<T>(string path, Leaf<T> leaf) => leaf with { Evidence = text.Restore(leaf.Evidence) };

        public Leaf<IReadOnlyList<T>> Many<T>(string path, Leaf<IReadOnlyList<T>> leaf) => leaf with { Evidence = text.Restore(leaf.Evidence) };
    }
}
