namespace Sim.Plugins.CrashReports.Records;

/// <summary>Course of a leg, seen in the direction of travel towards the crash.</summary>
public enum Alignment
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>Straight.</summary>
    Straight,
    /// <summary>Bends to the left.</summary>
    CurveLeft,
    /// <summary>Bends to the right.</summary>
    CurveRight,
    /// <summary>Bends, the side is not said.</summary>
    Curve,
}
