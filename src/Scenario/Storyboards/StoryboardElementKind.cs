namespace Sim.Storyboards;

/// <summary>Elements of a storyboard that have states.</summary>
public enum StoryboardElementKind
{
    /// <summary>Story.</summary>
    Story,
    /// <summary>Act.</summary>
    Act,
    /// <summary>Manoeuvre group.</summary>
    ManeuverGroup,
    /// <summary>Manoeuvre.</summary>
    Maneuver,
    /// <summary>Event.</summary>
    Event,
    /// <summary>Action.</summary>
    Action,
}
