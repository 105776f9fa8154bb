namespace Sim.Interp.Conventions;

/// <summary>Options of p-annealing in dictionary_learning.</summary>
public sealed record PAnnealOptions : ResamplingOptions
{
    /// <summary>Whether the penalty is the p-th root of the sum of p-th powers instead of the sum itself: the library's Lp instead of Lp^p.</summary>
    public bool Root { get; init; } = true;

    /// <summary>First step at which p changes.</summary>
    public long AnnealStart { get; init; } = 15000;

    /// <summary>Step at which p takes its last value; null for the number of steps.</summary>
    public long? AnnealEnd { get; init; }

    /// <summary>First exponent, above 0.</summary>
    public double FirstPower { get; init; } = 1;

    /// <summary>Last exponent; above 0 where the root is taken.</summary>
    public double LastPower { get; init; }

    /// <summary>How many values p takes, evenly from first to last, at steps evenly from start to end.</summary>
    public int Updates { get; init; } = 10;

    /// <summary>How many recent steps say by how much the weight changes with p.</summary>
    public int QueueLength { get; init; } = 10;

    /// <summary>Whether resampling gives dead features new weights. The library means to and does not: it assigns to a copy, and only Adam forgets them.</summary>
    public bool ResampleWeights { get; init; }
}
