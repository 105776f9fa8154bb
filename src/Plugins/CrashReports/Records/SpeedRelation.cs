namespace Sim.Plugins.CrashReports.Records;

/// <summary>Speed in words.</summary>
public enum SpeedRelation
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>Standing.</summary>
    Stopped,
    /// <summary>Clearly slower than the limit.</summary>
    ClearlySlower,
    /// <summary>Slower than the limit.</summary>
    Slower,
    /// <summary>About the limit.</summary>
    Normal,
    /// <summary>Faster than the limit.</summary>
    Faster,
    /// <summary>Clearly faster than the limit.</summary>
    ClearlyFaster,
}
