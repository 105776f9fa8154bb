using System.Globalization;

namespace Sim.Reports.Comparing;

/// <summary>
/// The line of an accepted result: <c>verdict suite=… scenario=… assessors=name@version,… metric@version=value … | date reason</c>. Words hold neither
/// spaces nor signs of the grammar: these are written as %XX.
/// </summary>
internal static class AcceptedLine
{
    private const int MaxLength = 200_000;
    private const int MaxWords = 2_000;
    private const string None = "-";
    private const string Signs = "._-+/:()[]~#*";

    private static readonly (CaseVerdict Verdict, string Word)[] Verdicts =
        [(CaseVerdict.Passed, "passed"), (CaseVerdict.Known, "known"), (CaseVerdict.Failed, "failed"), (CaseVerdict.Refused, "refused")];

    private static readonly (MeasuredState State, string Word)[] States =
        [(MeasuredState.NoConflict, "no-conflict"), (MeasuredState.TooLate, "too-late"), (MeasuredState.NotApplicable, "not-applicable"), (MeasuredState.Failed, "failed")];

    /// <summary>True when a verdict can be accepted: what could not be evaluated or was not run is no result.</summary>
    public static bool CanHold(CaseVerdict verdict) => Array.Exists(Verdicts, v => v.Verdict == verdict);

