using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Extraction;

/// <summary>A text without the sentences that speak to its reader, and the way back to the places of the whole text. Immutable.</summary>
internal sealed class FilteredText
{
    private readonly string _whole;
    private readonly IReadOnlyList<Range> _left;

    private FilteredText(string whole, IReadOnlyList<Range> left)
    {
        _whole = whole;
        _left = left;
        Text = left.Count == 0 ? whole : InstructionFilter.Remove(whole);
    }

    /// <summary>What is left to read.</summary>
    public string Text { get; }

    /// <summary>Leaves out what <see cref="InstructionFilter"/> finds.</summary>
    public static FilteredText Of(string text) => new(text, InstructionFilter.Find(text));

    /// <summary>A record of <see cref="Text"/> with all quotes at their places in the whole text. A quote that would hold what was left out ends before it.</summary>
    public CrashRecord Restore(CrashRecord record) => _left.Count == 0 ? record : LeafMap.Map(record, new Mover(this));

    private TextSpan? Restore(TextSpan? span)
    {
        if (span is not { } known) return null;
        int start = Place(known.Start), end = Place(known.End - 1) + 1;
        foreach (var range in _left)
        {
            if (range.Start.Value > start && range.Start.Value < end) end = range.Start.Value;
        }

        while (end > start + 1 && char.IsWhiteSpace(_whole[end - 1])) end--;
        return TextSpan.Of(_whole, start, end);
    }

    private int Place(int at)
    {
        foreach (var range in _left)
        {
            if (range.Start.Value > at) break;
            at += range.End.Value - range.Start.Value;
        }

        return at;
    }

    private sealed class Mover(FilteredText text) : LeafMap.IVisitor
    {
        public Leaf<T> One<T>(string path, Leaf<T> leaf) => leaf with { Evidence = text.Restore(leaf.Evidence) };

        public Leaf<IReadOnlyList<T>> Many<T>(string path, Leaf<IReadOnlyList<T>> leaf) => leaf with { Evidence = text.Restore(leaf.Evidence) };
    }
}
