namespace Sim;

/// <summary>Comparison of a metric with a bound.</summary>
public enum Comparison
{
    /// <summary>The metric is a flag or count and differs from 0.</summary>
    IsTrue,
    /// <summary>&gt;=</summary>
    AtLeast,
    /// <summary>&gt;</summary>
    Above,
    /// <summary>&lt;=</summary>
    AtMost,
    /// <summary>&lt;</summary>
    Below,
    /// <summary>= (exact)</summary>
    Equal,
    /// <summary>!=</summary>
    NotEqual,
}
