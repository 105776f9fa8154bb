using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// Group Bias Adaptation (arXiv 2506.14002; interp §1.11): gradients of half the squared error move dictionary and amplitudes; after some steps biases follow the frequencies seen since. Features are in groups of equal size, the first
/// ones in the group with the highest target. There is no penalty.
/// </summary>
public sealed class BiasAdaptationTrainer : PaperTrainer
{
    private readonly BiasAdaptedAutoencoder _model;
    private readonly BiasAdaptation _adaptation;
    private readonly int _every;
    private readonly int[] _groups;
    private readonly long[] _counts;
    private readonly Tensor _peaks;
    private long _tokens;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="adaptation">Targets of the groups and steps of biases.</param>
    /// <param name="options">What the paper leaves open.</param>
    /// <param name="every">Steps between changes of biases; 50 in the paper.</param>
    /// <exception cref="ArgumentException">There are more groups than features, or none.</exception>
    public BiasAdaptationTrainer(BiasAdaptedAutoencoder model, BiasAdaptation adaptation, PaperOptions options, int every = 50)
        : base(model, model?.Dictionary!, options)
    {
        ArgumentNullException.ThrowIfNull(adaptation);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        int features = model!.Features, groups = adaptation.Targets.Count;
        if (groups < 1 || groups > features)
        {
            throw new ArgumentException($"{features} features cannot be in {groups} groups", nameof(adaptation));
        }

        (_model, _adaptation, _every, _counts, _peaks) = (model, adaptation, every, new long[features], new Tensor(features));
        _groups = [.. Enumerable.Range(0, features).Select(feature => (int)((long)feature * groups / features))];
    }

    /// <inheritdoc/>
    protected override Pass Forward(Variable input, Variable target, long step)
    {
        Variable codes = _model.Encode(Tape, input, out Variable preactivations);
        Tensor values = preactivations.Value;
        _tokens += values.Rows;
        for (int row = 0; row < values.Rows; row++)
        {
            ReadOnlySpan<float> own = values.Row(row);
            for (int feature = 0; feature < own.Length; feature++)
            {
                if (own[feature] > 0)
                {
                    _counts[feature]++;
                    _peaks.Values[feature] = MathF.Max(_peaks.Values[feature], own[feature]);
                }
            }
        }

        return Result(new Codes(codes), _model.Decode(Tape, codes), target) with { Preactivations = preactivations };
    }

    /// <inheritdoc/>
    protected override void ShapeParameters(long step)
    {
        if ((step + 1) % _every != 0)
        {
            return;
        }

        double[] frequencies = [.. _counts.Select(count => (double)count / _tokens)];
        _adaptation.Update(_model.Biases.Values, _groups, frequencies, _peaks.Values);
        Array.Clear(_counts);
        _peaks.Values.Clear();
        _tokens = 0;
    }

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.SaveMore(state);
        state.Counters["positive"] = [.. _counts, _tokens];
        state.Tensors["peaks"] = _peaks.Copy();
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.RestoreMore(state);
        long[] counts = state.Counter("positive", _counts.Length + 1);
        counts.AsSpan(0, _counts.Length).CopyTo(_counts);
        _tokens = counts[^1];
        _peaks.CopyFrom(state.Tensor("peaks", _peaks.Count));
    }
}
