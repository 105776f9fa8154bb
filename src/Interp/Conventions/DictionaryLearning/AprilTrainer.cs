using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;

namespace Sim.Interp.Conventions;

/// <summary>ReLU after the update of April 2024 as dictionary_learning trains it (trainers/standard.py; interp §1.4): the decoder is free, the penalty weighs each code with the length of its decoder row, gradients are clipped at 1.</summary>
public sealed class AprilTrainer : StandardTrainerBase
{
    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model that centres its input; changed.</param>
    /// <param name="options">Options of the library.</param>
    public AprilTrainer(StandardAutoencoder model, SparsityOptions options)
        : base(model, options)
    {
    }

    private protected override Variable Penalty(Variable codes)
    {
        Variable weighted = Tape.Multiply(Tape.SumOfColumns(codes), Tape.NormOfRows(Autoencoder.Decoder));
        return Tape.Scale(Tape.Sum(weighted), 1f / codes.Value.Rows);
    }

    /// <inheritdoc/>
    protected override void ShapeGradients() => Clipping.ByGlobalNorm(Model.Parameters, 1);

    /// <inheritdoc/>
    protected override void ShapeParameters(long step)
    {
    }
}
