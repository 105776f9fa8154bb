using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>R2: every stated value quotes the text literally, and so does every quote of a derived one. Thread-safe.</summary>
internal static class SpanRule
{
    private const string Rule = "R2";

    public static IEnumerable<Doubt> Check(CrashRecord record, string text)
    {
        var doubts = new List<Doubt>();
        LeafMap.Map(record, new LeafCheck(text, doubts));
        return doubts;
    }

    /// <summary>True when a span is cut out of the text at its own place.</summary>
    public static bool IsLiteral(TextSpan span, string text) =>
        span.Start >= 0 && span.Start < span.End && span.End <= text.Length && span.Quote is { } quote
        && text.AsSpan(span.Start, span.End - span.Start).SequenceEqual(quote);

    private sealed class LeafCheck(string text, List<Doubt> doubts) : LeafMap.IVisitor
    {
        public Leaf<T> One<T>(string path, Leaf<T> leaf)
        {
            Check(path, leaf.Status, leaf.Evidence, span => record => LeafMap.Replace(record, path, leaf with { Evidence = span }));
            return leaf;
        }

        public Leaf<IReadOnlyList<T>> Many<T>(string path, Leaf<IReadOnlyList<T>> leaf)
        {
            Check(path, leaf.Status, leaf.Evidence, span => record => LeafMap.Replace(record, path, leaf with { Evidence = span }));
            return leaf;
        }

        private void Check(string path, LeafStatus status, TextSpan? evidence, Func<TextSpan, Func<CrashRecord, CrashRecord>> moved)
        {
            if (evidence is not { } span)
            {
                if (status == LeafStatus.Stated) doubts.Add(Doubt.Drop(Rule, path, "a stated value has a quote"));
                return;
            }

            if (IsLiteral(span, text)) return;
            // A model counts characters badly: the same words elsewhere, and only there, are as good.
            int at = string.IsNullOrWhiteSpace(span.Quote) ? -1 : text.IndexOf(span.Quote, StringComparison.Ordinal);
            bool once = at >= 0 && text.IndexOf(span.Quote, at + 1, StringComparison.Ordinal) < 0;
            var finding = new RecordFinding(Rule, path, "the quote does not stand in the text at its place");
            doubts.Add(once ? new Doubt(finding, moved(TextSpan.Of(text, at, at + span.Quote.Length))) : Doubt.Drop(Rule, path, finding.Message));
        }
    }
}
