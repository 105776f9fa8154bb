namespace Sim.Plugins.CrashReports.Records;

/// <summary>What an actor did to avoid the crash.</summary>
public enum Avoidance
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Braked.</summary>
    Brake,
    /// <summary>Steered to the left.</summary>
    SteerLeft,
    /// <summary>Steered to the right.</summary>
    SteerRight,
    /// <summary>Accelerated.</summary>
    Accelerate,
}
