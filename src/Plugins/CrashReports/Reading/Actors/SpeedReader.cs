using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>Reads how fast an actor travels before the critical event. Pure.</summary>
internal static class SpeedReader
{
    /// <summary>The speed, km/h.</summary>
    public static Leaf<double?> Read(Story story, string id)
    {
        var text = story.Text;
        foreach (var clause in text.Clauses)
        {
            if (clause.Has(ClauseTraits.Negated | ClauseTraits.Hypothetical | ClauseTraits.Conditional | ClauseTraits.Intended) || clause.Lemma is "post" or "coast" or "slow" || clause.Phase == ClausePhase.After
                || !story.Mentions.SubjectOf(clause).Contains(id) && !(clause.Lemma == "be" && OfActor(story, clause, id)))
            {
                continue;
            }

            for (int i = clause.Verbs.Start; i < clause.Tokens.End; i++)
            {
                if (!Measures.TryRead(text, i, out var measure) || measure.Kind != MeasureKind.Speed || measure.Value < 0 || ActionWords.HasAny(text, new(Math.Max(clause.Tokens.Start, i - 8), i), "limit", "posted", "limits", "sign"))
                {
                    continue;
                }

                // "between 50 and 64 kmph", "25-30 mph": the middle.
                if (i >= clause.Tokens.Start + 2 && text.Norm(i - 1) is "and" or "-" or "to" && text[i - 2].IsNumber && text[i - 2].Value < text[i].Value && !Measures.IsUnit(text, i - 1))
                {
                    double low = measure.Value * text[i - 2].Value / text[i].Value;
                    return Leaf.Derived<double?>(Math.Round((low + measure.Value) / 2, 1), text.Span(i - 2, measure.Tokens.End), "the middle of the range that is told");
                }

                return text.Norm(i - 1) is "than" ? Leaf.Derived<double?>(Math.Round(measure.Value, 1), text.Span(measure.Tokens), "the bound that is told") : Leaf.Stated<double?>(Math.Round(measure.Value, 1), text.Span(measure.Tokens));
            }
        }

        return Leaf.Unknown<double?>(null);
    }

    /// <summary>The speed in words.</summary>
    public static Leaf<SpeedRelation> Relation(Story story, string id)
    {
        var text = story.Text;
        foreach (var clause in text.Clauses)
        {
            if (clause.Phase == ClausePhase.After || clause.Has(ClauseTraits.Coded | ClauseTraits.Negated | ClauseTraits.Hypothetical | ClauseTraits.Conditional | ClauseTraits.Intended) || !story.Mentions.SubjectOf(clause).Contains(id))
            {
                continue;
            }

            var range = clause.Tokens;
            var relation = text.Find(range, "speed", "limit") >= 0 && ActionWords.HasAny(text, range, "over", "above", "exceeding", "exceeded") ? SpeedRelation.Faster
                : ActionWords.HasAny(text, range, "speeding") || text.Find(range, "high", "speed") >= 0 || text.Find(range, "high", "rate") >= 0 || text.Find(range, "excessive", "speed") >= 0 || text.Find(range, "too", "fast") >= 0 ? SpeedRelation.ClearlyFaster
                : text.Find(range, "the", "speed", "limit") >= 0 || text.Find(range, "normal", "speed") >= 0 ? SpeedRelation.Normal
                : clause.Lemma is "travel" or "move" or "drive" or "go" or "creep" or "crawl" or "inch" && (ActionWords.HasAny(text, range, "slowly") || text.Find(range, "low", "speed") >= 0 || clause.Lemma is "crawl" or "creep" or "inch") ? SpeedRelation.ClearlySlower
                : SpeedRelation.Unknown;
            if (relation != SpeedRelation.Unknown)
            {
                return Leaf.Stated(relation, story.Quote(clause), 0.8);
            }
        }

        return Leaf.Unknown(SpeedRelation.Unknown);
    }

    // "the travel speed of V1 was 40 mph"
    private static bool OfActor(Story story, Clause clause, string id)
    {
        int speed = story.Text.Find(clause.Subject, "speed");
        if (speed < 0 || ActionWords.HasAny(story.Text, clause.Subject, "limit", "posted"))
        {
            return false;
        }

        foreach (var mention in story.Mentions.In(clause.Subject))
        {
            if (mention.Actors is [var owner] && owner == id)
            {
                return true;
            }
        }

        return false;
    }
}
