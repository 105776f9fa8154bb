namespace Sim;

/// <summary>How a case differs from the baseline.</summary>
public enum CaseChange
{
    /// <summary>It was better.</summary>
    Regressed,
    /// <summary>A metric's version, the scenario or the driver's declaration changed: numbers cannot be held against each other.</summary>
    NotComparable,
    /// <summary>Not in the baseline.</summary>
    New,
    /// <summary>Not in this run.</summary>
    Removed,
    /// <summary>Same verdict, other numbers.</summary>
    Changed,
    /// <summary>It was worse.</summary>
    Fixed,
}
