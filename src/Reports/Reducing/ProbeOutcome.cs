namespace Sim.Reports.Reducing;

/// <summary>What a point between a failing and a passing one turned out to be.</summary>
internal enum ProbeOutcome
{
    /// <summary>The case fails.</summary>
    Fails,
    /// <summary>It passes.</summary>
    Passes,
    /// <summary>It could not be evaluated, or there is no valid scenario.</summary>
    Undecided,
}
