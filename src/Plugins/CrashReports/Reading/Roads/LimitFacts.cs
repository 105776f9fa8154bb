using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Reads speed limits: "posted speed limit of 48 KPH (30 MPH)", "posted at 35", "a 45 mph zone".</summary>
internal static class LimitFacts
{
    public static void Read(ReportText text, Mentions mentions, List<RoadFact> facts)
    {
        RoadScope last = new(ScopeKind.Main);
        int sentence = -1, limitEnd = -1;
        for (int i = 0; i < text.Count; i++)
        {
            if (text[i] is not { IsNumber: true, Ordinal: false }) continue;
            bool measured = Measures.TryRead(text, i, out Measure measure) && measure.Kind == MeasureKind.Speed;
            TokenRange range = text.SentenceAt(i).Tokens;
            if (range.Start != sentence) (sentence, limitEnd) = (range.Start, -1);
            bool chained = measured && limitEnd >= 0 && IsChain(text, limitEnd, i);
            bool bare = !measured && i > 0 && text[i].Kind == TokenKind.Number && IsBareLimit(text, range, i);
            if (!chained && !bare && !(measured && IsLimit(text, range, i, measure.Tokens.End))) continue;
            double kmh = bare ? text[i].Value * Measures.KmPerMile : measure.Value;
            int end = bare ? i + 1 : measure.Tokens.End;
            int quoteEnd = end;
            // "48 KPH (30 MPH)", "55 MPH (89 KPH)", "72/45": one limit in two units, the metric one as it stands.
            int pair = end;
            while (pair < range.End && pair < end + 2 && text.Norm(pair) is "(" or "/" or "or" or "[") pair++;
            if (pair > end && Measures.TryRead(text, pair, out Measure second) && second.Kind == MeasureKind.Speed && second.IsImperial != measure.IsImperial)
            {
                // Where the two numbers contradict each other the one on the sign, in miles, is right.
                double metric = second.IsImperial ? kmh : second.Value, imperial = second.IsImperial ? second.Value : kmh;
                kmh = Math.Abs(metric - imperial) <= 1.5 ? metric : imperial;
                quoteEnd = end = second.Tokens.End;
                if (text.Norm(quoteEnd) is ")" or "]") quoteEnd++;
            }

            if (kmh is < 5 or > 160) continue;
            RoadScope scope = RoadScope.At(text, mentions, quoteEnd - 1, last);
            facts.Add(new(RoadFactKind.Limit, kmh, scope, text.Span(i, quoteEnd), i, bare));
            last = scope;
            limitEnd = quoteEnd;
            i = end - 1;
        }
    }

    private static bool IsLimit(ReportText text, TokenRange sentence, int i, int end)
    {
        if (text.SentenceAt(i).IsCoding && text.Find(sentence, "posted") < 0) return false;
        // "a 35 mph speed limit", "a 45 mph zone"
        for (int k = end; k < sentence.End && k < end + 6; k++)
        {
            string word = text.Norm(k);
            if (word is "speed" && text.Norm(k + 1) is "limit" or "zone" || word is "limit" or "zone")
                return text.Norm(end) is not ("over" or "above" or "below" or "under" or "in" or "faster" or "slower" or "within") && !Temporary(text, sentence, k);
            if (word is not ("(" or ")" or "posted" or "kmph" or "kph" or "mph" or "km" or "/" or "h" or "statutory" or "legal" or "maximum") && !text[k].IsNumber) break;
        }

        // "speed limit ... 48", "posted speed of 40", "posted at 35 mph", "posted for 30 mph"
        for (int k = i - 1; k >= sentence.Start && k > i - 16; k--)
        {
            string word = text.Norm(k);
            if (word is "traveling" or "travelling" or "driving" or "exceeding" or "over" or "above" or "exceeded" or "below" or "under" or "advisory" or "suggested" or "recommended" or "traveled" or "going" or "speeds" or "estimated" or "mph" or "kmph") return false;
            if (word is "limit" or "limits") return text.Norm(k - 1) is "speed" or "posted" or "the" or "a" or "legal" or "statutory" or "maximum" && !Temporary(text, sentence, k);
            if (word is "posted") return !Temporary(text, sentence, k);
            // Past another speed the word belongs to that one.
            if (word is ";" || (text[k].IsNumber && Measures.TryRead(text, k, out Measure other) && other.Kind == MeasureKind.Speed && i - k > 4)) return false;
        }

        return false;
    }

    /// <summary>"posted at 35", "speed limit is 45": no unit, miles as in the country of such words.</summary>
    private static bool IsBareLimit(ReportText text, TokenRange sentence, int i)
    {
        if (text[i].Value is < 5 or > 85 || text[i].Value % 5 != 0 || text[i].Norm.Contains('.', StringComparison.Ordinal)) return false;
        if (text.Norm(i + 1) is "%" or "/" or "feet" or "year" or "meters" || (i + 1 < sentence.End && Measures.IsUnit(text, i + 1))) return false;
        int k = i - 1;
        while (k > sentence.Start && text.Norm(k) is "at" or "is" or "was" or "of" or "as" or ":" or "for" or "limit" or "speed" or "=") k--;
        return text.Find(new(k, i), "posted") >= 0 && k < i - 1 || text.Find(new(k, i), "speed", "limit") >= 0;
    }

    private static bool IsChain(ReportText text, int from, int to)
    {
        if (to - from > 12) return false;
        bool and = false;
        for (int k = from; k < to; k++)
        {
            if (text.Norm(k) is "and" or "," or "while" or ";") and = true;
            if (Verbs.Read(text.Norm(k), out string lemma) != VerbForm.None && lemma is not ("be" or "have" or "post" or "limit" or "cross" or "approach" or "signal" or "intersect")) return false;
        }

        return and;
    }

    /// <summary>A school zone's limit for some hours, or an advisory plate.</summary>
    private static bool Temporary(ReportText text, TokenRange sentence, int k)
    {
        for (int i = Math.Max(sentence.Start, k - 6); i < Math.Min(sentence.End, k + 4); i++)
            if (text.Norm(i) is "school" or "advisory" or "suggested" or "recommended") return true;
        return false;
    }
}
