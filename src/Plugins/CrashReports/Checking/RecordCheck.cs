using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>
/// Checks a record of any extractor against its text and against itself: rules R1 to R5 (specification of scenario generation §11) and "Q", the check of
/// quotes, which reads each quote again by plain means of its own. Thread-safe.
/// </summary>
internal static class RecordCheck
{
    /// <summary>Checks. An empty list is a pass.</summary>
    /// <param name="record">The record; a filled-in (assumed) value is checked for schema and place only.</param>
    /// <param name="text">The text it was read from.</param>
    public static IReadOnlyList<RecordFinding> Check(CrashRecord record, string text)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(text);
        return [.. Examine(record, WordList.Of(text)).Select(doubt => doubt.Finding)];
    }

    /// <summary>The findings with the way to mend each. What breaks the schema counts as unknown for the other rules; a record of broken structure is examined no further.</summary>
    public static IReadOnlyList<Doubt> Examine(CrashRecord record, WordList words)
    {
        List<Doubt> doubts = [.. SchemaRule.Check(record)];
        if (doubts.Any(doubt => doubt.Mend is null)) return doubts;
        foreach (var doubt in doubts) record = doubt.Mend!(record);
        doubts.AddRange(SpanRule.Check(record, words.Text));
        var text = new CheckedText(record, words);
        doubts.AddRange(UnitRule.Check(text));
        doubts.AddRange(PlaceRule.Check(record));
        doubts.AddRange(ContactRule.Check(record));
        doubts.AddRange(CountQuotes.Check(text));
        doubts.AddRange(HeadingQuotes.Check(text));
        doubts.AddRange(LaneQuotes.Check(text));
        doubts.AddRange(SideQuotes.Check(text));
        doubts.AddRange(WordQuotes.Check(text));
        return doubts;
    }
}
