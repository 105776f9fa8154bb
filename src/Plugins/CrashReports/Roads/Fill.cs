using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>Fills leaves that are unknown and leaves all others alone. Pure.</summary>
internal static class Fill
{
    /// <summary>The leaf, or an assumption in its place when it is unknown.</summary>
    public static Leaf<T> Or<T>(this Leaf<T> leaf, T value, string why) => leaf.Known() ? leaf : Leaf.Assumed(value, why);

    /// <summary>True unless the status is unknown.</summary>
    public static bool Known<T>(this Leaf<T> leaf) => leaf.Status != LeafStatus.Unknown;

    /// <summary>True when the text carries it.</summary>
    public static bool FromText<T>(this Leaf<T> leaf) => leaf.Status is LeafStatus.Stated or LeafStatus.Derived;

    /// <summary>True for actors that drive or are driven on lanes made for motor traffic.</summary>
    public static bool IsVehicle(this ActorRecord actor) => actor.Type.Value is not (ActorType.Pedestrian or ActorType.Animal or ActorType.Bicycle);

    /// <summary>True when it does one of these things before the first impact.</summary>
    public static bool Does(this ActorRecord actor, params ReadOnlySpan<ActionKind> kinds)
    {
        foreach (var action in actor.Actions)
        {
            if (action is { Executed: true, BeforeImpact: true } && kinds.Contains(action.Kind.Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when it stands parked or disabled from the begin on and never comes out.</summary>
    public static bool IsParked(this ActorRecord actor) =>
        (actor.Movement.Value == Movement.ParkedOrDisabled || actor.Does(ActionKind.Park)) && !actor.Does(ActionKind.EnterRoad, ActionKind.StartFromStop)
        && actor.Movement.Value != Movement.EnteringParking;

    /// <summary>The first executed turn before the impact, or null.</summary>
    public static ActionKind? Turning(this ActorRecord actor)
    {
        foreach (var action in actor.Actions)
        {
            if (action is { Executed: true, BeforeImpact: true } && action.Kind.Value is ActionKind.TurnLeft or ActionKind.TurnRight)
            {
                return action.Kind.Value;
            }
        }

        return null;
    }
}
