namespace Sim;

/// <summary>What a run says about a requirement.</summary>
public enum RequirementVerdict
{
    /// <summary>Cases cover it, each was evaluated, and each passed.</summary>
    Met,
    /// <summary>A case that covers it failed.</summary>
    Violated,
    /// <summary>The only failing cases are waived.</summary>
    Waived,
    /// <summary>Some case that covers it could not be evaluated, was refused or did not run, and none failed.</summary>
    Open,
    /// <summary>No case covers it.</summary>
    Untested,
}
