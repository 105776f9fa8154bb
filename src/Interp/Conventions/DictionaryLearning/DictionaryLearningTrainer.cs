using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>Order of a step in dictionary_learning: loss, gradients, what the variant does to them, Adam with a rate that warms up and falls, what the variant does to its parameters.</summary>
public abstract class DictionaryLearningTrainer : SaeTrainer
{
    private readonly Schedule _schedule;
    private readonly Adam _adam;

    /// <summary>Makes a trainer over a model.</summary>
    /// <param name="model">The model; it is changed.</param>
    /// <param name="rate">Rate of the plateau.</param>
    /// <param name="options">Schedule.</param>
    /// <param name="adam">Constants of Adam.</param>
    /// <param name="restartEvery">Steps after which the rate warms up again; null for never.</param>
    protected DictionaryLearningTrainer(SparseAutoencoder model, double rate, DictionaryLearningOptions options, AdamOptions? adam = null, long? restartEvery = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        Model = model;
        _schedule = Schedule.Linear(rate, options.WarmUpSteps, options.DecayStart, options.Steps);
        _schedule = restartEvery is { } every ? _schedule.Repeated(every) : _schedule;
        _adam = new Adam(model.Parameters, rate, adam);
    }

    /// <inheritdoc/>
    public sealed override SparseAutoencoder Model { get; }

    /// <inheritdoc/>
    public sealed override double LearningRate => _schedule.At(Steps);

    private protected OptimiserState Moments => _adam.State();

    /// <summary>Rate of the plateau where none is given: 2·10⁻⁴ / √(F / 2¹⁴).</summary>
    /// <param name="features">F.</param>
    protected static double ScaledRate(int features) => 2e-4 / Math.Sqrt(features / 16384.0);

    /// <summary>What happens to gradients before the step, such as projection and clipping.</summary>
    protected abstract void ShapeGradients();

    /// <summary>What happens to parameters after the step, such as normalisation.</summary>
    /// <param name="step">Number of the step.</param>
    protected abstract void ShapeParameters(long step);

    /// <inheritdoc/>
    protected sealed override void Apply(long step)
    {
        ShapeGradients();
        _adam.Rate = _schedule.At(step);
        _adam.Step();
        ShapeParameters(step);
    }

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state) => state.Add("adam", _adam.State());

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _adam.Restore(state.Optimiser("adam"));
    }
}
