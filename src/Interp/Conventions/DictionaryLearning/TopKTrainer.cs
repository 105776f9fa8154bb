using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>TopK as dictionary_learning trains it (trainers/top_k.py; interp §1.1). The threshold follows the mean over tokens of the smallest positive selected code.</summary>
public sealed class TopKTrainer : SelectionTrainer
{
    private readonly TopKAutoencoder _model;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model that centres its input and rectifies; changed.</param>
    /// <param name="options">Options of the library.</param>
    public TopKTrainer(TopKAutoencoder model, TopKTrainerOptions options)
        : base(model, options) => _model = model;

    /// <inheritdoc/>
    public override float Threshold
    {
        get => _model.Threshold;
        private protected set => _model.Threshold = value;
    }

    private protected override Variable Decoder => _model.Decoder;

    private protected override Variable DecoderBias => _model.DecoderBias;

    private protected override int K
    {
        get => _model.K;
        set => _model.K = value;
    }

    private protected override int FinalK => _model.Options.K;

    private protected override SparseRows Select(Variable input) => _model.Encode(Tape, input, _model.K);

    private protected override SparseRows SelectAmong(Variable input, int perRow, Tensor among) => _model.Encode(Tape, input, perRow, among);

    private protected override void Changed() => _model.Changed();

    // A token without any positive code makes the mean infinite; in the library the threshold stays so for good, here the batch does not count.
    private protected override double SmallestSelected(SparseRows codes)
    {
        double sum = 0;
        for (int row = 0; row < codes.RowCount; row++)
        {
            double smallest = double.PositiveInfinity;
            for (int i = codes.Starts[row]; i < codes.Starts[row + 1]; i++)
            {
                float value = codes.Values.Value.Values[i];
                smallest = value > 0 ? Math.Min(smallest, value) : smallest;
            }

            sum += smallest;
        }

        return sum / codes.RowCount;
    }

    private protected override (Variable Reconstruction, Variable Loss) Reconstruct(SparseRows codes, Variable input, Variable target, IDictionary<string, double> terms)
    {
        Variable reconstruction = _model.Decode(Tape, codes, input);
        return (reconstruction, Losses.SumThenMean(Tape, Tape.Subtract(target, reconstruction)));
    }
}
