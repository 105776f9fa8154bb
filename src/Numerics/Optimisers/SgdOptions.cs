namespace Sim.Numerics.Optimisers;

/// <summary>Constants of <see cref="Sgd"/>, with torch's defaults.</summary>
public sealed record SgdOptions
{
    /// <summary>How much of the average gradient is kept per step, 0 to below 1; 0 keeps none.</summary>
    public double Momentum { get; init; }

    /// <summary>What share of each gradient the average leaves out, 0 to 1.</summary>
    public double Damping { get; init; }

    /// <summary>Pull towards zero, joined to the gradient; not negative.</summary>
    public double Decay { get; init; }

    /// <summary>Whether the gradient counts once more on top of the average; needs momentum and no damping.</summary>
    public bool IsNesterov { get; init; }

    internal void Check()
    {
        if (Momentum is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Momentum), Momentum, "a momentum is at least 0 and below 1");

        if (Damping is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(Damping), Damping, "a damping is 0 to 1");

        if (!double.IsFinite(Decay) || Decay < 0)
            throw new ArgumentOutOfRangeException(nameof(Decay), Decay, "a decay is finite and not negative");

        if (IsNesterov && (Momentum == 0 || Damping != 0))
            throw new ArgumentException($"Nesterov's step needs momentum and no damping, but they are {Momentum} and {Damping}", nameof(IsNesterov));
    }
}
