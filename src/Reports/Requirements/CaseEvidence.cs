namespace Sim.Reports.Requirements;

/// <summary>What the gates of a suite say about a case beyond its own verdict.</summary>
internal enum CaseEvidence
{
    /// <summary>No gate speaks about it: its passing says nothing.</summary>
    Unchecked,

    /// <summary>Gates speak about it, and those over several cases hold.</summary>
    Checked,

    /// <summary>A gate over several cases (any, quantile, p_fail) that speaks about it could not be decided.</summary>
    GateOpen,

    /// <summary>A gate over several cases that speaks about it failed.</summary>
    GateFailed,
}
