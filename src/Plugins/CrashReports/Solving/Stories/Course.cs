namespace Sim.Plugins.CrashReports.Solving.Stories;

/// <summary>The shape of an actor's way up to the contact.</summary>
internal enum Course
{
    /// <summary>Along its lane, straight across a junction.</summary>
    Straight,
    /// <summary>Turns left.</summary>
    TurnLeft,
    /// <summary>Turns right.</summary>
    TurnRight,
    /// <summary>Turns around to the left.</summary>
    UTurn,
    /// <summary>Gets into the lane (or over the line) on its left.</summary>
    ShiftLeft,
    /// <summary>Gets into the lane (or towards the edge) on its right.</summary>
    ShiftRight,
    /// <summary>Comes back to the right out of the lane on its left.</summary>
    ReturnRight,
    /// <summary>Leaves the road to the left.</summary>
    DepartLeft,
    /// <summary>Leaves the road to the right.</summary>
    DepartRight,
    /// <summary>Comes from beside the road into its lane.</summary>
    Enter,
    /// <summary>Goes backwards.</summary>
    Reverse,
    /// <summary>Crosses the other's way from side to side.</summary>
    Crossing,
    /// <summary>Drives all the way in a lane of the other direction.</summary>
    WrongWay,
    /// <summary>Goes along the edge of the road.</summary>
    Edge,
}
