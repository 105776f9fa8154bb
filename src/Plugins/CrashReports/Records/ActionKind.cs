namespace Sim.Plugins.CrashReports.Records;

/// <summary>What an actor does.</summary>
public enum ActionKind
{
    /// <summary>Not said.</summary>
    Unknown,
    /// <summary>Keeps its lane and goes on.</summary>
    Follow,
    /// <summary>Speeds up.</summary>
    Accelerate,
    /// <summary>Slows down.</summary>
    Decelerate,
    /// <summary>Comes to a stop or stands.</summary>
    Stop,
    /// <summary>Goes on from a standstill.</summary>
    StartFromStop,
    /// <summary>Turns left.</summary>
    TurnLeft,
    /// <summary>Turns right.</summary>
    TurnRight,
    /// <summary>Turns around.</summary>
    UTurn,
    /// <summary>Changes to the lane on the left.</summary>
    ChangeLaneLeft,
    /// <summary>Changes to the lane on the right.</summary>
    ChangeLaneRight,
    /// <summary>Overtakes.</summary>
    Overtake,
    /// <summary>Merges.</summary>
    Merge,
    /// <summary>Gets over the centre line.</summary>
    CrossCentre,
    /// <summary>Leaves its lane without meaning to.</summary>
    DriftOutOfLane,
    /// <summary>Leaves the road.</summary>
    DepartRoad,
    /// <summary>Comes onto the road from a parking place, driveway or shoulder.</summary>
    EnterRoad,
    /// <summary>Goes backwards.</summary>
    Reverse,
    /// <summary>Stands parked or disabled.</summary>
    Park,
    /// <summary>Crosses the road (on foot, by bicycle, an animal).</summary>
    Cross,
    /// <summary>Walks or stands along or in the road.</summary>
    Walk,
    /// <summary>Goes straight across a junction.</summary>
    CrossStraight,
}
