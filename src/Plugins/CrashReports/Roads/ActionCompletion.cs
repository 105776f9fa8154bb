using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>What each actor does, when the text leaves it open. Pure.</summary>
internal static class ActionCompletion
{
    /// <summary>Fills actions and movements.</summary>
    public static CrashRecord Complete(CrashRecord record)
    {
        var actors = record.Actors.Select(Told).ToArray();
        var pair = Principals.Of(record);
        var roles = Roles(record, actors, pair);
        for (int i = 0; i < actors.Length; i++)
        {
            var actor = actors[i];
            if (roles[i] is var (kind, why) && !actor.Does(kind))
            {
                actor = actor with { Actions = [.. actor.Actions, Do(kind, why)] };
            }
            else if (actor.Actions.Count == 0 || !actor.Actions.Any(a => a.Executed && a.BeforeImpact))
            {
                actor = actor with { Actions = [.. actor.Actions, Do(ActionKind.Follow, "nothing is told of what it did: it goes on in its lane")] };
            }

            var (movement, reason) = Moving(actor);
            actors[i] = actor with { Movement = actor.Movement.Or(movement, reason) };
        }

        return record with { Actors = actors };
    }

    private static ActionRecord Do(ActionKind kind, string why) => new() { Kind = Leaf.Assumed(kind, why) };

    /// <summary>Actions without a kind, and those that the movement tells.</summary>
    private static ActorRecord Told(ActorRecord actor)
    {
        var actions = actor.Actions.Select(a => a.Kind.Known() ? a : a with { Kind = Leaf.Assumed(ActionKind.Follow, "kind of action not told: it goes on in its lane") }).ToList();
        ActionKind? kind = actor.Movement.Value switch
        {
            Movement.TurningLeft => ActionKind.TurnLeft,
            Movement.TurningRight => ActionKind.TurnRight,
            Movement.UTurn => ActionKind.UTurn,
            Movement.BackingUp => ActionKind.Reverse,
            Movement.Merging => ActionKind.Merge,
            Movement.LeavingParking => ActionKind.EnterRoad,
            Movement.ParkedOrDisabled => ActionKind.Park,
            Movement.Stopped => ActionKind.Stop,
            Movement.Decelerating => ActionKind.Decelerate,
            Movement.Accelerating => ActionKind.Accelerate,
            Movement.Starting => ActionKind.StartFromStop,
            Movement.Overtaking => ActionKind.Overtake,
            _ => null,
        };
        bool covered = kind is null || actions.Any(a => a.Executed && a.Kind.Value == kind)
            || (kind is ActionKind.Stop or ActionKind.Decelerate or ActionKind.Accelerate or ActionKind.StartFromStop && actions.Any(a => a.Executed));
        if (!covered)
        {
            actions.Insert(0, Do(kind!.Value, "the movement before the crash tells it"));
        }

        return actor with { Actions = actions };
    }

    /// <summary>What the class of the crash demands and nobody is told to do.</summary>
    private static (ActionKind Kind, string Why)?[] Roles(CrashRecord record, ActorRecord[] actors, Principals pair)
    {
        var roles = new (ActionKind, string)?[actors.Length];
        for (int i = 0; i < actors.Length; i++)
        {
            var type = actors[i].Type.Value;
            bool named = actors[i].Actions.Any(a => a.Executed && a.BeforeImpact);
            if (!named && type is ActorType.Pedestrian or ActorType.Animal)
            {
                roles[i] = (ActionKind.Cross, "nothing is told of what it did: it crosses the road");
            }
            else if (!named && type == ActorType.Bicycle && actors[i].EmergesFrom.Value is not null)
            {
                roles[i] = (ActionKind.Cross, "it comes out from behind something: it crosses the road");
            }
        }

        if (pair.Second < 0)
        {
            if (record.CrashClass.Value == CrashClass.RoadDeparture && !actors[pair.First].Does(ActionKind.DepartRoad))
            {
                roles[pair.First] = (ActionKind.DepartRoad, "class of the crash: it leaves the road");
            }

            return roles;
        }

        int first = pair.First, second = pair.Second, waits = Waits(record, actors, pair);
        bool Nobody(params ReadOnlySpan<ActionKind> kinds) => !actors[first].Does(kinds) && !actors[second].Does(kinds);
        switch (record.CrashClass.Value)
        {
            case CrashClass.TurnAcrossPath when Nobody(ActionKind.TurnLeft, ActionKind.TurnRight, ActionKind.UTurn):
                roles[waits] = (ActionKind.TurnLeft, "class of the crash: one turns across; it is the one that had to wait or is hit at its side");
                break;
            case CrashClass.TurnIntoPath when Nobody(ActionKind.TurnLeft, ActionKind.TurnRight, ActionKind.EnterRoad):
                roles[waits] = (ActionKind.TurnLeft, "class of the crash: one turns in; it is the one that had to wait or is hit at its side");
                break;
            case CrashClass.HeadOn when Nobody(ActionKind.CrossCentre, ActionKind.DriftOutOfLane, ActionKind.Overtake, ActionKind.TurnLeft, ActionKind.UTurn, ActionKind.ChangeLaneLeft):
                roles[second] = (ActionKind.CrossCentre, "class of the crash: one gets over the centre line; nobody is named, so the second");
                break;
            case CrashClass.Sideswipe when Nobody(ActionKind.ChangeLaneLeft, ActionKind.ChangeLaneRight, ActionKind.Merge, ActionKind.DriftOutOfLane, ActionKind.CrossCentre, ActionKind.Overtake, ActionKind.TurnLeft, ActionKind.TurnRight, ActionKind.EnterRoad):
                bool opposite = actors[first].HeadingDeg.Value is { } f && actors[second].HeadingDeg.Value is { } s && Compass.Angle(f, s) > 135;
                var impact = Principals.FirstImpact(record);
                bool toLeft = (impact is null ? ContactPlane.Unknown : impact.A.Actor == actors[second].Id ? impact.A.Plane.Value : impact.B.Plane.Value) != ContactPlane.Right;
                roles[second] = opposite ? (ActionKind.CrossCentre, "class of the crash: a sideswipe of opposite directions; nobody is named, so the second gets over the centre line")
                    : (toLeft ? ActionKind.ChangeLaneLeft : ActionKind.ChangeLaneRight, "class of the crash: a sideswipe; nobody is named, so the second changes lanes");
                break;
            case CrashClass.RearEnd when !actors[first].IsParked() && !actors[second].IsParked()
                && Nobody(ActionKind.Stop, ActionKind.Decelerate, ActionKind.StartFromStop, ActionKind.TurnLeft, ActionKind.TurnRight, ActionKind.ChangeLaneLeft, ActionKind.ChangeLaneRight, ActionKind.Merge, ActionKind.EnterRoad, ActionKind.Reverse)
                && actors[Leads(record, pair)].SpeedKmh.Value is null && actors[Leads(record, pair)].SpeedRelation.Value is SpeedRelation.Unknown:
                roles[Leads(record, pair)] = (ActionKind.Decelerate, "class of the crash: the one ahead slows down");
                break;
            case CrashClass.Backing when Nobody(ActionKind.Reverse):
                roles[first] = (ActionKind.Reverse, "class of the crash: one backs; nobody is named, so the first");
                break;
            case CrashClass.RoadDeparture when Nobody(ActionKind.DepartRoad, ActionKind.DriftOutOfLane, ActionKind.CrossCentre):
                roles[first] = (ActionKind.DepartRoad, "class of the crash: one leaves the road; nobody is named, so the first");
                break;
        }

        return roles;
    }