    /// <summary>Writes the facts alone: what must differ for a case to be accepted anew.</summary>
    public static string Facts(ComparedRow row)
    {
        string scenario = row.Scenario.Length == 0 ? None : row.Scenario[..Math.Min(row.Scenario.Length, AcceptedFile.ScenarioDigits)];
        string assessors = row.Assessors.Count == 0 ? None : string.Join(',', row.Assessors.Select(a => $"{Escape(a.Key)}@{Escape(a.Value)}"));
        string metrics = string.Concat(row.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $" {Escape(m.Name)}@{m.Version}={Value(m.Value)}")));
        return $"{Array.Find(Verdicts, v => v.Verdict == row.Verdict).Word} suite={Escape(row.Suite)} scenario={scenario} assessors={assessors}{metrics}";
    }

    /// <summary>Writes the line.</summary>
    public static string Write(AcceptedCase accepted) =>
        string.Create(CultureInfo.InvariantCulture, $"  {Facts(accepted.Row)} | {accepted.Date:yyyy-MM-dd} {accepted.Reason}");

    /// <summary>Why a reason cannot be kept, or null.</summary>
    public static string? Unfit(string reason) =>
        reason.Length == 0 ? "is empty; write why the results are right"
        : reason.Length > AcceptedFile.MaxReason ? string.Create(CultureInfo.InvariantCulture, $"has {reason.Length} characters; at most {AcceptedFile.MaxReason} are kept")
        : reason.Any(char.IsControl) || reason.Any(char.IsSurrogate) && !Whole(reason) ? "holds a control character; write one line of plain text"
        : reason.Trim() != reason ? "begins or ends with a space"
        : null;

    /// <summary>Reads the line.</summary>
    /// <exception cref="InputException">Wrong, with line and column.</exception>
    public static AcceptedCase Read(string id, ReadOnlySpan<char> line, string file, int number)
    {
        if (line.Length > MaxLength)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"found a line of {line.Length} characters; at most {MaxLength} are read"), file, number, 1);
        }

        var words = new Words(line.ToString(), file, number);
        string verdict = words.Take("a verdict");
        int found = Array.FindIndex(Verdicts, v => v.Word == verdict);
        if (found < 0)
        {
            throw words.Error($"found '{verdict}' as the verdict, expected {string.Join(", ", Verdicts.Select(v => v.Word))}");
        }

        var row = new ComparedRow
        {
            Case = id,
            Suite = words.Unescape(words.Field("suite")),
            Verdict = Verdicts[found].Verdict,
            Scenario = Scenario(words),
            Assessors = Assessors(words),
            Metrics = Metrics(words),
        };
        var (date, reason) = words.Rest();
        return new(row, date, reason);
    }

    private static string Scenario(Words words)
    {
        string text = words.Field("scenario");
        return text == None ? ""
            : text.Length == AcceptedFile.ScenarioDigits && text.All(char.IsAsciiHexDigitLower) ? text
            : throw words.Error($"found '{text}' as the scenario, expected {AcceptedFile.ScenarioDigits} hexadecimal digits in lower case, or {None}");
    }

    private static SortedDictionary<string, string> Assessors(Words words)
    {
        var assessors = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string text = words.Field("assessors");
        foreach (string part in text == None ? [] : text.Split(','))
        {
            string[] sides = part.Split('@');
            if (sides.Length != 2 || sides[0].Length == 0)
            {
                throw words.Error($"found '{part}' as an assessor, expected name@version");
            }

            if (!assessors.TryAdd(words.Unescape(sides[0]), words.Unescape(sides[1])))
            {
                throw words.Error($"the assessor '{sides[0]}' occurs twice");
            }
        }

        return assessors;
    }

    private static List<ComparedMetric> Metrics(Words words)
    {
        var metrics = new List<ComparedMetric>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (words.TakeOrNull() is { } word)
        {
            int version = word.IndexOf('@', StringComparison.Ordinal), value = word.IndexOf('=', StringComparison.Ordinal);
            if (version < 1 || value < version || !int.TryParse(word.AsSpan(version + 1, value - version - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            {
                throw words.Error($"found '{word}' as a metric, expected name@version=value");
            }

            string name = words.Unescape(word[..version]);
            if (metrics.Count == MaxWords || !names.Add(name))
            {
                throw words.Error(metrics.Count == MaxWords ? string.Create(CultureInfo.InvariantCulture, $"found more than {MaxWords} metrics") : $"the metric '{name}' occurs twice");
            }

            metrics.Add(new(name, number, Value(word[(value + 1)..], words)));
        }

        return metrics;
    }

    private static string Value(Measured<double> value) => value.State == MeasuredState.Value
        ? value.Value!.Value.ToString("R", CultureInfo.InvariantCulture)
        : Array.Find(States, s => s.State == value.State).Word;

    private static Measured<double> Value(string text, Words words)
    {
        int state = Array.FindIndex(States, s => s.Word == text);
        return state >= 0 ? new Measured<double> { State = States[state].State }
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? Measured.Of(number)
            : throw words.Error($"found '{text}' as a value, expected a finite number, {string.Join(", ", States.Select(s => s.Word))}");
    }

    private static string Escape(string text) => EscapedWord.Of(text, Signs);

    private static bool Whole(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    // The words of a line up to the bar.
    private sealed class Words(string line, string file, int number)
    {
        private int _next = 2;
        private int _at = 2;

        public string Take(string what) => TakeOrNull() ?? throw Error($"found the end of the facts, expected {what}");

        public string? TakeOrNull()
        {
            _at = Math.Min(_next, line.Length);
            var rest = line.AsSpan(_at);
            if (rest.StartsWith("| ", StringComparison.Ordinal))
            {
                return null;
            }

            int end = rest.IndexOf(' ');
            if (end <= 0)
            {
                throw Error(end == 0 ? "found two spaces, expected one" : "found the end of the line, expected ' | ' with date and reason");
            }

            _next = _at + end + 1;
            return rest[..end].ToString();
        }

        public string Field(string name)
        {
            string word = Take($"{name}=…");
            return word.StartsWith(name + "=", StringComparison.Ordinal) ? word[(name.Length + 1)..] : throw Error($"found '{word}', expected {name}=…");
        }

        public string Unescape(string text) => EscapedWord.Read(text, Signs) ?? throw Error($"found '{text}', expected a word in which other signs than {Signs} are written as %XX (UTF-8, upper case)");

        public (DateOnly Date, string Reason) Rest()
        {
            var rest = line.AsSpan(_at + 2);
            int end = rest.IndexOf(' ');
            if (end < 0 || !DateOnly.TryParseExact(rest[..end], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                throw Error("found no date of acceptance, expected one such as 2027-03-01 and a reason");
            }

            string reason = rest[(end + 1)..].ToString();
            return Unfit(reason) is { } fault ? throw Error($"the reason {fault}") : (date, reason);
        }

        public InputException Error(string message) => new(message, file, number, _at + 1);
    }
}
