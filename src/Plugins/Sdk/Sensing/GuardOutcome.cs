namespace Sim.Plugins.Sdk;

/// <summary>A guard's decision.</summary>
public enum GuardOutcome
{
    /// <summary>Nothing suspicious.</summary>
    Pass,
    /// <summary>Suspicious: use, but tell.</summary>
    Flag,
    /// <summary>Do not use.</summary>
    Block,
    /// <summary>The guard failed; treat as block.</summary>
    Error,
}
