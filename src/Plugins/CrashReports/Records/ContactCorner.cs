namespace Sim.Plugins.CrashReports.Records;

/// <summary>Which part of a side was hit, or which corner.</summary>
public enum ContactCorner
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>The left part of the front or back.</summary>
    Left,
    /// <summary>The right part of the front or back.</summary>
    Right,
    /// <summary>The front part of a side.</summary>
    Front,
    /// <summary>The middle.</summary>
    Middle,
    /// <summary>The back part of a side.</summary>
    Back,
}
