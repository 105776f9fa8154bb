using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>A finding with the way to mend it.</summary>
/// <param name="Finding">What is wrong.</param>
/// <param name="Mend">The record with this one place mended; null when nothing in the text or record says how.</param>
internal sealed record Doubt(RecordFinding Finding, Func<CrashRecord, CrashRecord>? Mend)
{
    /// <summary>A finding at a leaf, mended by dropping the leaf to unknown.</summary>
    public static Doubt Drop(string rule, string path, string message) =>
        new(new RecordFinding(rule, path, message), record => LeafMap.Drop(record, path));

    /// <summary>A finding at a leaf, mended by another value.</summary>
    public static Doubt Replace<T>(string rule, string path, string message, Leaf<T> leaf) =>
        new(new RecordFinding(rule, path, message), record => LeafMap.Replace(record, path, leaf));

    /// <summary>A finding that cannot be mended.</summary>
    public static Doubt Final(string rule, string path, string message) => new(new RecordFinding(rule, path, message), null);
}
