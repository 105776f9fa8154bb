namespace Sim;

/// <summary>What a gate on coverage speaks about.</summary>
public enum CoverageItem
{
    /// <summary>Values and classes of single parameters.</summary>
    Values,
    /// <summary>Combinations of two parameters.</summary>
    Pairs,
    /// <summary>Combinations of three parameters.</summary>
    Triples,
    /// <summary>Exposure of the operational design domain.</summary>
    Odd,
    /// <summary>The mean over all goals (<see cref="CoverageReport.Grade"/>).</summary>
    Grade,
    /// <summary>Declared requirements whose cases were all evaluated, whatever they say.</summary>
    Requirements,
}
