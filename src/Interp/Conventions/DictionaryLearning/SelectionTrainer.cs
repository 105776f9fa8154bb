using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// What TopK, BatchTopK and Matryoshka of dictionary_learning share (interp §1.1): the bias starts at the geometric median of the first batch, dead features reconstruct what is left over,
/// gradients lose their part along the decoder's rows and are clipped, k may fall over the first steps, a threshold for inference is a running mean, and the decoder has unit rows after each step.
/// </summary>
public abstract class SelectionTrainer : DictionaryLearningTrainer
{
    private readonly TopKTrainerOptions _options;
    private readonly DeadFeatures _dead;

    private protected SelectionTrainer(SparseAutoencoder model, TopKTrainerOptions options)
        : base(model, options?.LearningRate ?? ScaledRate(model?.Features ?? 1), options!) => (_options, _dead) = (options!, new DeadFeatures(model!.Features));

    /// <summary>What a code must exceed in inference by threshold; negative until it is learned.</summary>
    public abstract float Threshold { get; private protected set; }

    /// <inheritdoc/>
    public sealed override int DeadFeatures => _dead.CountDead(_options.DeadAfterTokens);

    /// <summary>Tokens since each feature fired.</summary>
    public ReadOnlySpan<long> TokensSinceFired => _dead.Since;

    private protected abstract Variable Decoder { get; }

    private protected abstract Variable DecoderBias { get; }

    private protected abstract int K { get; set; }

    private protected abstract int FinalK { get; }

    private protected abstract SparseRows Select(Variable input);

    private protected abstract SparseRows SelectAmong(Variable input, int perRow, Tensor among);

    // The smallest selected code of a batch as the variant counts it; not finite where there is none that counts.
    private protected abstract double SmallestSelected(SparseRows codes);

    private protected abstract void Changed();

    // Reconstruction, and the loss without dead features; adds terms.
    private protected virtual (Variable Reconstruction, Variable Loss) Reconstruct(SparseRows codes, Variable input, Variable target, IDictionary<string, double> terms)
    {
        Variable reconstruction = Tape.Decode(codes, Decoder, DecoderBias);
        return (reconstruction, Losses.SumThenMean(Tape, Tape.Subtract(target, reconstruction)));
    }

    /// <inheritdoc/>
    protected sealed override void Prepare(Tensor input, Tensor target, long step)
    {
        if (step == 0)
        {
            GeometricMedian.Of(input).CopyTo(DecoderBias.Value.Values);
        }
    }

    /// <inheritdoc/>
    protected sealed override Pass Forward(Variable input, Variable target, long step)
    {
        SparseRows codes = Select(input);
        if (step > _options.ThresholdStartStep && SmallestSelected(codes) is double smallest && double.IsFinite(smallest))
        {
            Threshold = (float)(Threshold < 0 ? smallest : (_options.ThresholdKept * Threshold) + ((1 - _options.ThresholdKept) * smallest));
        }

        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal);
        (Variable reconstruction, Variable squares) = Reconstruct(codes, input, target, terms);
        var pass = new Codes(codes);
        _dead.Count(pass, input.Value.Rows, selectedCounts: true);
        (terms["l2_loss"], terms["auxk_loss"], terms["pre_norm_auxk_loss"]) = (squares.Value.Values[0], 0, -1);
        Variable loss = squares;
        if (_options.AuxiliaryWeight > 0 && AuxiliaryLoss(input, Tape.Detach(Tape.Subtract(target, reconstruction)), terms) is { } auxiliary)
        {
            loss = Tape.Add(squares, Tape.Scale(auxiliary, (float)_options.AuxiliaryWeight));
        }

        terms["loss"] = loss.Value.Values[0];
        return new Pass(pass, reconstruction, loss, terms);
    }

    /// <inheritdoc/>
    protected sealed override void ShapeGradients()
    {
        DecoderRows.Project(Decoder.Gradient!, Decoder.Value, 1e-6f);
        Clipping.ByGlobalNorm(Model.Parameters, 1);
    }

    /// <inheritdoc/>
    protected sealed override void ShapeParameters(long step)
    {
        if (_options.AnnealSteps is { } steps and > 0)
        {
            double ratio = (double)Math.Min(step, steps) / steps;
            K = (int)((Model.Width * (1 - ratio)) + (FinalK * ratio));
        }

        DecoderRows.Normalise(Decoder.Value);
        Changed();
    }

    /// <inheritdoc/>
    protected sealed override void SaveMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.SaveMore(state);
        state.Counters["since_fired"] = _dead.Since.ToArray();
        state.Counters["k"] = [K];
    }

    /// <inheritdoc/>
    protected sealed override void RestoreMore(TrainingState state)
    {
        base.RestoreMore(state);
        _dead.Restore(state.Counter("since_fired", Model.Features));
        K = (int)state.Counter("k", 1)[0];
        Changed();
    }

    // What is left over is a target here: no gradient flows back through it. The decoder's bias is not added, and the loss is a share of the variance of what is left over.
    private Variable? AuxiliaryLoss(Variable input, Variable residual, SortedDictionary<string, double> terms)
    {
        int dead = DeadFeatures;
        if (dead == 0)
        {
            return null;
        }

        int count = Math.Min(_options.AuxiliaryK ?? (Model.Width / 2), dead);
        SparseRows codes = SelectAmong(input, count, _dead.Among(_options.DeadAfterTokens, Tape.New(Model.Features)));
        Variable loss = Losses.SumThenMean(Tape, Tape.Subtract(residual, Tape.Decode(codes, Decoder, null)));
        double variance = Losses.Variance(residual.Value);
        terms["pre_norm_auxk_loss"] = loss.Value.Values[0];
        double share = loss.Value.Values[0] / variance;
        if (double.IsNaN(share))
        {
            return null;
        }

        terms["auxk_loss"] = share;
        return Tape.Scale(loss, (float)(1 / variance));
    }
}
