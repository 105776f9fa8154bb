using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>Reads how an actor moved before the critical event. Pure.</summary>
internal static class MovementReader
{
    /// <summary>The movement: the first of these that the story tells before the impact.</summary>
    public static Leaf<Movement> Read(Story story, ReportActor actor)
    {
        if (actor.Id[0] is 'P' or 'A')
        {
            return Leaf.Unknown(Movement.Unknown);
        }

        ToldAction? First(ActionKind kind, Func<ToldAction, bool>? fits = null)
        {
            foreach (var told in story.Actions)
            {
                if (told.Actor == actor.Id && told.Kind == kind && told.Executed && told.Clause.Phase is not (ClausePhase.After or ClausePhase.Contact) && (fits is null || fits(told)))
                {
                    return told;
                }
            }

            return null;
        }

        if (First(ActionKind.Park) is { } parked)
        {
            bool leaves = First(ActionKind.EnterRoad) is not null || First(ActionKind.TurnLeft) is not null || First(ActionKind.UTurn) is not null || First(ActionKind.ChangeLaneLeft) is not null;
            return leaves ? Of(story, Movement.LeavingParking, parked) : Of(story, Movement.ParkedOrDisabled, parked);
        }

        if (actor.IsParked && actor.FirstToken < story.Text.Count)
        {
            return Leaf.Stated(Movement.ParkedOrDisabled, story.Text.Span(actor.FirstToken, Math.Min(story.Text.Count, actor.FirstToken + 3)), 0.8);
        }

        if (First(ActionKind.EnterRoad, t => ActionWords.HasAny(story.Text, t.Clause.Tokens, "parked", "parking") && ActionWords.HasAny(story.Text, t.Clause.Tokens, "space", "spot", "position", "parallel", "curb", "parked")) is { } leaving)
        {
            return Of(story, Movement.LeavingParking, leaving);
        }

        if (First(ActionKind.Reverse) is { } backing)
        {
            return Of(story, Movement.BackingUp, backing);
        }

        if (First(ActionKind.Stop, t => IsStanding(story.Text, t.Clause)) is { } stopped)
        {
            return Of(story, Movement.Stopped, stopped);
        }

        if (First(ActionKind.Overtake, t => !t.Attempted) is { } overtaking)
        {
            return Of(story, Movement.Overtaking, overtaking);
        }

        if (First(ActionKind.Merge) is { } merging)
        {
            return Of(story, Movement.Merging, merging);
        }

        foreach (var told in story.Actions)
        {
            if (told.Actor == actor.Id && told.Clause.Phase != ClausePhase.After && told.Executed && ActionWords.HasAny(story.Text, told.Clause.Tokens, "curve", "bend") && told.Clause.Lemma is "negotiate" or "travel" or "enter" or "round" or "drive" or "go" or "approach")
            {
                return Of(story, Movement.NegotiatingCurve, told);
            }
        }

        // To slow down for what is ahead is part of the event where the drive before it is told too.
        if (First(ActionKind.Follow) is null && First(ActionKind.Decelerate, t => t.Clause.Lemma is "slow" or "decelerate" && t.Clause.Has(ClauseTraits.Progressive)) is { } slowing)
        {
            return Of(story, Movement.Decelerating, slowing);
        }

        return First(ActionKind.TurnLeft, IsRunning) is { } left ? Of(story, Movement.TurningLeft, left)
            : First(ActionKind.TurnRight, IsRunning) is { } right ? Of(story, Movement.TurningRight, right)
            : First(ActionKind.UTurn) is { } around ? Of(story, Movement.UTurn, around)
            : First(ActionKind.Follow) is { } going ? Of(story, Movement.GoingStraight, going)
            : First(ActionKind.CrossStraight) is { } through ? Of(story, Movement.GoingStraight, through)
            : Leaf.Unknown(Movement.Unknown);
    }

    // "was turning", "turning left": under way when the critical event came.
    private static bool IsRunning(ToldAction told) => told.Clause.Has(ClauseTraits.Progressive) && !told.Attempted;

    // Standing before the crash, and not the stop of one who brakes to avoid it.
    private static bool IsStanding(ReportText text, Clause clause) =>
        !ActionWords.HasAny(text, clause.Tokens, "rest", "scene", "witness") && clause.Lemma is not "brake";

    private static Leaf<Movement> Of(Story story, Movement movement, ToldAction told) => Leaf.Stated(movement, story.Quote(told.Clause), 0.85);
}
