namespace Sim.Plugins.CrashReports.Solving.Ways;

/// <summary>The free numbers of a way, each within its plausible range. Immutable.</summary>
internal sealed record WayShape
{
    /// <summary>Offset from the lane's centre, m, positive to the left.</summary>
    public double OffsetM { get; init; }

    /// <summary>Length of a lateral manoeuvre, s at cruising speed.</summary>
    public double ShiftS { get; init; } = 3;

    /// <summary>Share of the neighbouring lane that a lateral manoeuvre takes, 0 to 1.</summary>
    public double ShiftShare { get; init; } = 1;

    /// <summary>Share of the lateral manoeuvre that lies before the anchor, 0 to 1.</summary>
    public double ShiftBefore { get; init; } = 0.6;

    /// <summary>Where on a plain road the contact lies, m along the way from its middle; before a junction for followers.</summary>
    public double PlaceM { get; init; }

    /// <summary>Radius of a turn that the map has no lane for, m.</summary>
    public double RadiusM { get; init; } = 8;

    /// <summary>Distance between the standing place and the stop line or edge, m.</summary>
    public double StandM { get; init; } = 1;
}
