namespace Sim.Host.Running;

/// <summary>Why the engine stopped.</summary>
internal enum StopReason
{
    /// <summary>All cases are done.</summary>
    Finished,
    /// <summary>The time budget is used up.</summary>
    TimeBudget,
    /// <summary>A case failed and the user wanted to stop then.</summary>
    FailFast,
    /// <summary>Ctrl+C.</summary>
    Interrupted,
}
