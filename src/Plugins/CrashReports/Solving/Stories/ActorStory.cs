using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;

namespace Sim.Plugins.CrashReports.Solving.Stories;

/// <summary>What an actor's record means for its motion. Immutable.</summary>
internal sealed record ActorStory
{
    /// <summary>The actor's record.</summary>
    public required ActorRecord Record { get; init; }

    /// <summary>Size and abilities.</summary>
    public required RoadUser User { get; init; }

    /// <summary>The leg it comes by.</summary>
    public required RoadLeg Leg { get; init; }

    /// <summary>The record of that leg, where there is one.</summary>
    public LegRecord? LegRecord { get; init; }

    /// <summary>Lane on the leg, 1 = rightmost, within the leg.</summary>
    public required int Lane { get; init; }

    /// <summary>Shape of its way.</summary>
    public required Course Course { get; init; }

    /// <summary>True when it stands before and at the contact.</summary>
    public bool Stands { get; init; }

    /// <summary>True when it starts from rest before the contact.</summary>
    public bool FromRest { get; init; }

    /// <summary>True when it slows down before the contact, for another reason than the crash.</summary>
    public bool Slows { get; init; }

    /// <summary>True when it brakes to avoid the crash.</summary>
    public bool Brakes { get; init; }

    /// <summary>True when the text tells its speed.</summary>
    public bool SpeedIsTold { get; init; }

    /// <summary>Usual speed before the event, m/s.</summary>
    public required double CruiseMps { get; init; }

    /// <summary>True when its way leaves the road or comes onto it, so that it may be beside it.</summary>
    public bool MayLeaveRoad => !User.IsVehicle || Course is Course.DepartLeft or Course.DepartRight or Course.Enter or Course.Edge or Course.Crossing;

    /// <summary>True when it may be in a lane of the other direction.</summary>
    public bool MayOppose => !User.IsVehicle || Course is Course.ShiftLeft or Course.ReturnRight or Course.DepartLeft or Course.UTurn or Course.Reverse or Course.Crossing or Course.Enter or Course.WrongWay;
}