    /// <summary>The vehicle ahead in a rear-end crash: hit at its rear, not striking, else the second.</summary>
    private static int Leads(CrashRecord record, Principals pair)
    {
        var impact = Principals.FirstImpact(record);
        if (impact is null)
        {
            return pair.Second;
        }

        var back = impact.A.Plane.Value == ContactPlane.Back ? impact.A.Actor : impact.B.Plane.Value == ContactPlane.Back ? impact.B.Actor : null;
        back ??= impact.Striking.Value is { } striking ? (striking == impact.A.Actor ? impact.B.Actor : impact.A.Actor) : null;
        int index = Principals.IndexOf(record.Actors, back);
        return index >= 0 ? index : pair.Second;
    }

    private static int Waits(CrashRecord record, ActorRecord[] actors, Principals pair)
    {
        if (actors[pair.First].RightOfWay.Value == RightOfWay.No || actors[pair.Second].RightOfWay.Value == RightOfWay.Yes)
        {
            return pair.First;
        }

        if (actors[pair.Second].RightOfWay.Value == RightOfWay.No || actors[pair.First].RightOfWay.Value == RightOfWay.Yes)
        {
            return pair.Second;
        }

        var impact = Principals.FirstImpact(record);
        if (impact is null)
        {
            return pair.Second;
        }

        string? side = impact.A.Plane.Value is ContactPlane.Left or ContactPlane.Right ? impact.A.Actor
            : impact.B.Plane.Value is ContactPlane.Left or ContactPlane.Right ? impact.B.Actor
            : impact.Striking.Value is { } striking ? (striking == impact.A.Actor ? impact.B.Actor : impact.A.Actor) : null;
        int index = Principals.IndexOf(record.Actors, side);
        return index >= 0 ? index : pair.Second;
    }

    private static (Movement Movement, string Why) Moving(ActorRecord actor)
    {
        foreach (var action in actor.Actions)
        {
            if (!action.Executed || !action.BeforeImpact)
            {
                continue;
            }

            Movement? movement = action.Kind.Value switch
            {
                ActionKind.TurnLeft => Movement.TurningLeft,
                ActionKind.TurnRight => Movement.TurningRight,
                ActionKind.UTurn => Movement.UTurn,
                ActionKind.Reverse => Movement.BackingUp,
                ActionKind.ChangeLaneLeft or ActionKind.ChangeLaneRight => Movement.ChangingLanes,
                ActionKind.Merge => Movement.Merging,
                ActionKind.Overtake => Movement.Overtaking,
                ActionKind.EnterRoad => Movement.LeavingParking,
                ActionKind.Park => Movement.ParkedOrDisabled,
                ActionKind.Stop => Movement.Stopped,
                ActionKind.Decelerate => Movement.Decelerating,
                ActionKind.Accelerate => Movement.Accelerating,
                ActionKind.StartFromStop => Movement.Starting,
                _ => null,
            };
            if (movement is { } found)
            {
                return (found, "movement not told: its actions tell it");
            }
        }

        return (Movement.GoingStraight, "movement not told: going straight");
    }
}
