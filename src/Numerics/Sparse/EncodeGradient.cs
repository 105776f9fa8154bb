namespace Sim.Numerics.Sparse;

/// <summary>Where gradients go through the rectifier of a sparse encoder.</summary>
public enum EncodeGradient
{
    /// <summary>Through elements above zero, as the rectifier's derivative says.</summary>
    Positive,

    /// <summary>Through all selected elements.</summary>
    Selected,
}
