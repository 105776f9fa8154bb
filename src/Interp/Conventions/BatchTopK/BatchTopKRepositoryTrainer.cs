using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// Order of a step in bartbussmann/BatchTopK and its fork SewoongLee/top-afa-sae (training/sae.py): normalisation of the input, mean squared error, gradients clipped together, the decoder's gradient projected and
/// the decoder normalised, and only then Adam. So the decoder's rows have nearly, not exactly, unit length in a pass.
/// </summary>
public abstract class BatchTopKRepositoryTrainer : SaeTrainer
{
    private readonly Variable _decoder;
    private readonly DeadFeatures _dead;
    private readonly Adam _adam;

    /// <summary>Makes a trainer over a model.</summary>
    /// <param name="model">The model; it is changed.</param>
    /// <param name="decoder">The one of its parameters whose rows are normalised.</param>
    /// <param name="options">Options of the repository.</param>
    protected BatchTopKRepositoryTrainer(SparseAutoencoder model, Variable decoder, BatchTopKRepositoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(options);
        (Model, _decoder, Options, _dead) = (model, decoder, options, new DeadFeatures(model.Features));
        _adam = new Adam(model.Parameters, options.LearningRate, new AdamOptions { Beta1 = options.Beta1, Beta2 = options.Beta2 });
    }

    /// <inheritdoc/>
    public sealed override SparseAutoencoder Model { get; }

    /// <inheritdoc/>
    public sealed override double LearningRate => Options.LearningRate;

    /// <inheritdoc/>
    public sealed override int DeadFeatures => _dead.CountDead(Options.BatchesToDead + 1);

    /// <summary>Batches since each feature fired.</summary>
    public ReadOnlySpan<long> BatchesSinceFired => _dead.Since;

    /// <summary>Options of the repository.</summary>
    protected BatchTopKRepositoryOptions Options { get; }

    /// <summary>Features that reconstruct residuals now.</summary>
    protected int Reviving => _dead.CountDead(Options.BatchesToDead);

    /// <summary>Zero for features that reconstruct residuals and minus infinity for others.</summary>
    protected Tensor AmongReviving() => _dead.Among(Options.BatchesToDead, Tape.New(Model.Features));

    /// <summary>The pass of a variant at the scale of the loss, without the squared error.</summary>
    /// <param name="input">B × d, normalised.</param>
    /// <param name="target">What is to be reconstructed, normalised.</param>
    private protected abstract BatchTopKRepositoryPass Run(Variable input, Variable target);

    /// <summary>Takes codes into account for <see cref="DeadFeatures"/>. JumpReLU never does, so none of its features is ever dead.</summary>
    /// <param name="codes">The codes of the pass.</param>
    protected void Count(Codes codes) => _dead.Count(codes, 1);

    /// <summary>Says that the parameters have other numbers now.</summary>
    protected virtual void Changed()
    {
    }

    /// <inheritdoc/>
    protected sealed override Pass Forward(Variable input, Variable target, long step)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        InputNormalisation normalisation = Options.NormaliseInput ? InputNormalisation.LayerNorm : InputNormalisation.None;
        Variable x = Variable.Constant(normalisation.Apply(input.Value, out NormalisedRows? undo)), aim = x;
        if (!ReferenceEquals(input.Value, target.Value))
        {
            aim = Variable.Constant(normalisation.Apply(target.Value, out undo));
        }

        BatchTopKRepositoryPass run = Run(x, aim);
        Variable squares = Tape.MeanSquaredError(run.Reconstruction, aim), loss = squares;
        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["l2_loss"] = squares.Value.Values[0] };
        foreach ((string name, Variable? term) in run.Terms)
        {
            terms[name] = term?.Value.Values[0] ?? 0;
            loss = term is null ? loss : Tape.Add(loss, term);
        }

        terms["loss"] = loss.Value.Values[0];
        return new Pass(run.Codes, undo is null ? run.Reconstruction : undo.Undo(Tape, run.Reconstruction), loss, terms);
    }

    /// <inheritdoc/>
    protected sealed override void Apply(long step)
    {
        Clipping.ByGlobalNorm(Model.Parameters, Options.ClipNorm);
        DecoderRows.Normalise(_decoder.Value, 0);
        DecoderRows.Project(_decoder.Gradient!, _decoder.Value);
        _adam.Step();
        Changed();
    }

    /// <inheritdoc/>
    protected sealed override void SaveMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Add("adam", _adam.State());
        state.Counters["since_fired"] = _dead.Since.ToArray();
    }

    /// <inheritdoc/>
    protected sealed override void RestoreMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _adam.Restore(state.Optimiser("adam"));
        _dead.Restore(state.Counter("since_fired", Model.Features));
        Changed();
    }
}
