using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>TopK, Multi-TopK and skip transcoders as sparsify trains them: the loss is the unexplained share of variance, the decoder has unit rows before each pass, nothing is clipped.</summary>
/// <remarks>
/// The library's encoder lets gradients through what was selected only and ignores those of all other codes, so the auxiliary and the Multi-TopK loss train the decoder alone (interp §0.4).
/// The target of the auxiliary loss is the residual, and the decoder's bias is added to its reconstruction.
/// </remarks>
public sealed class SparsifyTrainer : SaeTrainer
{
    private readonly TopKAutoencoder _model;
    private readonly SparsifyOptions _options;
    private readonly DeadFeatures _dead;
    private readonly Schedule _schedule;
    private readonly Adam _adam;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model whose gradients go through what was selected; changed.</param>
    /// <param name="options">Options of the library.</param>
    /// <exception cref="ArgumentException">The model's gradients follow another convention.</exception>
    public SparsifyTrainer(TopKAutoencoder model, SparsifyOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (model.Options.Gradient != EncodeGradient.Selected)
        {
            throw new ArgumentException("sparsify's encoder lets gradients through all selected codes; make the model with EncodeGradient.Selected", nameof(model));
        }

        (_model, _options, _dead) = (model, options, new DeadFeatures(model.Features));
        double rate = options.LearningRate ?? (2e-4 / Math.Sqrt(model.Features / 16384.0));
        _schedule = Schedule.Linear(rate, options.WarmUpSteps);
        _adam = new Adam(model.Parameters, rate);
    }

    /// <inheritdoc/>
    public override SparseAutoencoder Model => _model;

    /// <inheritdoc/>
    public override double LearningRate => _schedule.At(Steps);

    /// <inheritdoc/>
    public override int DeadFeatures => _dead.CountDead(_options.DeadAfterTokens + 1);

    /// <inheritdoc/>
    protected override void Prepare(Tensor input, Tensor target, long step)
    {
        if (step == 0 && _model.Options.CentreInput)
        {
            MeanOfRows(target, _model.DecoderBias.Value);
        }

        if (_options.NormaliseDecoder && _model.Options.CentreInput)
        {
            DecoderRows.Normalise(_model.Decoder.Value);
        }
    }

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        float variance = (float)Losses.TotalVariance(target.Value);
        SparseRows codes = _model.Encode(Tape, input, _model.K);
        Variable reconstruction = _model.Decode(Tape, codes, input);
        Variable error = Tape.Subtract(target, reconstruction);
        Variable unexplained = Share(error, variance);
        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["fvu"] = unexplained.Value.Values[0], ["auxk"] = 0, ["multi"] = 0 };
        Variable loss = unexplained;
        int dead = DeadFeatures;
        if (_options.AuxiliaryWeight > 0 && dead > 0)
        {
            int width = target.Value.Columns;
            SparseRows silent = Frozen(_model.Encode(Tape, input, Math.Min(width / 2, dead), _dead.Among(_options.DeadAfterTokens + 1, Tape.New(_model.Features))));
            Variable auxiliary = Tape.Scale(
                Share(Tape.Subtract(Tape.Decode(silent, _model.Decoder, _model.DecoderBias), Tape.Detach(error)), variance), (float)Math.Min(dead / (double)(width / 2), 1));
            terms["auxk"] = auxiliary.Value.Values[0];
            loss = Tape.Add(loss, Tape.Scale(auxiliary, (float)_options.AuxiliaryWeight));
        }

        var pass = new Codes(codes);
        Codes fired = pass;
        if (_options.MultiTopK)
        {
            SparseRows more = Frozen(_model.Encode(Tape, input, Math.Min(4 * _model.K, _model.Features)));
            Variable multiple = Share(Tape.Subtract(Tape.Decode(more, _model.Decoder, _model.DecoderBias), target), variance);
            terms["multi"] = multiple.Value.Values[0];
            loss = Tape.Add(loss, Tape.Scale(multiple, 1f / 8));

            // The library returns the wider selection under the name of the other and counts by it what fired.
            fired = new Codes(more);
        }

        terms["loss"] = loss.Value.Values[0];
        _dead.Count(fired, input.Value.Rows, selectedCounts: true);
        return new Pass(pass, reconstruction, loss, terms);
    }

    /// <inheritdoc/>
    protected override void Apply(long step)
    {
        if (_options.NormaliseDecoder && _model.Options.CentreInput)
        {
            DecoderRows.Project(_model.Decoder.Gradient!, _model.Decoder.Value);
        }

        _adam.Rate = _schedule.At(step);
        _adam.Step();
        _model.Changed();
    }

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Add("adam", _adam.State());
        state.Counters["since_fired"] = _dead.Since.ToArray();
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _adam.Restore(state.Optimiser("adam"));
        _dead.Restore(state.Counter("since_fired", _model.Features));
        _model.Changed();
    }

    private Variable Share(Variable error, float variance) => Tape.Scale(Tape.Sum(Tape.Square(error)), 1 / variance);

    private SparseRows Frozen(SparseRows codes) => new(codes.ColumnCount, codes.Starts.ToArray(), codes.Columns.ToArray(), Tape.Detach(codes.Values));

    private static void MeanOfRows(Tensor x, Tensor mean)
    {
        double[] sum = new double[x.Columns];
        for (int row = 0; row < x.Rows; row++)
        {
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += x.Row(row)[i];
            }
        }

        for (int i = 0; i < sum.Length; i++)
        {
            mean.Values[i] = (float)(sum[i] / x.Rows);
        }
    }
}
