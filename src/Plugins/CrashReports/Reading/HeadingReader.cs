using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading;

/// <summary>Reads the direction in which an actor travels before its first manoeuvre. Pure.</summary>
internal static class HeadingReader
{
    /// <summary>The heading, compass degrees.</summary>
    public static Leaf<double?> Read(Story story, string id)
    {
        var best = Leaf.Unknown<double?>(null);
        int rank = 0;
        foreach (var clause in story.Text.Clauses)
        {
            if (clause.Has(ClauseTraits.Coded) || clause.Phase == ClausePhase.After || !story.Mentions.SubjectOf(clause).Contains(id))
            {
                continue;
            }

            int found = Rank(story.Text, clause);
            if (found > rank && Compassed(story.Text, clause) is { } at)
            {
                rank = found;
                best = Leaf.Stated<double?>(Bearing.Degrees(story.Text.Norm(at))!.Value, story.Text.Span(at, at + 1), found > 2 ? 0.95 : 0.8);
            }
        }

        return best;
    }

    // Words of travel are surer than an adjective, an adjective than a lane or a place.
    private static int Rank(ReportText text, Clause clause) => clause.Lemma switch
    {
        "travel" or "head" or "drive" or "proceed" or "approach" or "ride" or "cycle" or "walk" when clause.IsFact => 4,
        "be" or "stop" or "wait" or "park" or "negotiate" or "continue" or "face" when clause.IsFact => 3,
        "go" or "turn" or "make" or "come" or "rest" or "rotate" or "spin" => clause.IsFact && clause.Lemma == "go" ? 2 : 0,
        _ when clause.IsFact => 1,
        _ => 0,
    };

    private static int? Compassed(ReportText text, Clause clause)
    {
        for (int i = clause.Verbs.Start; i < clause.Tokens.End; i++)
        {
            string word = text.Norm(i);
            if (Bearing.Degrees(word) is null || text.Norm(i + 1) is "side" or "corner" or "curb" or "shoulder" or "edge" or "of" or "end" or "leg" || text.Is(i + 1, "/"))
            {
                continue;
            }

            return i;
        }

        return null;
    }
}
