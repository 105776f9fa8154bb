namespace Sim.Interp.Conventions;

/// <summary>What the trainers of SAELens have in common (sae_lens/training/sae_trainer.py, config.py).</summary>
public record SaeLensOptions
{
    /// <summary>Rate of the plateau.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Steps over which the rate rises to the plateau; the first has 1 / this of it, not zero.</summary>
    public long WarmUpSteps { get; init; }

    /// <summary>Steps at the end over which the rate falls; the first of them still has all of it.</summary>
    public long DecaySteps { get; init; }

    /// <summary>Steps of the whole training; of account only where the rate falls.</summary>
    public long Steps { get; init; } = long.MaxValue;

    /// <summary>Share of the mean of gradients that a step of Adam keeps.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Share of the mean of squares that a step of Adam keeps.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Longest gradient, all parameters together.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>A feature is dead after more passes than these without firing.</summary>
    public long DeadAfterPasses { get; init; } = 1000;

    /// <summary>What happens to activations before and after the model.</summary>
    public InputNormalisation Normalisation { get; init; } = InputNormalisation.None;

    /// <summary>Rate of a step: the warm-up has (step + 1) / n of the plateau, the end (n − steps into it) / n.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    public double RateAt(long step)
    {
        if (step < WarmUpSteps)
        {
            return LearningRate * (step + 1) / WarmUpSteps;
        }

        long left = Steps - step;
        return left < DecaySteps ? LearningRate * Math.Max(left, 0) / DecaySteps : LearningRate;
    }
}
