namespace Sim.Numerics.Gradients;

/// <summary>What makes an element large.</summary>
public enum SelectionOrder
{
    /// <summary>Its value.</summary>
    Value,

    /// <summary>Its distance from zero.</summary>
    Magnitude,
}
