using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>A step for variants that are known from papers: squares summed over dimensions and averaged over tokens, gradients clipped together, Adam, unit rows of the decoder.</summary>
public abstract class PaperTrainer : SaeTrainer
{
    private readonly PaperOptions _options;
    private readonly Variable _decoder;
    private readonly DeadFeatures _dead;
    private readonly Adam _adam;

    /// <summary>Makes a trainer over a model.</summary>
    /// <param name="model">The model; it is changed.</param>
    /// <param name="decoder">The one of its parameters whose rows may be held at unit length.</param>
    /// <param name="options">What the papers leave open.</param>
    protected PaperTrainer(SparseAutoencoder model, Variable decoder, PaperOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(options);
        (Model, _decoder, _options, _dead) = (model, decoder, options, new DeadFeatures(model.Features));
        _adam = new Adam(model.Parameters, options.LearningRate);
    }

    /// <inheritdoc/>
    public sealed override SparseAutoencoder Model { get; }

    /// <inheritdoc/>
    public sealed override double LearningRate => _options.LearningRate;

    /// <inheritdoc/>
    public sealed override int DeadFeatures => _dead.CountDead(_options.DeadAfterTokens);

    /// <summary>Says that the parameters have other numbers now.</summary>
    protected virtual void Changed()
    {
    }

    /// <summary>What happens to parameters after Adam, beside the decoder's length.</summary>
    /// <param name="step">Number of the step.</param>
    protected virtual void ShapeParameters(long step)
    {
    }

    /// <summary>A pass whose loss is known.</summary>
    /// <param name="codes">Its codes.</param>
    /// <param name="reconstruction">B × d.</param>
    /// <param name="target">What was to be reconstructed.</param>
    /// <param name="more">What joins the squared error, by name; null counts as zero.</param>
    protected Pass Result(Codes codes, Variable reconstruction, Variable target, params ReadOnlySpan<(string Name, Variable? Term)> more)
    {
        ArgumentNullException.ThrowIfNull(codes);
        Variable loss = Losses.SumThenMean(Tape, Tape.Subtract(target, reconstruction));
        loss = _options.HalfSquares ? Tape.Scale(loss, 0.5f) : loss;
        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["squares"] = loss.Value.Values[0] };
        foreach ((string name, Variable? term) in more)
        {
            terms[name] = term?.Value.Values[0] ?? 0;
            loss = term is null ? loss : Tape.Add(loss, term);
        }

        terms["loss"] = loss.Value.Values[0];
        _dead.Count(codes, codes.Rows);
        return new Pass(codes, reconstruction, loss, terms);
    }

    /// <inheritdoc/>
    protected sealed override void Apply(long step)
    {
        if (_options.UnitDecoder && _decoder.Gradient is { } gradient)
        {
            DecoderRows.Project(gradient, _decoder.Value, 1e-6f);
        }

        if (double.IsFinite(_options.ClipNorm))
        {
            Clipping.ByGlobalNorm(Model.Parameters, _options.ClipNorm);
        }

        _adam.Step();
        if (_options.UnitDecoder)
        {
            DecoderRows.Normalise(_decoder.Value);
        }

        ShapeParameters(step);
        Changed();
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
        _dead.Restore(state.Counter("since_fired", Model.Features));
        Changed();
    }
}
