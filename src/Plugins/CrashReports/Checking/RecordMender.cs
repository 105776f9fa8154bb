using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>
/// Mends what the check finds and checks again. A value gives way to what its quote supports, else it is dropped to unknown; what neither can heal stays
/// as a finding that marks the record. Nothing passes in silence. Thread-safe.
/// </summary>
internal static class RecordMender
{
    private const int Rounds = 8;

    private static readonly string[] Order = ["R1", "R2", "R3", "Q", "R4", "R5"];

    /// <summary>The record after mending with all findings: those that are mended as notes, those that remain as errors.</summary>
    /// <param name="record">The record; its findings of other rules are kept.</param>
    /// <param name="text">The text it was read from.</param>
    public static CrashRecord Mend(CrashRecord record, string text)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(text);
        var words = WordList.Of(text);
        var notes = new List<RecordFinding>();
        var doubts = RecordCheck.Examine(record, words);
        for (int round = 0; round < Rounds && doubts.Any(doubt => doubt.Mend is not null); round++)
        {
            // One cause may show at several places: what the text contradicts is mended first, so that what hangs on it is looked at again.
            var mendable = doubts.Where(doubt => doubt.Mend is not null).ToList();
            int first = mendable.Min(doubt => Rank(doubt.Finding.Rule));
            foreach (var doubt in mendable.Where(doubt => Rank(doubt.Finding.Rule) == first))
            {
                record = doubt.Mend!(record);
                if (!notes.Contains(doubt.Finding)) notes.Add(doubt.Finding);
            }

            doubts = RecordCheck.Examine(record, words);
        }

        var left = doubts.Select(doubt => doubt.Finding).ToList();
        return record with
        {
            Findings =
            [
                .. record.Findings.Where(finding => !IsOurs(finding.Rule)),
                .. notes.Where(note => left.All(finding => finding.Path != note.Path)).Select(note => note with { Mended = true }),
                .. left,
            ],
        };
    }

    /// <summary>True when no finding remains that forbids to use the record.</summary>
    public static bool IsSound(CrashRecord record) => record.Findings.All(finding => finding.Mended);

    private static int Rank(string rule) => Array.IndexOf(Order, rule);

    private static bool IsOurs(string rule) => Rank(rule) >= 0;
}
