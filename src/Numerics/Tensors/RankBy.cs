namespace Sim.Numerics.Tensors;

/// <summary>What the greatest are chosen by.</summary>
public enum RankBy
{
    /// <summary>The number itself.</summary>
    Value,

    /// <summary>Its distance from zero.</summary>
    Magnitude,
}
