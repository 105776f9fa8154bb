namespace Sim.Plugins.CrashReports.Records;

/// <summary>What kind of junction plays a part in the story.</summary>
public enum JunctionKind
{
    /// <summary>The text is silent.</summary>
    Unknown,
    /// <summary>No junction.</summary>
    None,
    /// <summary>Roads meet.</summary>
    Intersection,
    /// <summary>A driveway or alley meets a road.</summary>
    Driveway,
    /// <summary>An entrance or exit ramp.</summary>
    Ramp,
}
