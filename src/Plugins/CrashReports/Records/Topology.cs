namespace Sim.Plugins.CrashReports.Records;

/// <summary>Shape of the place.</summary>
public enum Topology
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>A road without a junction in the story, straight.</summary>
    Straight,
    /// <summary>A road without a junction in the story, curved.</summary>
    Curve,
    /// <summary>Two roads cross.</summary>
    FourWay,
    /// <summary>A road ends at another.</summary>
    TJunction,
    /// <summary>A road forks.</summary>
    YJunction,
    /// <summary>A roundabout.</summary>
    Roundabout,
    /// <summary>A ramp joins or leaves a road.</summary>
    RampMerge,
    /// <summary>A driveway or the exit of a parking area joins a road.</summary>
    Driveway,
}
