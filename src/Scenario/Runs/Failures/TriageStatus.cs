namespace Sim;

/// <summary>What people think of a kind of failure. It never changes a verdict: that is what waivers are for.</summary>
public enum TriageStatus
{
    /// <summary>Nobody has looked.</summary>
    New,
    /// <summary>A finding about the driver.</summary>
    Confirmed,
    /// <summary>A limitation that is known and accepted.</summary>
    KnownLimitation,
    /// <summary>The simulator, or a replayed actor, is wrong.</summary>
    SimulatorDefect,
    /// <summary>The scenario should not exist.</summary>
    InvalidScenario,
    /// <summary>Believed to be mended.</summary>
    Fixed,
}
