using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>Order of a step in overcomplete: unit rows of the dictionary, loss, gradients, Adam. Errors are averaged over everything, and nothing is projected or clipped.</summary>
/// <remarks>Rows get their unit length back at once after a step, so that the model is always ready; the library does it when the dictionary is read next, which gives the same passes.</remarks>
public abstract class OvercompleteTrainer : SaeTrainer
{
    private const float SmallestLength = 1e-8f;
    private readonly OvercompleteOptions _options;
    private readonly DeadFeatures _dead;
    private readonly Adam _adam;

    /// <summary>Makes a trainer over a model.</summary>
    /// <param name="model">The model; it is changed.</param>
    /// <param name="dictionary">The one of its parameters whose rows have unit length.</param>
    /// <param name="options">Options of the library.</param>
    protected OvercompleteTrainer(SparseAutoencoder model, Variable dictionary, OvercompleteOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentNullException.ThrowIfNull(options);
        (Model, Dictionary, _options, _dead) = (model, dictionary, options, new DeadFeatures(model.Features));
        _adam = new Adam(model.Parameters, options.LearningRate);
    }

    /// <inheritdoc/>
    public sealed override SparseAutoencoder Model { get; }

    /// <inheritdoc/>
    public sealed override double LearningRate => RateAt(Steps);

    /// <summary>Features that no token of the last batch had, which is what the library calls dead.</summary>
    public sealed override int DeadFeatures => Steps == 0 ? 0 : _dead.CountDead(1);

    /// <summary>The atoms.</summary>
    protected Variable Dictionary { get; }

    /// <summary>Says that the dictionary has other numbers now.</summary>
    protected abstract void Changed();

    /// <summary>A pass whose loss is known.</summary>
    /// <param name="codes">Its codes.</param>
    /// <param name="reconstruction">B × d.</param>
    /// <param name="target">What was to be reconstructed.</param>
    /// <param name="more">What joins the mean squared error, by name.</param>
    protected Pass Result(Codes codes, Variable reconstruction, Variable target, params ReadOnlySpan<(string Name, Variable Term)> more)
    {
        ArgumentNullException.ThrowIfNull(codes);
        Variable loss = Tape.MeanSquaredError(reconstruction, target);
        var terms = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["mse"] = loss.Value.Values[0] };
        foreach ((string name, Variable term) in more)
        {
            terms[name] = term.Value.Values[0];
            loss = Tape.Add(loss, term);
        }

        terms["loss"] = loss.Value.Values[0];
        _dead.Count(codes, 1);
        return new Pass(codes, reconstruction, loss, terms);
    }

    /// <inheritdoc/>
    protected sealed override void Prepare(Tensor input, Tensor target, long step)
    {
        if (step == 0)
        {
            DecoderRows.Normalise(Dictionary.Value, SmallestLength);
            Changed();
        }
    }

    /// <inheritdoc/>
    protected sealed override void Apply(long step)
    {
        _adam.Rate = RateAt(step);
        _adam.Step();
        DecoderRows.Normalise(Dictionary.Value, SmallestLength);
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

    private double RateAt(long step)
    {
        if (_options.Steps is not { } steps)
        {
            return _options.LearningRate;
        }

        double share = Math.Min(1, (double)step / Math.Max(1, steps));
        return _options.FinalRate + ((_options.LearningRate - _options.FinalRate) * (1 + Math.Cos(Math.PI * share)) / 2);
    }
}
