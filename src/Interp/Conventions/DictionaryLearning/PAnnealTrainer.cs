using Sim.Numerics.Gradients;

namespace Sim.Interp.Conventions;

/// <summary>
/// p-annealing as dictionary_learning trains it (trainers/p_anneal.py; interp §1.4; arXiv 2408.00113): the penalty is a sum of p-th powers, p falls in stages from 1, and at each stage the weight
/// changes by the ratio of the penalty at the old p to that at the new one over recent steps.
/// </summary>
public sealed class PAnnealTrainer : StandardTrainerBase
{
    private readonly PAnnealOptions _options;
    private readonly long[] _updateSteps;
    private readonly double[] _powers;
    private readonly List<(double Now, double Next)> _recent = [];
    private int _stage;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model that centres its input; changed.</param>
    /// <param name="options">Options of the library.</param>
    /// <exception cref="ArgumentException">The exponents or the stages make no sense, or resampling and a falling rate are both asked for.</exception>
    public PAnnealTrainer(StandardAutoencoder model, PAnnealOptions options)
        : base(model, options, FeatureResampling.From(options, model?.Features ?? 0, place: -1, weights: options?.ResampleWeights ?? false, allForgotten: !(options?.ResampleWeights ?? false)))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Updates, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.QueueLength, 1, nameof(options));
        if (!(options.FirstPower > 0) || !(options.LastPower >= 0) || (options.Root && options.LastPower == 0))
        {
            throw new ArgumentException($"p cannot go from {options.FirstPower} to {options.LastPower}: it starts above 0, and where the root is taken it stays above 0", nameof(options));
        }

        _options = options;
        (Power, Coefficient) = (options.FirstPower, options.Penalty);
        long end = options.AnnealEnd ?? options.Steps;
        if (options.AnnealStart < 0 || end < options.AnnealStart)
        {
            throw new ArgumentException($"p cannot change from step {options.AnnealStart} to step {end}", nameof(options));
        }

        _updateSteps = [.. Even(options.AnnealStart, end, options.Updates).Select(s => (long)s)];
        _powers = [.. Even(options.FirstPower, options.LastPower, options.Updates).Select(p => (double)(float)p)];
    }

    /// <summary>The exponent of the next step.</summary>
    public double Power { get; private set; }

    /// <summary>The exponent after the next change; null before the first.</summary>
    public double? NextPower { get; private set; }

    /// <summary>The weight of the penalty in the next step, without warm-up.</summary>
    public double Coefficient { get; private set; }

    private protected override Variable Penalty(Variable codes) => PowerPenalty.Mean(Tape, codes, Power, _options.Root);

    private protected override double Weight(Variable codes, double penalty, long step, IDictionary<string, double> terms)
    {
        double weight = Coefficient * _options.PenaltyShare(step);
        if (NextPower is { } next)
        {
            _recent.Add((penalty, PowerPenalty.Of(codes.Value, next, _options.Root)));
            if (_recent.Count > _options.QueueLength)
            {
                _recent.RemoveAt(0);
            }
        }

        if (_stage < _updateSteps.Length && step >= _updateSteps[_stage] && Array.IndexOf(_updateSteps, step) >= 0)
        {
            double after = _recent.Sum(r => r.Next);
            if (NextPower is not null && after > 0)
            {
                Coefficient *= _recent.Sum(r => r.Now) / after;
            }

            Power = _powers[_stage];
            NextPower = _stage < _powers.Length - 1 ? _powers[_stage + 1] : _options.LastPower;
            _stage++;
        }

        (terms["lp_loss"], terms["scaled_lp_loss"], terms["p"], terms["sparsity_coeff"]) = (penalty, penalty * weight, Power, Coefficient);
        return weight;
    }

    /// <inheritdoc/>
    protected override void SaveMore(TrainingState state)
    {
        base.SaveMore(state);
        state!.Counters["stage"] = [_stage, _recent.Count];
        state.Numbers["annealing"] = [Power, NextPower ?? -1, Coefficient];
        state.Numbers["recent_penalties"] = [.. _recent.SelectMany(r => (double[])[r.Now, r.Next])];
    }

    /// <inheritdoc/>
    protected override void RestoreMore(TrainingState state)
    {
        base.RestoreMore(state);
        long[] stage = state!.Counter("stage", 2);
        double[] annealing = state.Number("annealing", 3), recent = state.Number("recent_penalties", 2 * (int)Math.Clamp(stage[1], 0, _options.QueueLength));
        _stage = (int)Math.Clamp(stage[0], 0, _updateSteps.Length);
        (Power, NextPower, Coefficient) = (annealing[0], annealing[1] < 0 ? null : annealing[1], annealing[2]);
        _recent.Clear();
        for (int i = 0; i < recent.Length; i += 2)
        {
            _recent.Add((recent[i], recent[i + 1]));
        }
    }

    // From both ends towards the middle, as torch's linspace.
    private static double[] Even(double first, double last, int count)
    {
        double[] values = new double[count];
        double step = count > 1 ? (last - first) / (count - 1) : 0;
        for (int i = 0; i < count; i++)
        {
            values[i] = count == 1 || i < count / 2 ? first + (step * i) : last - (step * (count - i - 1));
        }

        return values;
    }
}
