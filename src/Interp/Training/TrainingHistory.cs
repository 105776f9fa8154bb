namespace Sim.Interp.Training;

/// <summary>Reports of a training at even steps, thin enough to keep whole; saved with the state, so that a resumed training has the same. Not thread-safe.</summary>
public sealed class TrainingHistory
{
    private const int Columns = 6;
    private readonly List<double> _numbers = [];

    /// <summary>Makes an empty history.</summary>
    /// <param name="every">Keeps every so manyth step, from step 0.</param>
    public TrainingHistory(long every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        Every = every;
    }

    /// <summary>How many steps lie between two that are kept.</summary>
    public long Every { get; }

    /// <summary>How many steps were kept.</summary>
    public int Count => _numbers.Count / Columns;

    /// <summary>A step that was kept, without its terms.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public StepReport this[int index]
    {
        get
        {
            int at = checked(index * Columns);
            return new StepReport((long)_numbers[at], _numbers[at + 1], new Dictionary<string, double>(), _numbers[at + 2], _numbers[at + 3], (int)_numbers[at + 4], _numbers[at + 5]);
        }
    }

    /// <summary>Keeps a report where its step is one of those.</summary>
    /// <param name="report">The report.</param>
    public void Add(StepReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Step % Every == 0)
        {
            _numbers.AddRange([report.Step, report.Loss, report.MeanActive, report.Unexplained, report.Dead, report.LearningRate]);
        }
    }

    internal void Save(TrainingState state) => state.Numbers["history"] = [.. _numbers];

    internal void Restore(TrainingState state)
    {
        if (!state.Numbers.TryGetValue("history", out double[]? numbers) || numbers.Length % Columns != 0)
        {
            throw new InputException("the state holds no history of its training, or a damaged one");
        }

        _numbers.Clear();
        _numbers.AddRange(numbers);
    }
}
