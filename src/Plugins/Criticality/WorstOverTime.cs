namespace Sim.Plugins.Criticality;

/// <summary>Keeps, over all actors, the worst value at each step and the worst of all with its inputs. Ties keep the first.</summary>
internal sealed class WorstOverTime(Recording recording, WorseDirection worse)
{
    private readonly double[] _byStep = Filled(recording.StepCount);
    private double _worst = double.NaN;
    private int _step;
    private string _actor = "";
    private IReadOnlyList<MetricInput> _inputs = [];
    private bool _tooLate;
    private string _tooLateReason = "";

    /// <summary>True when the value is worse than all before, so that its inputs are worth building.</summary>
    public bool IsWorse(double value) => !_tooLate && (double.IsNaN(_worst) || Beats(value, _worst));

    /// <summary>Adds a finite value.</summary>
    public void Add(int step, double value, Track other, Func<IReadOnlyList<MetricInput>> inputs)
    {
        if (double.IsNaN(_byStep[step]) || Beats(value, _byStep[step]))
        {
            _byStep[step] = value;
        }

        if (IsWorse(value))
        {
            (_worst, _step, _actor, _inputs) = (value, step, other.Id, inputs());
        }
    }

    /// <summary>Marks an instant at which it is too late.</summary>
    public void AddTooLate(int step, Track other, string reason, Func<IReadOnlyList<MetricInput>> inputs)
    {
        if (!_tooLate || step < _step)
        {
            (_tooLate, _tooLateReason, _step, _actor, _inputs) = (true, reason, step, other.Id, inputs());
        }
    }

    /// <summary>The worst of all.</summary>
    /// <param name="notApplicable">Why it does not apply, or null.</param>
    /// <param name="noConflict">Why there is no conflict when nothing was added.</param>
    public Measured<double> Result(string? notApplicable, string noConflict)
    {
        if (notApplicable is not null)
        {
            return Measured.NotApplicable<double>(notApplicable);
        }

        IReadOnlyList<string> actors = [recording.EgoId!, _actor];
        if (_tooLate)
        {
            return Measured.TooLate<double>(_tooLateReason, recording.TimeUs(_step), actors, _inputs);
        }

        return double.IsNaN(_worst)
            ? Measured.NoConflict<double>(noConflict)
            : Measured.Of(_worst, recording.TimeUs(_step), actors, _inputs);
    }

    /// <summary>The worst value at each step that has one.</summary>
    public IReadOnlyList<MetricSample> Series()
    {
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

    private bool Beats(double a, double b) => worse == WorseDirection.Lower ? a < b : a > b;

    private static double[] Filled(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
