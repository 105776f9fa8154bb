namespace Sim.Numerics;

/// <summary>How the points of a <see cref="Sobol"/> sequence are randomised.</summary>
public enum SobolScramble
{
    /// <summary>The plain sequence; its first point is the origin.</summary>
    None,

    /// <summary>Each coordinate's bits are flipped by one random pattern. Keeps every net property; cheap.</summary>
    DigitalShift,

    /// <summary>Owen's nested uniform scramble: each bit is flipped by a random choice that depends on all bits above it. Keeps every net property and makes averages converge faster for smooth functions.</summary>
    Owen,
}
