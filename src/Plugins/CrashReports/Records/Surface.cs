namespace Sim.Plugins.CrashReports.Records;

/// <summary>State of the road surface.</summary>
public enum Surface
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>Dry.</summary>
    Dry,
    /// <summary>Wet.</summary>
    Wet,
    /// <summary>Snow or slush.</summary>
    Snow,
    /// <summary>Ice.</summary>
    Ice,
    /// <summary>Something else: gravel, mud, oil.</summary>
    Other,
}
