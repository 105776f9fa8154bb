namespace Sim.Plugins.CrashReports.Records;

/// <summary>Weather at the time of the crash.</summary>
public enum Weather
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>No adverse conditions.</summary>
    Clear,
    /// <summary>Overcast, dry air.</summary>
    Cloudy,
    /// <summary>Rain or drizzle.</summary>
    Rain,
    /// <summary>Snow, sleet or hail.</summary>
    Snow,
    /// <summary>Fog, smoke or smog.</summary>
    Fog,
    /// <summary>Strong wind.</summary>
    Wind,
}
