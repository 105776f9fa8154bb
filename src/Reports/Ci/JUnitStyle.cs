namespace Sim.Reports.Ci;

/// <summary>Which elements <c>junit.xml</c> holds.</summary>
public enum JUnitStyle
{
    /// <summary>Only what both common schemas allow.</summary>
    Schema,
    /// <summary>With properties, attachments, file and line of each test case, as GitLab, Jenkins and others read them.</summary>
    Full,
}
