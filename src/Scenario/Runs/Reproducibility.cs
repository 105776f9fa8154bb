namespace Sim;

/// <summary>How far a case can be reproduced.</summary>
public enum Reproducibility
{
    /// <summary>Same inputs and seed give the same bytes.</summary>
    Bit,
    /// <summary>Same bytes from its recorded answers.</summary>
    FromRecording,
    /// <summary>Only in distribution.</summary>
    Statistical,
}
