namespace Sim.Host.Store;

/// <summary>Names within a case's folder.</summary>
internal static class CaseFiles
{
    /// <summary>The scenario.</summary>
    public const string Scenario = "scenario.yaml";

    /// <summary>The recording.</summary>
    public const string Recording = "recording.mcap";

    /// <summary>The result with its assessments.</summary>
    public const string Assessment = "assessment.json";

    /// <summary>What the driver's process wrote on its outputs. Like timing.json, it may differ between two equal runs.</summary>
    public const string DriverLog = "driver.log";
}
