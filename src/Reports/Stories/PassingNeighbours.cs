using System.Globalization;

namespace Sim.Reports.Stories;

/// <summary>
/// For a case that did not pass, the case of the same run that did and whose parameters are nearest: what would have to be otherwise. Nearest is the fewest
/// parameters that differ, then the smallest sum of their relative differences, then the id. Read-only after construction, thread-safe.
/// </summary>
internal sealed class PassingNeighbours
{
    // A sweep of more passed cases than this is looked at in part; the page says that it is the nearest found.
    private const int MaxCandidates = 2000;
    private readonly Dictionary<(string Suite, string Entry, string Source), List<CaseRow>> _passed = [];

    /// <summary>Sorts the passed cases of a run.</summary>
    public PassingNeighbours(RunReport report)
    {
        if (report.Gates.Count == 0)
        {
            // Without expectations nothing passes in earnest.
            return;
        }

        foreach (var row in report.Cases)
        {
            if (row.Verdict != CaseVerdict.Passed)
            {
                continue;
            }

            if (!_passed.TryGetValue(KeyOf(row), out var list))
            {
                list = [];
                _passed.Add(KeyOf(row), list);
            }

            if (list.Count < MaxCandidates)
            {
                list.Add(row);
            }
        }
    }

    /// <summary>The nearest, or null when the case passed or none of its entry and source did.</summary>
    public PassingNeighbour? Of(CaseRow row)
    {
        if (row.Verdict is not (CaseVerdict.Failed or CaseVerdict.Known) || !_passed.TryGetValue(KeyOf(row), out var candidates))
        {
            return null;
        }

        CaseRow? best = null;
        (int Differ, double Far) least = (int.MaxValue, 0);
        foreach (var candidate in candidates)
        {
            var far = Distance(row.Result.Case.Key, candidate.Result.Case.Key);
            if (best is null || far.CompareTo(least) < 0 || (far == least && string.CompareOrdinal(candidate.Result.Case.Id, best.Result.Case.Id) < 0))
            {
                (best, least) = (candidate, far);
            }
        }

        return best is null ? null : new PassingNeighbour(best.Result.Case.Id, Changes(row.Result.Case.Key, best.Result.Case.Key), best.Result.Case.Key.Draw != row.Result.Case.Key.Draw);
    }

    private static (string Suite, string Entry, string Source) KeyOf(CaseRow row) => (row.Suite, row.Result.Case.Entry, row.Result.Case.Key.Source);

    private static List<ParameterChange> Changes(CaseKey here, CaseKey there)
    {
        var changes = new List<ParameterChange>();
        foreach (string name in here.Parameters.Keys.Concat(there.Parameters.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            string before = here.Parameters.GetValueOrDefault(name, "–");
            string after = there.Parameters.GetValueOrDefault(name, "–");
            if (before != after)
            {
                changes.Add(new ParameterChange(name, before, after));
            }
        }

        return changes;
    }

    private static (int Differ, double Far) Distance(CaseKey here, CaseKey there)
    {
        int differ = here.Draw == there.Draw ? 0 : 1;
        double far = 0;
        foreach (var (name, value) in here.Parameters)
        {
            if (!there.Parameters.TryGetValue(name, out string? other))
            {
                (differ, far) = (differ + 1, far + 1);
            }
            else if (value != other)
            {
                (differ, far) = (differ + 1, far + Apart(value, other));
            }
        }

        foreach (string name in there.Parameters.Keys)
        {
            if (!here.Parameters.ContainsKey(name))
            {
                (differ, far) = (differ + 1, far + 1);
            }
        }

        return (differ, far);
    }

    // Numbers of one unit by their relative difference, 0 to 1; all else is as far apart as can be.
    private static double Apart(string here, string there)
    {
        var (a, unitA) = Split(here);
        var (b, unitB) = Split(there);
        return a is { } x && b is { } y && unitA == unitB && Math.Abs(x) + Math.Abs(y) > 0 ? Math.Abs(x - y) / (Math.Abs(x) + Math.Abs(y)) : 1;
    }

    private static (double? Number, string Unit) Split(string text)
    {
        int length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] is '.' or '-' or '+' || (text[length] == 'e' && length > 0)))
        {
            length++;
        }

        return double.TryParse(text.AsSpan(0, length), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? (number, text[length..].Trim())
            : (null, text);
    }
}
