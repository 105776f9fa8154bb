namespace Sim.Interp;

/// <summary>What the trained number of a threshold is (interp §0.7).</summary>
public enum ThresholdForm
{
    /// <summary>The threshold itself: dictionary_learning.</summary>
    Linear,

    /// <summary>Its logarithm: SAELens.</summary>
    Logarithm,

    /// <summary>Its logarithm, which receives the gradient of the threshold as if it were the threshold: the BatchTopK repository.</summary>
    LogarithmStraightThrough,
}
