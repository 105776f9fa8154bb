namespace Sim;

/// <summary>How points are chosen in a space of parameters.</summary>
public enum SamplingMethod
{
    /// <summary>Every combination of the values; the last parameter varies fastest.</summary>
    Grid,
    /// <summary>Latin hypercube: each parameter's range in as many slices as points, each slice hit once. Another count gives other points.</summary>
    LatinHypercube,
    /// <summary>Scrambled Sobol sequence: a larger count keeps the points of a smaller one.</summary>
    Sobol,
    /// <summary>A covering array: every combination of values of any t parameters occurs.</summary>
    TWay,
}
