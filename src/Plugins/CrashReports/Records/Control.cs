namespace Sim.Plugins.CrashReports.Records;

/// <summary>What controls traffic on a leg.</summary>
public enum Control
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>No control.</summary>
    None,
    /// <summary>Traffic lights.</summary>
    Signal,
    /// <summary>Stop sign.</summary>
    Stop,
    /// <summary>Yield sign.</summary>
    Yield,
    /// <summary>Flashing light.</summary>
    Flashing,
    /// <summary>A police officer or flagger.</summary>
    Officer,
    /// <summary>Another sign or device.</summary>
    Other,
}
