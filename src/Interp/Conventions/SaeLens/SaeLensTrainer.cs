using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// Order of a step in SAELens: normalisation, loss, gradients, all of them clipped to one length, Adam, what the variant does to its parameters. The error is summed over dimensions and averaged over tokens;
/// the decoder is neither projected nor normalised.
/// </summary>
public abstract class SaeLensTrainer : SaeTrainer
{
    private readonly SaeLensOptions _options;
    private readonly DeadFeatures _dead;
    private readonly Adam _adam;
    private NormalisedRows? _undo;

    /// <summary>Makes a trainer over a model.</summary>
    /// <param name="model">The model; it is changed.</param>
    /// <param name="options">Options of the library.</param>
    protected SaeLensTrainer(SparseAutoencoder model, SaeLensOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.WarmUpSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(options.DecaySteps);
        (Model, _options, _dead) = (model, options, new DeadFeatures(model.Features));
        _adam = new Adam(model.Parameters, options.LearningRate, new AdamOptions { Beta1 = options.Beta1, Beta2 = options.Beta2 });
    }

    /// <inheritdoc/>
    public sealed override SparseAutoencoder Model { get; }

    /// <inheritdoc/>
    public sealed override double LearningRate => _options.RateAt(Steps);

    /// <inheritdoc/>
    public sealed override int DeadFeatures => _dead.CountDead(_options.DeadAfterPasses + 1);

    /// <summary>Passes since each feature fired.</summary>
    public ReadOnlySpan<long> PassesSinceFired => _dead.Since;

    /// <summary>Length of all gradients together at the last step, before they were clipped; 0 before the first.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>The pass of a variant: codes, reconstruction and what joins the loss beside the squared error.</summary>
    /// <param name="input">B × d, normalised.</param>
    /// <param name="target">What is to be reconstructed, at the scale of the loss.</param>
    /// <param name="step">Number of the step, from 0.</param>
    private protected abstract SaeLensPass Run(Variable input, Variable target, long step);

    /// <summary>What happens to parameters after the step.</summary>
    protected virtual void ShapeParameters()
    {
    }

    /// <summary>A reconstruction at the scale of the loss.</summary>
    /// <param name="reconstruction">What the decoder gave.</param>
    protected Variable Undo(Variable reconstruction) => _undo is null ? reconstruction : _undo.Undo(Tape, reconstruction);

    /// <summary>Zero for dead features and minus infinity for others.</summary>
    protected Tensor AmongDead() => _dead.Among(_options.DeadAfterPasses + 1, Tape.New(Model.Features));

    /// <summary>Share of a coefficient at a step of its linear rise from zero.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="warmUp">Steps of the rise; 0 for none.</param>
    protected static double WarmUp(long step, long warmUp) => step < warmUp ? (double)step / warmUp : 1;

    /// <inheritdoc/>
    protected sealed override Pass Forward(Variable input, Variable target, long step)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        Variable normalised = Variable.Constant(_options.Normalisation.Apply(input.Value, out _undo, Tape));

        // What is not the input, as for a transcoder, has its own scale and keeps it.
        bool same = ReferenceEquals(input.Value, target.Value);
        _undo = same ? _undo : null;
        Variable aim = same && _options.Normalisation.Factor != 1 ? normalised : target;
        SaeLensPass run = Run(normalised, aim, step);
        Variable loss = Losses.SumThenMean(Tape, Tape.Subtract(run.Reconstruction, aim));
        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["mse_loss"] = loss.Value.Values[0] };
        foreach ((string name, Variable? term) in run.Terms)
        {
            terms[name] = term?.Value.Values[0] ?? 0;
            loss = term is null ? loss : Tape.Add(loss, term);
        }

        terms["loss"] = loss.Value.Values[0];
        _dead.Count(run.Codes, 1);
        return new Pass(run.Codes, run.Reconstruction, loss, terms) { Preactivations = run.Preactivations };
    }

    /// <inheritdoc/>
    protected sealed override void Apply(long step)
    {
        GradientNorm = Clipping.ByGlobalNorm(Model.Parameters, _options.ClipNorm);
        _adam.Rate = _options.RateAt(step);
        _adam.Step();
        ShapeParameters();
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
    }
}
