namespace Sim.Plugins.CrashReports.Records;

/// <summary>Side of an actor that was hit.</summary>
public enum ContactPlane
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>Front.</summary>
    Front,
    /// <summary>Left side.</summary>
    Left,
    /// <summary>Right side.</summary>
    Right,
    /// <summary>Rear.</summary>
    Back,
    /// <summary>Roof or top.</summary>
    Top,
    /// <summary>From below.</summary>
    Undercarriage,
}
