namespace Sim;

/// <summary>In which direction a metric gets worse.</summary>
public enum WorseDirection
{
    /// <summary>Smaller is worse (times, gaps, scores).</summary>
    Lower,
    /// <summary>Larger is worse (decelerations, counts of violations).</summary>
    Higher,
}
