using Sim.Maps;

namespace Sim.Simulation.Storyboards;

/// <summary>A place in a lane of the road network. <see cref="Road"/> is null off the network.</summary>
internal struct NetPlace
{
    public RoadLine? Road;

    /// <summary>The section that the lane belongs to.</summary>
    public RoadLineSection Section;

    /// <summary>The lane that is followed, not necessarily the one under the place: a lane change follows its target from its start.</summary>
    public RoadLineLane Lane;

    /// <summary>Along the reference line, m.</summary>
    public double S;

    /// <summary>From the centre of <see cref="Lane"/>, m, positive to the left of the reference line.</summary>
    public double Offset;

    public readonly bool IsOn => Road is not null;

    /// <summary>True: the lane is driven towards growing s.</summary>
    public readonly bool AlongS => Lane.Number < 0 != Road!.LeftHandTraffic;
}
