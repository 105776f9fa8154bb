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
}
