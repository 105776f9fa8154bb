using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>A model that Feature Choice trains: which codes are kept depends on the batch in training and on a threshold for each feature afterwards.</summary>
public sealed class FeatureChoiceAutoencoder : LinearAutoencoder
{
    /// <summary>Makes a model from its parameters; every positive code is kept until thresholds are learned.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="encoderBias">F numbers.</param>
    /// <param name="decoder">F × d.</param>
    /// <param name="decoderBias">d numbers.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public FeatureChoiceAutoencoder(Tensor encoder, Tensor encoderBias, Tensor decoder, Tensor decoderBias)
        : base(encoder, decoder, decoderBias, centreInput: true)
    {
        EncoderBias = ByFeature("encoder_bias", encoderBias);
        Parameters = [Encoder, EncoderBias, Decoder, DecoderBias];
        Thresholds = new Tensor(Features);
        Buffers = new Dictionary<string, Tensor> { ["thresholds"] = Thresholds };
    }

    /// <inheritdoc/>
    public override string Architecture => "featurechoice";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Buffers { get; }

    /// <summary>F numbers.</summary>
    public Variable EncoderBias { get; }

    /// <summary>What a code must reach in a trained model: F numbers, 0 until they are learned.</summary>
    public Tensor Thresholds { get; }

    /// <summary>Codes before the selection: B × F.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    public Variable Positive(Tape tape, Variable x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.Relu(tape.Add(Products(tape, x), EncoderBias, Broadcast.Row));
    }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x)
    {
        Tensor codes = Positive(new Tape { IsRecording = false }, Variable.Constant(x)).Value.Copy();
        for (int i = 0; i < codes.Count; i++)
        {
            codes.Values[i] = codes.Values[i] >= Thresholds.Values[i % Features] ? codes.Values[i] : 0;
        }

        return codes;
    }
}
