using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>Reads what an actor did to avoid the crash. Pure.</summary>
internal static class AvoidanceReader
{
    /// <summary>The set of what it did; what was only tried counts, as it shaped the motion.</summary>
    public static Leaf<IReadOnlyList<Avoidance>> Read(Story story, string id)
    {
        var found = new SortedSet<Avoidance>();
        TextSpan? evidence = null, nothing = null;
        foreach (var clause in story.Text.Clauses)
        {
            if (clause.Has(ClauseTraits.Coded | ClauseTraits.Hypothetical | ClauseTraits.Conditional) || (clause.Phase == ClausePhase.After && !(clause.Has(ClauseTraits.Attempted) && clause.Lemma is "steer" or "swerve" or "brake" or "veer")) || !story.Mentions.SubjectOf(clause).Contains(id))
            {
                continue;
            }

            if (IsNothing(story.Text, clause))
            {
                nothing ??= story.Quote(clause);
                continue;
            }

            if (clause.Has(ClauseTraits.Negated))
            {
                continue;
            }

            int before = found.Count;
            Add(story.Text, clause, found);
            if (found.Count > before)
            {
                evidence ??= story.Quote(clause);
            }
        }

        return evidence is { } words ? Leaf.Stated<IReadOnlyList<Avoidance>>([.. found], words)
            : nothing is { } none ? Leaf.Stated<IReadOnlyList<Avoidance>>([Avoidance.None], none)
            : Leaf.Unknown<IReadOnlyList<Avoidance>>([]);
    }

    private static bool IsNothing(ReportText text, Clause clause) =>
        ActionWords.HasAny(text, clause.Tokens, "avoidance", "evasive") && (clause.Has(ClauseTraits.Negated) || ActionWords.HasAny(text, clause.Tokens, "no", "any") && !ActionWords.HasAny(text, clause.Tokens, "some"));

    private static void Add(ReportText text, Clause clause, SortedSet<Avoidance> found)
    {
        var behind = new TokenRange(clause.Verbs.Start, clause.Tokens.End);
        bool brakes = clause.Lemma is "brake" || ActionWords.HasAny(text, behind, "brakes", "brake", "braking");
        if (brakes && !ActionWords.HasAny(text, behind, "lights", "light") && clause.Lemma is not ("be" or "see" or "hear" or "remember" or "realize"))
        {
            found.Add(Avoidance.Brake);
        }

        if (clause.Lemma is "steer" or "swerve" || ActionWords.HasAny(text, behind, "steering", "swerving", "steered", "swerved"))
        {
            if (ActionWords.HasAny(text, behind, "left"))
            {
                found.Add(Avoidance.SteerLeft);
            }

            if (ActionWords.HasAny(text, behind, "right"))
            {
                found.Add(Avoidance.SteerRight);
            }
        }

        if (clause.Lemma == "accelerate" && ActionWords.HasAny(text, clause.Tokens, "avoid"))
        {
            found.Add(Avoidance.Accelerate);
        }
    }
}
