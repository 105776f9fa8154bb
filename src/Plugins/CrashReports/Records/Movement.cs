namespace Sim.Plugins.CrashReports.Records;

/// <summary>Movement of an actor before the critical event, in the words of the NHTSA survey.</summary>
public enum Movement
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>Going straight.</summary>
    GoingStraight,
    /// <summary>Negotiating a curve.</summary>
    NegotiatingCurve,
    /// <summary>Decelerating in the lane.</summary>
    Decelerating,
    /// <summary>Accelerating in the lane.</summary>
    Accelerating,
    /// <summary>Starting in the lane.</summary>
    Starting,
    /// <summary>Stopped in the lane.</summary>
    Stopped,
    /// <summary>Passing or overtaking.</summary>
    Overtaking,
    /// <summary>Leaving a parking place.</summary>
    LeavingParking,
    /// <summary>Entering a parking place.</summary>
    EnteringParking,
    /// <summary>Turning left.</summary>
    TurningLeft,
    /// <summary>Turning right.</summary>
    TurningRight,
    /// <summary>Making a U-turn.</summary>
    UTurn,
    /// <summary>Backing up.</summary>
    BackingUp,
    /// <summary>Changing lanes.</summary>
    ChangingLanes,
    /// <summary>Merging.</summary>
    Merging,
    /// <summary>Parked or disabled in a travel lane.</summary>
    ParkedOrDisabled,
    /// <summary>Something else.</summary>
    Other,
}
