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
    public const string DriverLog = Reports.DriverTail.LogName;

    /// <summary>The end of that log, as report.html shows it beside a case that did not pass.</summary>
    public const string DriverTail = Reports.DriverTail.FileName;

    /// <summary>True for the path of a file of a run folder that may differ between two equal runs, the store's layout apart.</summary>
    public static bool MayDiffer(string path) => path is "timing.json" or SelfTests.SelfTestRecord.FileName || Path.GetFileName(path) is DriverLog or DriverTail;
}
