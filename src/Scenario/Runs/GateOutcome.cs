namespace Sim;

/// <summary>Outcome of a gate.</summary>
public enum GateOutcome
{
    /// <summary>Holds.</summary>
    Passed,
    /// <summary>Violated.</summary>
    Failed,
    /// <summary>Could not be evaluated: a metric failed, or a case ended in an error.</summary>
    Error,
    /// <summary>Selects no case, or fewer applicable ones than it needs.</summary>
    Empty,
}
