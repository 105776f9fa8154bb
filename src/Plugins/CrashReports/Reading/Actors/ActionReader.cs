using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Classes;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>Orders what a report tells of an actor's doings into its actions. Pure.</summary>
internal static class ActionReader
{
    /// <summary>The actions in order of time, each kind once before and once after the first impact.</summary>
    public static IReadOnlyList<ActionRecord> Read(Story story, string id)
    {
        var actions = new List<ActionRecord>();
        foreach (var told in story.Actions)
        {
            if (told.Actor != id || IsAfterRest(story.Text, told) || (told.Kind is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.UTurn && IsGoingOn(story, id, told.Attempted)))
            {
                continue;
            }

            bool before = told.Clause.Phase != ClausePhase.After;
            var action = new ActionRecord
            {
                Kind = Leaf.Stated(told.Kind, story.Quote(told.Clause), told.Attempted ? 0.7 : 0.95),
                BeforeImpact = before,
                Executed = told.Executed,
            };
            int known = actions.FindIndex(a => a.Kind.Value == told.Kind && a.BeforeImpact == before);
            if (known < 0)
            {
                Insert(actions, action, told, story.Text);
            }
            else if (!actions[known].Executed && action.Executed)
            {
                actions[known] = action;
            }
        }

        AddCoded(story, id, actions);
        return actions;
    }

    /// <summary>True when the codes say that another vehicle turned into this one's way: what an account seems to say of a turn of this one is the other's.</summary>
    private static bool IsGoingOn(Story story, string id, bool attempted) =>
        story.CodedAs(id, CodedKind.OtherOpposite, CodedKind.OtherTurnsIn, CodedKind.OtherAcross) is not null && story.CodedAs(id, CodedKind.TurnsLeft, CodedKind.TurnsRight) is null
        && (attempted || story.Coded.Any(c => c.Actor != id && c.Kind is CodedKind.TurnsLeft or CodedKind.TurnsRight));

    // "came to rest", "rolled to a stop" tell of the end, not of the drive.
    private static bool IsAfterRest(ReportText text, ToldAction told) =>
        told.Kind is ActionKind.Stop && (ActionWords.HasAny(text, told.Clause.Tokens, "rest") || told.Clause.Phase == ClausePhase.After);

    private static void Insert(List<ActionRecord> actions, ActionRecord action, ToldAction told, ReportText text)
    {
        // An account given later tells of the stop at the sign after the turn was told.
        bool waited = told.Kind == ActionKind.Stop && action.BeforeImpact && action.Executed
            && !ActionWords.HasAny(text, told.Clause.Tokens, "midway", "halfway", "intersection", "middle");
        int turn = waited ? actions.FindIndex(a => a.BeforeImpact && a.Kind.Value is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.StartFromStop or ActionKind.CrossStraight or ActionKind.EnterRoad) : -1;
        int after = action.BeforeImpact ? actions.FindIndex(a => !a.BeforeImpact) : -1;
        actions.Insert(turn >= 0 ? turn : after >= 0 ? after : actions.Count, action);
    }

    private static void AddCoded(Story story, string id, List<ActionRecord> actions)
    {
        foreach (var coded in story.Coded)
        {
            ActionKind kind = coded.Actor != id ? ActionKind.Unknown : coded.Kind switch
            {
                CodedKind.TurnsLeft => ActionKind.TurnLeft,
                CodedKind.TurnsRight => ActionKind.TurnRight,
                CodedKind.PassesThrough => ActionKind.CrossStraight,
                CodedKind.OverLeftLine or CodedKind.OverRightLine => ActionKind.DriftOutOfLane,
                CodedKind.OffRoad => ActionKind.DepartRoad,
                _ => ActionKind.Unknown,
            };
            if (kind == ActionKind.Unknown)
            {
                continue;
            }

            int known = actions.FindIndex(a => a.BeforeImpact && (a.Kind.Value == kind || (kind == ActionKind.DriftOutOfLane && a.Kind.Value is ActionKind.CrossCentre or ActionKind.ChangeLaneLeft or ActionKind.ChangeLaneRight)));
            if (known >= 0 && actions[known].Executed)
            {
                continue;
            }

            var action = new ActionRecord { Kind = Leaf.Derived(kind, coded.Evidence, "the coded critical event that the report repeats", 0.9) };
            if (known >= 0)
            {
                actions[known] = action;
            }
            else
            {
                int after = actions.FindIndex(a => !a.BeforeImpact);
                actions.Insert(after >= 0 ? after : actions.Count, action);
            }
        }
    }
}
