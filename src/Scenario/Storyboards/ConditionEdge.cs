namespace Sim.Storyboards;

/// <summary>Which change of its expression makes a condition true.</summary>
public enum ConditionEdge
{
    /// <summary>None: true as long as the expression is.</summary>
    None,
    /// <summary>When the expression turns true.</summary>
    Rising,
    /// <summary>When the expression turns false.</summary>
    Falling,
    /// <summary>When the expression changes.</summary>
    RisingOrFalling,
}
