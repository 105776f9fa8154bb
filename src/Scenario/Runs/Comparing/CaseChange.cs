namespace Sim;

/// <summary>How a case differs from the baseline.</summary>
public enum CaseChange
{
    /// <summary>Its verdict was better: passed is better than known, known than failed, failed than error.</summary>
    Regressed,
    /// <summary>
    /// The scenario, a metric's version, or an assessor's version or options changed, or one of both has no verdict (refused, not run): they cannot be held
    /// against each other. Another driver, or another version of it, is what a comparison is for and does not count.
    /// </summary>
    NotComparable,
    /// <summary>Not in the baseline.</summary>
    New,
    /// <summary>Not in this run.</summary>
    Removed,
    /// <summary>Same verdict, other metrics, expectations violated or reasons.</summary>
    Changed,
    /// <summary>Its verdict was worse.</summary>
    Fixed,
}
