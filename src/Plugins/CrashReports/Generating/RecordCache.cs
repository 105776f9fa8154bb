using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Generating;

/// <summary>
/// Keeps the latest records, so that the variants of a report are read once: a language model is slow and costs money. An extractor gives the same record
/// for the same text, so nothing depends on what is kept. Thread-safe; one text is read by one thread, others wait for it.
/// </summary>
/// <param name="capacity">Records that are kept.</param>
internal sealed class RecordCache(int capacity)
{
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>The record of a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="extractor">Key of the extractor with everything that its records depend on.</param>
    /// <param name="read">Reads it when it is not kept.</param>
    public CrashRecord Get(CrashReport report, string extractor, Func<CrashRecord> read)
    {
        string key = $"{extractor}\n{report.Id}\n{report.IsSentence}\n{report.Text}";
        Slot slot;
        lock (_slots)
        {
            if (!_slots.TryGetValue(key, out slot!))
            {
                _slots[key] = slot = new Slot();
                _order.Enqueue(key);
                while (_order.Count > capacity)
                {
                    _slots.Remove(_order.Dequeue());
                }
            }
        }

        lock (slot)
        {
            return slot.Record ??= read();
        }
    }

    private sealed class Slot
    {
        public CrashRecord? Record { get; set; }
    }
}
