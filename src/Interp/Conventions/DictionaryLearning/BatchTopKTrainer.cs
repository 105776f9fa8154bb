using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>BatchTopK as dictionary_learning trains it (trainers/batch_top_k.py; interp §1.2). The threshold follows the smallest positive code of the batch, 0 where there is none.</summary>
public class BatchTopKTrainer : SelectionTrainer
{
    private readonly BatchTopKAutoencoder _model;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model that centres its input; changed.</param>
    /// <param name="options">Options of the library.</param>
    public BatchTopKTrainer(BatchTopKAutoencoder model, TopKTrainerOptions options)
        : base(model, options) => _model = model;

    /// <inheritdoc/>
    public sealed override float Threshold
    {
        get => _model.Threshold;
        private protected set => _model.Threshold = value;
    }

    private protected sealed override Variable Decoder => _model.Decoder;

    private protected sealed override Variable DecoderBias => _model.DecoderBias;

    private protected sealed override int K
    {
        get => (int)_model.K;
        set => _model.K = value;
    }

    private protected sealed override int FinalK => (int)_model.Options.K;

    private protected sealed override SparseRows Select(Variable input) => _model.Encode(Tape, input);

    private protected sealed override SparseRows SelectAmong(Variable input, int perRow, Tensor among) => _model.EncodeTop(Tape, input, perRow, among);

    private protected sealed override void Changed() => _model.Changed();

    private protected sealed override double SmallestSelected(SparseRows codes)
    {
        float smallest = float.PositiveInfinity;
        foreach (float value in codes.Values.Value.Values)
        {
            smallest = Math.Min(smallest, value);
        }

        return codes.Count == 0 ? 0 : smallest;
    }
}
