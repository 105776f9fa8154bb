namespace Sim.Plugins.CrashReports.Records;

/// <summary>Who had to wait.</summary>
public enum RightOfWay
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>This actor had the right of way.</summary>
    Yes,
    /// <summary>This actor had to wait.</summary>
    No,
    /// <summary>The question does not arise (following traffic, loss of control).</summary>
    NotApplicable,
}
