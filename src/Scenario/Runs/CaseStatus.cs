namespace Sim;

/// <summary>How far a case came.</summary>
public enum CaseStatus
{
    /// <summary>Ran and was assessed.</summary>
    Assessed,
    /// <summary>The scenario is invalid (collides at its first instant, impossible); a stated reason, nothing was run.</summary>
    Refused,
    /// <summary>The driver crashed, missed a deadline or answered nonsense: a verdict about the driver.</summary>
    DriverFailed,
    /// <summary>Generator, simulator, plugin or assessor failed: the case could not be evaluated.</summary>
    Error,
    /// <summary>Ended by the case's time limit.</summary>
    TimedOut,
    /// <summary>Not run: time budget, fail-fast or interruption.</summary>
    NotRun,
}
