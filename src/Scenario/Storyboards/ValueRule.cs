namespace Sim.Storyboards;

/// <summary>How a value is compared with a condition's.</summary>
public enum ValueRule
{
    /// <summary>Equal.</summary>
    EqualTo,
    /// <summary>Greater.</summary>
    GreaterThan,
    /// <summary>Less.</summary>
    LessThan,
    /// <summary>Greater or equal (1.1).</summary>
    GreaterOrEqual,
    /// <summary>Less or equal (1.1).</summary>
    LessOrEqual,
    /// <summary>Not equal (1.1).</summary>
    NotEqualTo,
}
