using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Roads;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>Reads who drives in the lanes of the other direction: "west in the eastbound lanes", "the wrong way", "against traffic". Pure.</summary>
internal static class WrongWayReader
{
    /// <summary>The clause that tells it; null where none does.</summary>
    public static Clause? Find(Story story, string id, double headingDeg)
    {
        var text = story.Text;
        foreach (var clause in text.Clauses)
        {
            if (clause.Phase == ClausePhase.After || !clause.IsFact || clause.Lemma is not ("travel" or "drive" or "go" or "head" or "proceed" or "be" or "operate" or "run" or "ride") || !story.Mentions.SubjectOf(clause).Contains(id)) continue;
            if (text.Find(clause.Tokens, "wrong", "way") >= 0 || text.Find(clause.Tokens, "against", "traffic") >= 0 || InOtherLanes(text, clause, headingDeg)) return clause;
        }

        return null;
    }

    private static bool InOtherLanes(ReportText text, Clause clause, double headingDeg)
    {
        for (int i = clause.Verbs.End; i < clause.Tokens.End; i++)
        {
            if (!CompassReader.TryRead(text, i, out var compass)) continue;
            bool inside = text.Norm(i - 1) == "in" || (text.Norm(i - 1) is "the" or "an" && text.Norm(i - 2) is "in" or "on");
            if (inside && compass is { IsBound: true, OtherDeg: null } && text.Norm(compass.Tokens.End) is "lane" or "lanes" or "side" && Compass.IsOpposite(compass.Deg, headingDeg)) return true;
            i = compass.Tokens.End - 1;
        }

        return false;
    }
}
