namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>Counts how often a field was right. Not thread-safe.</summary>
internal sealed class FieldScore(string name, string group)
{
    private readonly SortedDictionary<string, (int Right, int Truth, int Answers)> _classes = new(StringComparer.Ordinal);
    private int _right;
    private double _jaccard;
    private bool _sets;

    /// <summary>Name of the row.</summary>
    public string Name => name;

    /// <summary>road, actors, environment, or empty when it counts in no group.</summary>
    public string Group => group;

    /// <summary>Answers that were judged.</summary>
    public int Count { get; private set; }

    /// <summary>Share of right answers; null when none was judged.</summary>
    public double? Score => Count == 0 ? null : (double)_right / Count;

    /// <summary>Mean of the classes' F1 over all classes that occur in the truth; null unless single words were compared.</summary>
    public double? MacroF1
    {
        get
        {
            double sum = 0;
            int classes = 0;
            foreach (var (right, truth, answers) in _classes.Values)
            {
                if (truth > 0)
                {
                    sum += 2.0 * right / (truth + answers);
                    classes++;
                }
            }

            return classes == 0 ? null : sum / classes;
        }
    }

    /// <summary>Mean Jaccard index; null unless sets were compared.</summary>
    public double? Jaccard => _sets && Count > 0 ? _jaccard / Count : null;

    /// <summary>Judges one word.</summary>
    public void Word(string? truth, string? answer)
    {
        truth ??= "null";
        answer ??= "null";
        Right(truth == answer);
        Tally(truth, right: truth == answer ? 1 : 0, truth: 1, answers: 0);
        Tally(answer, right: 0, truth: 0, answers: 1);
    }

    /// <summary>Judges one set: right only when equal.</summary>
    public void Set<T>(IReadOnlyList<T> truth, IReadOnlyList<T> answer)
    {
        _sets = true;
        int both = truth.Distinct().Count(answer.Contains);
        int either = truth.Concat(answer).Distinct().Count();
        _jaccard += either == 0 ? 1 : (double)both / either;
        Right(both == either);
    }

    /// <summary>Counts an answer.</summary>
    public void Right(bool right)
    {
        Count++;
        _right += right ? 1 : 0;
    }

    private void Tally(string word, int right, int truth, int answers)
    {
        _classes.TryGetValue(word, out var sum);
        _classes[word] = (sum.Right + right, sum.Truth + truth, sum.Answers + answers);
    }
}
