namespace Sim;

/// <summary>What a measurement can be. Never mixed; NaN and infinities are bugs (DESIGN §1).</summary>
public enum MeasuredState
{
    /// <summary>A finite value.</summary>
    Value,
    /// <summary>No conflict: ranks best ("the gap opens, no time to collision exists").</summary>
    NoConflict,
    /// <summary>Too late: ranks worst ("no braking helps any more").</summary>
    TooLate,
    /// <summary>The metric does not apply here; excluded from gates and counted.</summary>
    NotApplicable,
    /// <summary>It should apply but could not be computed; gates end in an error.</summary>
    Failed,
}
