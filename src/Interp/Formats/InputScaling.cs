namespace Sim.Interp.Formats;

/// <summary>What happens to an activation before it is encoded, and back after it was decoded.</summary>
public enum InputScaling
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Multiplied by a constant that brings the mean norm over the data to √d; the constant is not in the file, and is usually folded into the weights.</summary>
    ExpectedAverage,

    /// <summary>Each token is multiplied by √d over its norm, and the output divided by it.</summary>
    ConstantNorm,

    /// <summary>Each token has its mean taken off and is divided by its deviation + 10⁻⁵; the output goes back.</summary>
    LayerNorm,
}
