using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Checking;

/// <summary>What holds for a record of any text at all.</summary>
internal static class HonestRecord
{
    public static void Assert(CrashRecord record, string text)
    {
        Xunit.Assert.Empty(SchemaRule.Check(record).Select(doubt => doubt.Finding));
        Xunit.Assert.Empty(SpanRule.Check(record, text).Select(doubt => doubt.Finding));
        Xunit.Assert.DoesNotContain(RecordLeaves.Of(record), leaf => leaf.Status == LeafStatus.Assumed);
        var mended = RecordMender.Mend(record, text);
        Xunit.Assert.Equal(RecordCheck.Check(mended with { Findings = [] }, text).Count == 0, RecordMender.IsSound(mended));
    }
}
