namespace Sim.Numerics.Weights;

/// <summary>What a value of a torch file is.</summary>
public enum PickleKind
{
    /// <summary>Python's None.</summary>
    None,

    /// <summary>A truth value.</summary>
    Flag,

    /// <summary>A whole number of 64 bits.</summary>
    Whole,

    /// <summary>A number in double precision.</summary>
    Real,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A list or tuple.</summary>
    List,

    /// <summary>A dictionary, in its order; keys are texts or whole numbers.</summary>
    Dictionary,

    /// <summary>A tensor or parameter.</summary>
    Tensor,
}
