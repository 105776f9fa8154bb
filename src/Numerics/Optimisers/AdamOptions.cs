namespace Sim.Numerics.Optimisers;

/// <summary>Constants of <see cref="Adam"/>, with torch's defaults.</summary>
public sealed record AdamOptions
{
    /// <summary>How much of the mean gradient is kept per step, 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient is kept per step, 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean square, outside the root; not negative.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Pull towards zero; not negative.</summary>
    public double Decay { get; init; }

    /// <summary>Whether the decay acts on the parameter itself (AdamW) instead of joining the gradient (Adam).</summary>
    public bool IsDecoupled { get; init; }

    /// <summary>Torch's defaults of AdamW: a decoupled decay of 0.01.</summary>
    public static AdamOptions AdamW { get; } = new() { Decay = 0.01, IsDecoupled = true };

    internal void Check()
    {
        Check(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "at least 0 and below 1");
        Check(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "at least 0 and below 1");
        Check(double.IsFinite(Epsilon) && Epsilon >= 0, nameof(Epsilon), Epsilon, "finite and not negative");
        Check(double.IsFinite(Decay) && Decay >= 0, nameof(Decay), Decay, "finite and not negative");
    }

    private static void Check(bool holds, string name, double value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}");
    }
}
