using System.Globalization;

namespace Sim;

/// <summary>
/// What a driver shows with an answer for those who debug it: numbers, plans that it weighed, words. It is recorded and shown and has no effect on
/// the simulation. Bounded, see <see cref="Fault"/>. Immutable, safe for concurrent use.
/// </summary>
public sealed record DriverDebug
{
    /// <summary>Largest number of signals in an answer.</summary>
    public const int MaxSignals = 64;

    /// <summary>Largest number of candidate plans in an answer.</summary>
    public const int MaxCandidates = 32;

    /// <summary>Largest number of points of a candidate plan.</summary>
    public const int MaxCandidatePoints = 200;

    /// <summary>Largest number of texts in an answer.</summary>
    public const int MaxTexts = 16;

    /// <summary>Largest length of a text, UTF-16 units.</summary>
    public const int MaxTextLength = 2048;

    /// <summary>Largest length of a name, characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Largest sum of <see cref="SizeBytes"/> over the answers of one case; what exceeds it is a bad answer.</summary>
    public const long MaxBytesPerCase = 64L << 20;

    /// <summary>Numbers, each with its name.</summary>
    public IReadOnlyList<DebugSignal> Signals { get; init; } = [];

    /// <summary>Plans that were weighed.</summary>
    public IReadOnlyList<DebugPlan> Candidates { get; init; } = [];

    /// <summary>Words.</summary>
    public IReadOnlyList<DebugText> Texts { get; init; } = [];

    /// <summary>True when it holds nothing.</summary>
    public bool IsEmpty => Signals.Count == 0 && Candidates.Count == 0 && Texts.Count == 0;

    /// <summary>What it costs to keep, about, bytes: 40 for each point, 16 for each entry, and the names and texts.</summary>
    public long SizeBytes()
    {
        long bytes = 0;
        for (int i = 0; i < Signals.Count; i++)
        {
            bytes += 16 + Signals[i].Name.Length;
        }

        for (int i = 0; i < Candidates.Count; i++)
        {
            bytes += 16 + Candidates[i].Name.Length + 40L * Candidates[i].Points.Count;
        }

        for (int i = 0; i < Texts.Count; i++)
        {
            bytes += 16 + Texts[i].Name.Length + Texts[i].Text.Length;
        }

        return bytes;
    }

    /// <summary>The same with the times of the candidates moved.</summary>
    public DriverDebug Shift(long byUs) => Candidates.Count == 0
        ? this
        : this with { Candidates = [.. Candidates.Select(c => c with { Points = [.. c.Points.Select(p => p with { TimeUs = p.TimeUs + byUs })] })] };

    /// <summary>Null when it is well-formed and within every bound, else what is wrong with it.</summary>
    public string? Fault()
    {
        if (Signals is null || Candidates is null || Texts is null)
        {
            return "debug: found null in place of a list";
        }

        return SignalsFault() ?? CandidatesFault() ?? TextsFault();
    }

    /// <summary>
    /// Null for a name that may be used: 1 to <see cref="MaxNameLength"/> characters, ASCII letters, digits, '_', '-', '.', '/', the first a letter or
    /// '_'. Else what is wrong with it.
    /// </summary>
    public static string? NameFault(string? name)
    {
        if (name is not { Length: > 0 and <= MaxNameLength })
        {
            return string.Create(CultureInfo.InvariantCulture, $"a name has 1 to {MaxNameLength} characters, found {name?.Length ?? 0}");
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or '/'))
            {
                return string.Create(CultureInfo.InvariantCulture, $"a name is made of ASCII letters, digits, '_', '-', '.' and '/', found U+{(int)c:X4}");
            }
        }

        return char.IsAsciiLetter(name[0]) || name[0] == '_' ? null : $"a name begins with a letter or '_', found '{name}'";
    }

    private string? SignalsFault()
    {
        if (Signals.Count > MaxSignals)
        {
            return $"debug: at most {MaxSignals} signals, found {Signals.Count}";
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < Signals.Count; i++)
        {
            var signal = Signals[i];
            if (NameFault(signal?.Name) is { } fault)
            {
                return $"debug: signal {i}: {fault}";
            }

            if (!double.IsFinite(signal!.Value))
            {
                return $"debug: signal '{signal.Name}' is not finite";
            }

            if (!names.Add(signal.Name))
            {
                return $"debug: signal '{signal.Name}' appears twice";
            }
        }

        return null;
    }

    private string? CandidatesFault()
    {
        if (Candidates.Count > MaxCandidates)
        {
            return $"debug: at most {MaxCandidates} candidates, found {Candidates.Count}";
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < Candidates.Count; i++)
        {
            var plan = Candidates[i];
            if (NameFault(plan?.Name) is { } fault)
            {
                return $"debug: candidate {i}: {fault}";
            }

            if (plan!.Cost is { } cost && !double.IsFinite(cost))
            {
                return $"debug: the cost of candidate '{plan.Name}' is not finite";
            }

            if (!names.Add(plan.Name))
            {
                return $"debug: candidate '{plan.Name}' appears twice";
            }

            if ((plan.Points is null ? "found null in place of its points" : DriverAnswer.PlanFault(plan.Points, MaxCandidatePoints)) is { } wrong)
            {
                return $"debug: candidate '{plan.Name}': {wrong}";
            }
        }

        return null;
    }

    private string? TextsFault()
    {
        if (Texts.Count > MaxTexts)
        {
            return $"debug: at most {MaxTexts} texts, found {Texts.Count}";
        }

        for (int i = 0; i < Texts.Count; i++)
        {
            var text = Texts[i];
            if ((NameFault(text?.Name) ?? TextFault(text!.Text)) is { } fault)
            {
                return $"debug: text {i}: {fault}";
            }
        }

        return null;
    }

    private static string? TextFault(string? text)
    {
        if (text is null || text.Length > MaxTextLength)
        {
            return text is null ? "found null" : $"at most {MaxTextLength} characters, found {text.Length}";
        }

        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsControl(c) && c is not ('\n' or '\t'))
            {
                return string.Create(CultureInfo.InvariantCulture, $"no control characters but line feed and tab, found U+{(int)c:X4} at {i}");
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c))
            {
                return string.Create(CultureInfo.InvariantCulture, $"found half of a surrogate pair at {i}");
            }
        }

        return null;
    }
}
