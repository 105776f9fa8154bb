namespace Sim.Plugins.CrashReports.Records;

/// <summary>Light at the time of the crash.</summary>
public enum Lighting
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>Day.</summary>
    Daylight,
    /// <summary>Before sunrise.</summary>
    Dawn,
    /// <summary>After sunset.</summary>
    Dusk,
    /// <summary>Night with street lights.</summary>
    DarkLighted,
    /// <summary>Night without street lights.</summary>
    DarkUnlighted,
}
