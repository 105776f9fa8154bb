using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// TopK and BatchTopK as overcomplete trains them (sae/topk_sae.py, sae/batchtopk_sae.py, sae/losses.py). A BatchTopK's k is the total of a batch, and what equals the smallest of them is kept too. The auxiliary
/// loss is not about dead features: the larger half of the codes that were not chosen reconstructs the residual, and gradients go through the residual as well.
/// </summary>
public sealed class OvercompleteSelectionTrainer : OvercompleteTrainer
{
    private readonly OvercompleteOptions _options;
    private readonly Variable _encoder;
    private readonly Variable _encoderBias;
    private readonly BatchTopKAutoencoder? _batch;
    private readonly TopKAutoencoder? _rows;
    private readonly int _count;
    private double _threshold = double.NaN;

    /// <summary>Makes a trainer of a TopK.</summary>
    /// <param name="model">A model that rectifies and does not centre its input; its decoder's bias stays as it is, zero in the library.</param>
    /// <param name="options">Options of the library.</param>
    public OvercompleteSelectionTrainer(TopKAutoencoder model, OvercompleteOptions options)
        : base(model, model?.Decoder!, options) => (_rows, _options, _encoder, _encoderBias, _count) = (model, options, model!.Encoder, model.EncoderBias, model.K);

    /// <summary>Makes a trainer of a BatchTopK.</summary>
    /// <param name="model">A model that does not centre its input; its k is not used in training. Afterwards it keeps what is at least the running threshold.</param>
    /// <param name="total">How many codes the batch has.</param>
    /// <param name="options">Options of the library.</param>
    /// <exception cref="ArgumentOutOfRangeException">The total is not positive.</exception>
    public OvercompleteSelectionTrainer(BatchTopKAutoencoder model, int total, OvercompleteOptions options)
        : base(model, model?.Decoder!, options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        (_batch, _options, _encoder, _encoderBias, _count) = (model, options, model!.Encoder, model.EncoderBias, total);
    }

    /// <summary>Running mean of the smallest chosen code of a batch; NaN before the first pass and for a TopK.</summary>
    public double RunningThreshold => _threshold;

    /// <inheritdoc/>
    protected override void Changed()
    {
        _rows?.Changed();
        _batch?.Changed();
    }

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        Variable preactivations = Tape.Add(Tape.MatMul(input, _encoder, transposeB: true), _encoderBias, Broadcast.Row);
        Variable positive = Tape.Relu(preactivations);
        Variable codes = _batch is null ? Tape.KeepTopK(positive, _count) : OfBatch(positive);
        Variable reconstruction = Tape.MatMul(codes, Dictionary);
        Variable others = Tape.KeepTopK(Tape.Subtract(positive, codes), Model.Features / 2);
        Variable auxiliary = Tape.MeanSquaredError(Tape.Subtract(target, reconstruction), Tape.MatMul(others, Dictionary));
        return Result(new Codes(codes), reconstruction, target, ("auxiliary", Tape.Scale(auxiliary, (float)_options.AuxiliaryWeight))) with { Preactivations = preactivations };
    }

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.SaveMore(state);
        state.Numbers["running_threshold"] = [_threshold];
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.RestoreMore(state);
        _threshold = state.Number("running_threshold", 1)[0];
    }

    private Variable OfBatch(Variable positive)
    {
        Tensor all = positive.Value;
        float smallest = Tape.BatchTopK(Tape.Detach(positive), Math.Min(_count, all.Count), out _).Value.Values.ToArray().Min();
        _threshold = double.IsNaN(_threshold) ? smallest : (float)((_options.ThresholdKept * _threshold) + ((1 - _options.ThresholdKept) * smallest));
        _batch!.Threshold = MathF.BitDecrement((float)_threshold);
        Tensor mask = Tape.New(all.Shape);
        for (int i = 0; i < mask.Count; i++)
        {
            mask.Values[i] = all.Values[i] >= smallest ? 1 : 0;
        }

        return Tape.Mask(positive, mask);
    }
}
