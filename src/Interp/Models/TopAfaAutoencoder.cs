using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// Top-AFA (arXiv 2503.24277; interp §1.7): as many codes as make up the activation's length. Of <c>a = ReLU((x − b_dec) W_encᵀ)</c> those with the largest <c>aᵢ‖W_dec,i‖</c> are kept until the root of the sum of
/// their squares is nearest to <c>‖x − b_dec‖</c>; of equally near counts the smallest. All F are never enough: where the rest falls short, all but the last are kept.
/// </summary>
public sealed class TopAfaAutoencoder : LinearAutoencoder
{
    private const int RowsOfABlock = 16;

    /// <summary>Makes a model from its parameters.</summary>
    /// <param name="encoder">F × d; F is at least 2.</param>
    /// <param name="encoderBias">F numbers, which the repository keeps and never uses.</param>
    /// <param name="decoder">F × d.</param>
    /// <param name="decoderBias">d numbers.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public TopAfaAutoencoder(Tensor encoder, Tensor encoderBias, Tensor decoder, Tensor decoderBias)
        : base(encoder, decoder, decoderBias, centreInput: true)
    {
        EncoderBias = ByFeature("encoder_bias", encoderBias);
        Parameters = [Encoder, EncoderBias, Decoder, DecoderBias];
    }

    /// <inheritdoc/>
    public override string Architecture => "topafa";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Parameters { get; }

    /// <summary>F numbers that nothing depends on.</summary>
    public Variable EncoderBias { get; }

    // For each row of a batch: counts whose distances differ by less than this share of the length are equally near. Single precision makes such ties of codes that add next to nothing, and rounding decides them: recordings hold either outcome.
    internal float[]? Slacks { get; set; }

    /// <summary>Codes in training.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="x">B × d.</param>
    /// <param name="positive">All codes before the selection: B × F.</param>
    public Variable Encode(Tape tape, Variable x, out Variable positive)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        positive = tape.Relu(Products(tape, x));
        return tape.Mask(positive, Kept(tape, x.Value, positive.Value));
    }

    /// <inheritdoc/>
    public override Tensor Encode(Tensor x) => Encode(new Tape { IsRecording = false }, Variable.Constant(x), out _).Value.Copy();

    private Tensor Kept(Tape tape, Tensor x, Tensor codes)
    {
        Tensor mask = tape.Zeros(codes.Shape), lengths = tape.New(Features), decoder = Decoder.Value, bias = DecoderBias.Value;
        for (int feature = 0; feature < Features; feature++)
        {
            lengths.Values[feature] = DecoderRows.Length(decoder.Row(feature));
        }

        Workers.For(codes.Rows, RowsOfABlock, (first, end) =>
        {
            float[] keys = new float[Features];
            int[] order = new int[Features];
            for (int row = first; row < end; row++)
            {
                Keep(x.Row(row), bias.Values, codes.Row(row), lengths.Values, mask.Row(row), keys, order, Slacks?[row] ?? 0);
            }
        });
        return mask;
    }

    private static void Keep(ReadOnlySpan<float> x, ReadOnlySpan<float> bias, ReadOnlySpan<float> codes, ReadOnlySpan<float> lengths, Span<float> mask, float[] keys, int[] order, float slack)
    {
        double squares = 0;
        for (int i = 0; i < x.Length; i++)
        {
            float difference = x[i] - bias[i];
            squares += (double)difference * difference;
        }

        // Codes that are zero add nothing, so the first count that is nearest is among the positive ones, or 1.
        int positive = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] > 0)
            {
                float share = codes[i] * lengths[i];
                (keys[positive], order[positive]) = (-(share * share), i);
                positive++;
            }
        }

        Array.Sort(keys, order, 0, positive);
        float aim = (float)Math.Sqrt(squares), nearest = float.PositiveInfinity;
        double sum = 0;
        int count = 0;
        for (int i = 0; i < Math.Min(positive, codes.Length - 1); i++)
        {
            sum -= keys[i];
            float distance = MathF.Abs(MathF.Sqrt((float)sum) - aim);
            if (distance < nearest - (slack * aim))
            {
                (nearest, count) = (distance, i + 1);
            }
        }

        foreach (int feature in order.AsSpan(0, count))
        {
            mask[feature] = 1;
        }
    }
}
