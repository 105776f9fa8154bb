using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Generating;

/// <summary>
/// Keeps the latest records, so that the variants of a report are read once: a language model is slow and costs money. An extractor gives the same record
/// for the same text. Thread-safe.
/// </summary>
/// <param name="capacity">Records that are kept.</param>
internal sealed class RecordCache(int capacity)
{
    private readonly LatestCache<CrashRecord> _records = new(capacity);

    /// <summary>The record of a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="extractor">Key of the extractor with everything that its records depend on.</param>
    /// <param name="read">Reads it when it is not kept.</param>
    public CrashRecord Get(CrashReport report, string extractor, Func<CrashRecord> read) =>
        _records.Get($"{extractor}\n{report.Id}\n{report.IsSentence}\n{report.Text}", 1, read);
}
