namespace Sim.Maps;

/// <summary>What a traffic light shows.</summary>
public enum SignalState
{
    /// <summary>Not known.</summary>
    Unknown,
    /// <summary>Stop.</summary>
    Red,
    /// <summary>About to turn green.</summary>
    RedYellow,
    /// <summary>About to turn red.</summary>
    Yellow,
    /// <summary>Go.</summary>
    Green,
    /// <summary>Switched off.</summary>
    Off,
}
