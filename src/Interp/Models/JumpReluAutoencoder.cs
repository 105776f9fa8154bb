using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Codes are what exceeds a threshold that is learned for each feature (Rajamanoharan et al., arXiv 2407.14435): <c>z = p · 1[p &gt; θ]</c> with <c>p = x W_encᵀ + b_enc</c>.</summary>
public sealed class JumpReluAutoencoder : LinearAutoencoder
{
    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="encoder">F × d.</param>
    /// <param name="encoderBias">F numbers.</param>
    /// <param name="threshold">F numbers, in the form that the options say.</param>
    /// <param name="decoder">F × the width of what is reconstructed.</param>
    /// <param name="decoderBias">As many numbers as the decoder has columns.</param>
    /// <param name="options">What libraries disagree about; null for the convention of dictionary_learning.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or the bandwidth is not positive.</exception>
    public JumpReluAutoencoder(Tensor encoder, Tensor encoderBias, Tensor threshold, Tensor decoder, Tensor decoderBias, JumpReluOptions? options = null)
        : base(encoder, decoder, decoderBias, options?.CentreInput ?? false)
    {
        Options = options ?? new JumpReluOptions();
        if (!(Options.Bandwidth > 0 && double.IsFinite(Options.Bandwidth)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), Options.Bandwidth, "a bandwidth is positive and finite");
        }

        EncoderBias = ByFeature("encoder_bias", encoderBias);
        Threshold = ByFeature(Options.Form == ThresholdForm.Linear ? "threshold" : "log_threshold", threshold);
        Parameters = [Encoder, EncoderBias, Threshold, Decoder, DecoderBias];
    }

    /// <inheritdoc/>
    public override string Architecture => "jumprelu";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <summary>What libraries disagree about.</summary>
    public JumpReluOptions Options { get; }

    /// <summary>F numbers.</summary>
    public Variable EncoderBias { get; }

    /// <summary>F trained numbers: thresholds, or their logarithms.</summary>
    public Variable Threshold { get; }

    /// <summary>The thresholds themselves: F numbers.</summary>
    /// <param name="tape">Records how they come from what is trained.</param>
    public Variable Thresholds(Tape tape) => Options.Form switch
    {
        ThresholdForm.Linear => Threshold,
        ThresholdForm.Logarithm => tape.Exp(Threshold),
        _ => tape.StraightThrough(tape.Exp(Threshold), Threshold),
    };

    /// <summary>Codes in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="thresholds">Those of <see cref="Thresholds"/>, on the same tape.</param>
    /// <param name="preactivations">What is compared with the thresholds: B × F.</param>
    public Variable Encode(Tape tape, Variable x, Variable thresholds, out Variable preactivations)
    {
        ArgumentNullException.ThrowIfNull(tape);
        preactivations = tape.Add(Products(tape, x), EncoderBias, Broadcast.Row);
        if (Options.RectifyFirst)
        {
            preactivations = tape.Relu(preactivations);
        }

        return Jump.Rectify(tape, preactivations, thresholds, (float)Options.Bandwidth);
    }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x)
    {
        var tape = new Tape { IsRecording = false };
        return tape.Relu(Encode(tape, Variable.Constant(x), Thresholds(tape), out _)).Value.Copy();
    }
}
