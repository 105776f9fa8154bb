namespace Sim.Reports.Ci;

/// <summary>How serious a finding is, in SARIF's words.</summary>
internal enum FindingLevel
{
    /// <summary>Nothing can be run, or a run fails because of it.</summary>
    Error,
    /// <summary>Hardly meant.</summary>
    Warning,
    /// <summary>Worth knowing.</summary>
    Note,
}
