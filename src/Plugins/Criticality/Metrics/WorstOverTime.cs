using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Metrics;

/// <summary>
/// Keeps, over all actors, the worst value at each step and the worst of all with its place. Ties keep the first added. Inputs are built once, for the
/// worst instant, so that adding allocates nothing.
/// </summary>
internal sealed class WorstOverTime
{
    private readonly EgoScene _scene;
    private readonly WorseDirection _worse;
    private readonly double[]? _byStep;
    private double _worst = double.NaN;
    private int _step;
    private ActorView? _actor;
    private string? _tooLate;

    /// <summary>Starts with nothing.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="worse">Which way is worse.</param>
    /// <param name="series">True to keep the worst value at each step.</param>
    public WorstOverTime(EgoScene scene, WorseDirection worse, bool series = false)
    {
        _scene = scene;
        _worse = worse;
        if (series)
        {
            _byStep = new double[scene.Recording.StepCount];
            Array.Fill(_byStep, double.NaN);
        }
    }

    /// <summary>True when nothing was added.</summary>
    public bool IsEmpty => double.IsNaN(_worst) && _tooLate is null;

    /// <summary>The worst finite value, or NaN for none.</summary>
    public double Worst => _worst;

    /// <summary>Adds a finite value; one that is not finite says nothing.</summary>
    /// <param name="step">When.</param>
    /// <param name="value">What.</param>
    /// <param name="actor">With whom, or null for the ego alone.</param>
    public void Add(int step, double value, ActorView? actor)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        if (_byStep is not null && (double.IsNaN(_byStep[step]) || Beats(value, _byStep[step])))
        {
            _byStep[step] = value;
        }

        if (_tooLate is null && (double.IsNaN(_worst) || Beats(value, _worst)))
        {
            (_worst, _step, _actor) = (value, step, actor);
        }
    }

    /// <summary>Marks an instant at which it is too late; the first one counts.</summary>
    public void AddTooLate(int step, ActorView? actor, string reason)
    {
        if (_tooLate is null || step < _step)
        {
            (_tooLate, _step, _actor) = (reason, step, actor);
        }
    }

    /// <summary>The worst of all.</summary>
    /// <param name="noConflict">Why there is no conflict when nothing was added.</param>
    /// <param name="inputs">Builds the inputs at the worst instant; null for none.</param>
    /// <param name="reason">What is remarkable about the worst value; null for nothing.</param>
    public Measured<double> Result(string noConflict, Func<ActorView?, int, IReadOnlyList<MetricInput>>? inputs = null, Func<double, string>? reason = null)
    {
        if (IsEmpty)
        {
            return Measured.NoConflict<double>(noConflict);
        }

        IReadOnlyList<string> actors = _actor is null ? [_scene.Ego.Id] : [_scene.Ego.Id, _actor.Track.Id];
        long time = _scene.Recording.TimeUs(_step);
        var at = inputs?.Invoke(_actor, _step);
        return _tooLate is not null
            ? Measured.TooLate<double>(_tooLate, time, actors, at)
            : Measured.Of(_worst, time, actors, at, reason?.Invoke(_worst) ?? "");
    }

    /// <summary>The worst value at each step that has one.</summary>
    public IReadOnlyList<MetricSample> Series()
    {
        if (_byStep is null)
        {
            return [];
        }

        var samples = new List<MetricSample>();
        for (int step = 0; step < _byStep.Length; step++)
        {
            if (!double.IsNaN(_byStep[step]))
            {
                samples.Add(new MetricSample(step, _byStep[step]));
            }
        }

        return samples;
    }

    private bool Beats(double a, double b) => _worse == WorseDirection.Lower ? a < b : a > b;
}
