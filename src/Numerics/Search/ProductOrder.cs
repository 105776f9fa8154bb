namespace Sim.Numerics.Search;

/// <summary>What makes an inner product large.</summary>
public enum ProductOrder
{
    /// <summary>Its value.</summary>
    Value,

    /// <summary>Its absolute value; the sign is kept.</summary>
    Magnitude,
}
