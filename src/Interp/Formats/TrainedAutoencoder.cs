using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Formats;

/// <summary>A trained model with what happens to its input and output: activations in, codes and reconstructions at the scale of the activations out. Safe from several threads.</summary>
public sealed class TrainedAutoencoder
{
    private readonly InputNormalisation _normalisation;

    /// <summary>Takes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="normalisation">What happens to activations before it.</param>
    public TrainedAutoencoder(SparseAutoencoder model, InputNormalisation normalisation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(normalisation);
        (Model, _normalisation) = (model, normalisation);
    }

    /// <summary>The model inside.</summary>
    public SparseAutoencoder Model { get; }

    /// <summary>What happens to activations before it.</summary>
    public InputNormalisation Normalisation => _normalisation;

    /// <summary>A model from a checkpoint.</summary>
    /// <param name="checkpoint">What a file holds.</param>
    /// <param name="expectedFactor">√d by the mean length of activations, for models that take their input at that scale (SAELens' expected_average_only_in); called only for those.</param>
    /// <exception cref="InputException">The checkpoint makes no model.</exception>
    public static TrainedAutoencoder From(SaeCheckpoint checkpoint, Func<double> expectedFactor)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(expectedFactor);
        return new(SaeModels.ToModel(checkpoint), checkpoint.Conventions.Scaling switch
        {
            InputScaling.ConstantNorm => InputNormalisation.ConstantNorm,
            InputScaling.LayerNorm => InputNormalisation.LayerNorm,
            InputScaling.ExpectedAverage => InputNormalisation.By(expectedFactor()),
            _ => InputNormalisation.None,
        });
    }

    /// <summary>Codes and reconstruction of activations.</summary>
    /// <param name="x">B × d.</param>
    /// <returns>Codes, and B × the width of what is reconstructed.</returns>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public (Codes Codes, Tensor Reconstruction) Run(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor input = _normalisation.Apply(x, out NormalisedRows? undo);
        var tape = new Tape { IsRecording = false };
        Codes codes;
        Variable reconstruction;
        if (Model is TopKAutoencoder topK)
        {
            SparseRows selected = topK.Encode(tape, Variable.Constant(input), topK.K);
            (codes, reconstruction) = (new Codes(selected), topK.Decode(tape, selected, Variable.Constant(input)));
        }
        else
        {
            Tensor dense = Model.Encode(input);
            (codes, reconstruction) = (new Codes(Variable.Constant(dense)), Variable.Constant(Model.Decode(dense)));
        }

        Tensor result = (undo is null ? reconstruction : undo.Undo(tape, reconstruction)).Value.Copy();
        if (_normalisation.Factor != 1)
        {
            Elementwise.Scale(result.Values, (float)(1 / _normalisation.Factor), result.Values);
        }

        return (codes, result);
    }
}
