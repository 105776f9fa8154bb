namespace Sim;

/// <summary>What the gates make of a case.</summary>
public enum CaseVerdict
{
    /// <summary>No gate is violated by it.</summary>
    Passed,
    /// <summary>It violates at least one gate.</summary>
    Failed,
    /// <summary>It fails, and a valid waiver says so.</summary>
    Known,
    /// <summary>It could not be evaluated.</summary>
    Error,
    /// <summary>Refused as invalid: counts neither as passed nor as failed, and is shown.</summary>
    Refused,
    /// <summary>Not run.</summary>
    NotRun,
}
