using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Actors;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Classes;

/// <summary>Derives who had to wait from the class of the crash, the manoeuvres and the control. Pure.</summary>
internal static class RightOfWayReader
{
    /// <summary>The actors with their right of way.</summary>
    public static IReadOnlyList<ActorRecord> Complete(Story story, IReadOnlyList<ActorRecord> actors, Leaf<CrashClass> crash)
    {
        ArgumentNullException.ThrowIfNull(actors);
        var vehicles = actors.Where(a => a.Id[0] == 'V').ToList();
        var waits = new Dictionary<string, (RightOfWay Value, string Why)>(StringComparer.Ordinal);
        switch (crash.Value)
        {
            case CrashClass.RearEnd or CrashClass.RoadDeparture or CrashClass.Animal or CrashClass.Obstacle:
                foreach (var vehicle in vehicles)
                {
                    waits[vehicle.Id] = (RightOfWay.NotApplicable, "following traffic or a vehicle alone: nobody has to give way");
                }

                break;
            case CrashClass.TurnAcrossPath or CrashClass.TurnIntoPath or CrashClass.StraightPaths or CrashClass.HeadOn or CrashClass.Sideswipe or CrashClass.Backing when vehicles.Count >= 2:
                if (Waiting(story, vehicles[0], vehicles[1], crash.Value) is { } found)
                {
                    var other = found.Actor == vehicles[0].Id ? vehicles[1] : vehicles[0];
                    waits[found.Actor] = (RightOfWay.No, found.Why);
                    waits[other.Id] = (RightOfWay.Yes, found.Why);
                }

                break;
        }

        var told = Told(story, actors);
        return [.. actors.Select(a => told.TryGetValue(a.Id, out var said) ? a with { RightOfWay = said } : waits.TryGetValue(a.Id, out var way) ? a with { RightOfWay = Leaf.Derived(way.Value, crash.Evidence, way.Why, 0.75) } : a)];
    }

    /// <summary>"had the right of way", "failed to yield", "without giving way": said of one; of two vehicles the other one has the other.</summary>
    private static Dictionary<string, Leaf<RightOfWay>> Told(Story story, IReadOnlyList<ActorRecord> actors)
    {
        var told = new Dictionary<string, Leaf<RightOfWay>>(StringComparer.Ordinal);
        foreach (var clause in story.Text.Clauses)
        {
            if (clause.Has(ClauseTraits.Coded | ClauseTraits.Hypothetical | ClauseTraits.Conditional | ClauseTraits.Believed | ClauseTraits.Passive) || story.Mentions.SubjectOf(clause) is not [var id]) continue;
            var text = story.Text;
            bool phrase = text.Find(clause.Tokens, "right", "of", "way") >= 0;
            bool has = phrase && clause.Lemma is "have" && !clause.Has(ClauseTraits.Negated);
            bool gives = clause.Lemma is "yield" || (clause.Lemma is "give" && text.Find(clause.Tokens, "way") >= 0);
            bool fails = (gives && clause.Has(ClauseTraits.Negated)) || text.Find(clause.Tokens, "without", "yielding") >= 0 || text.Find(clause.Tokens, "without", "giving", "way") >= 0
                || (clause.Lemma is "run" && ActionWords.HasAny(text, clause.Tokens, "light", "sign", "signal") && !clause.Has(ClauseTraits.Negated));
            // What one driver says of another is a claim.
            if (has == fails || IsClaim(story, clause) || told.ContainsKey(id) || (fails && clause.Lemma is "run" && phrase)) continue;
            told[id] = Leaf.Stated(has ? RightOfWay.Yes : RightOfWay.No, story.Quote(clause), 0.9);
        }

        var vehicles = actors.Where(a => a.Id[0] == 'V').ToList();
        if (vehicles.Count == 2 && actors.Count == 2 && told.Count == 1)
        {
            var (id, said) = told.First();
            var other = vehicles[0].Id == id ? vehicles[1] : vehicles[0];
            told[other.Id] = Leaf.Derived(said.Value == RightOfWay.Yes ? RightOfWay.No : RightOfWay.Yes, said.Evidence, "the other one has what this one has not", 0.7);
        }

        return told;
    }

    private static bool IsClaim(Story story, Clause clause)
    {
        foreach (var other in story.Text.Clauses)
        {
            if (other.Sentence == clause.Sentence && other.Index < clause.Index && Verbs.Reporting.Contains(other.Lemma) && story.Mentions.SubjectOf(other).Count > 0) return true;
        }

        return false;
    }

    private static (string Actor, string Why)? Waiting(Story story, ActorRecord a, ActorRecord b, CrashClass crash)
    {
        foreach (var (own, other) in new[] { (a, b), (b, a) })
        {
            if (story.CodedAs(own.Id, CodedKind.OverLeftLine, CodedKind.OverRightLine) is not null && crash is CrashClass.HeadOn or CrashClass.Sideswipe or CrashClass.TurnAcrossPath && story.CodedAs(other.Id, CodedKind.OverLeftLine, CodedKind.OverRightLine) is null)
            {
                return (own.Id, "who leaves its lane has to give way");
            }
        }

        foreach (var (own, other) in new[] { (a, b), (b, a) })
        {
            if (story.CodedAs(own.Id, CodedKind.OtherAcross, CodedKind.OtherTurnsIn, CodedKind.OtherOpposite, CodedKind.OtherAdjacent, CodedKind.OtherFromParking) is not null
                && story.CodedAs(other.Id, CodedKind.OtherAcross, CodedKind.OtherTurnsIn, CodedKind.OtherOpposite, CodedKind.OtherAdjacent) is null)
            {
                return (other.Id, "the coded critical event: it gets into the other one's way");
            }

            bool turns = CrashClassReader.Turns(story, own);
            if (turns && !CrashClassReader.Turns(story, other))
            {
                return (own.Id, "who turns has to give way");
            }
        }

        foreach (var (own, other) in new[] { (a, b), (b, a) })
        {
            bool leaves = own.Actions.Any(x => x.Executed && x.BeforeImpact && x.Kind.Value is ActionKind.CrossCentre or ActionKind.DriftOutOfLane or ActionKind.ChangeLaneLeft or ActionKind.ChangeLaneRight or ActionKind.EnterRoad or ActionKind.Reverse);
            bool otherLeaves = other.Actions.Any(x => x.Executed && x.BeforeImpact && x.Kind.Value is ActionKind.CrossCentre or ActionKind.DriftOutOfLane or ActionKind.ChangeLaneLeft or ActionKind.ChangeLaneRight or ActionKind.EnterRoad or ActionKind.Reverse);
            if (leaves && !otherLeaves)
            {
                return (own.Id, "who leaves its lane or enters the road has to give way");
            }

            var (control, otherControl) = (Control(story, own), Control(story, other));
            if (control.Contains(Records.Control.Stop) || control.Contains(Records.Control.Yield) ? !otherControl.Contains(Records.Control.Stop) && !otherControl.Contains(Records.Control.Yield) : false)
            {
                return (own.Id, "it faces a sign and the other one does not");
            }
        }

        return null;
    }

    private static IReadOnlyList<Control> Control(Story story, ActorRecord actor) =>
        story.Road.Legs.FirstOrDefault(l => l.Id == actor.Leg.Value)?.Control.Value ?? [];
}
