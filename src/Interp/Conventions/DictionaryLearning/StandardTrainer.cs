using Sim.Numerics.Gradients;

namespace Sim.Interp.Conventions;

/// <summary>ReLU with an L1 penalty as dictionary_learning trains it (trainers/standard.py; interp §1.4): the decoder is held at unit rows, dead features may start anew from inputs that are badly reconstructed.</summary>
public sealed class StandardTrainer : StandardTrainerBase
{
    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model that centres its input; changed.</param>
    /// <param name="options">Options of the library.</param>
    /// <exception cref="ArgumentException">Resampling and a falling rate are both asked for.</exception>
    public StandardTrainer(StandardAutoencoder model, ResamplingOptions options)
        : base(model, options, FeatureResampling.From(options, model?.Features ?? 0, place: 0, weights: true, allForgotten: false))
    {
    }

    private protected override Variable Penalty(Variable codes) => Losses.MeanOfSums(Tape, codes);
}
