using Sim.Numerics.Gradients;

namespace Sim.Interp;

/// <summary>Divergence of normal codes from the standard normal distribution, summed over features and averaged over tokens (arXiv 2509.22994; interp §1.16).</summary>
public static class VariationalPenalty
{
    /// <summary><c>½ Σ (μ² + σ² − 1 − log σ²)</c>.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="mean">μ, B × F.</param>
    /// <param name="logVariance">log σ², B × F.</param>
    public static Variable Full(Tape tape, Variable mean, Variable logVariance)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(mean);
        Variable own = tape.Scale(tape.Subtract(tape.Exp(logVariance), logVariance), 1, -1);
        return tape.Scale(tape.Sum(tape.Add(tape.Square(mean), own)), 0.5f / mean.Value.Rows);
    }

    /// <summary><c>½ Σ μ²</c>: the same for σ = 1, and the penalty where z = μ.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="mean">μ, B × F.</param>
    public static Variable Fixed(Tape tape, Variable mean)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(mean);
        return tape.Scale(tape.Sum(tape.Square(mean)), 0.5f / mean.Value.Rows);
    }

    /// <summary>A sample <c>μ + e^(½ log σ²) ε</c> through which gradients flow to both.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="mean">μ.</param>
    /// <param name="logVariance">log σ².</param>
    /// <param name="noise">ε, standard normal.</param>
    public static Variable Sample(Tape tape, Variable mean, Variable logVariance, Variable noise) => tape.Add(mean, tape.Multiply(tape.Exp(tape.Scale(logVariance, 0.5f)), noise));
}
