namespace Sim.Plugins.CrashReports.Reading.Classes;

/// <summary>What a survey codes as the critical event of a vehicle, in the words of its reports.</summary>
internal enum CodedKind
{
    /// <summary>This vehicle turns left.</summary>
    TurnsLeft,
    /// <summary>This vehicle turns right.</summary>
    TurnsRight,
    /// <summary>This vehicle passes through an intersection.</summary>
    PassesThrough,
    /// <summary>This vehicle is over the lane line on its left.</summary>
    OverLeftLine,
    /// <summary>This vehicle is over the lane line on its right.</summary>
    OverRightLine,
    /// <summary>This vehicle leaves the road.</summary>
    OffRoad,
    /// <summary>This vehicle is out of control.</summary>
    LosesControl,
    /// <summary>This vehicle slows down.</summary>
    Slows,
    /// <summary>The other one is in the lane ahead: stopped, slower or slowing.</summary>
    OtherAhead,
    /// <summary>The other one comes from behind.</summary>
    OtherBehind,
    /// <summary>The other one comes from the opposite direction.</summary>
    OtherOpposite,
    /// <summary>The other one comes over from an adjacent lane of the same direction.</summary>
    OtherAdjacent,
    /// <summary>The other one comes from a crossing way and turns into the direction of this one or against it.</summary>
    OtherTurnsIn,
    /// <summary>The other one comes from a crossing way and goes across.</summary>
    OtherAcross,
    /// <summary>The other one comes from a parking place.</summary>
    OtherFromParking,
    /// <summary>The other one goes backwards.</summary>
    OtherBacks,
    /// <summary>A person, cyclist or animal is in the road.</summary>
    OtherNoVehicle,
}
