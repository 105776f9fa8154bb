namespace Sim.Host.Gates;

/// <summary>What a condition says about one case.</summary>
internal enum GateAnswer
{
    /// <summary>The condition holds.</summary>
    Holds,
    /// <summary>The condition does not hold.</summary>
    Fails,
    /// <summary>The metric does not apply, or the case was refused: excluded and counted.</summary>
    Excluded,
    /// <summary>It could not be evaluated.</summary>
    Error,
    /// <summary>The driver failed: violates, whatever the condition says.</summary>
    DriverFailed,
}
