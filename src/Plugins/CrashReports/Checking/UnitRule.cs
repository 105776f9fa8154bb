using System.Globalization;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>R3: speeds and limits against the numbers and units of the text. Thread-safe.</summary>
internal static class UnitRule
{
    private const string Rule = "R3";
    private const double KmhPerMph = 1.609344;
    private const double LowestLimitKmh = 8;
    private const double HighestLimitKmh = 130;

    public static IEnumerable<Doubt> Check(CheckedText text)
    {
        var road = text.Record.Road;
        if (Limits(text, road.SpeedLimitsKmh) is { } limits) yield return limits;
        foreach (var leg in road.Legs)
        {
            if (One(text, $"road/legs/{leg.Id}/speed_limit_kmh", leg.SpeedLimitKmh, limit: true) is { } limit) yield return limit;
        }

        foreach (var actor in text.Record.Actors)
        {
            if (One(text, $"actors/{actor.Id}/speed_kmh", actor.SpeedKmh, limit: false) is { } speed) yield return speed;
        }
    }

    /// <summary>True when a speed is one of the numbers of a range, as it stands or turned from mph, within 1 km/h, or lies between two that a "to" or "-" joins.</summary>
    public static bool Says(WordList words, (int From, int To) range, double kmh) => Readings(words, range).Any(one => kmh >= one.Low - 1 && kmh <= one.High + 1);

    private static Doubt? Limits(CheckedText text, Leaf<IReadOnlyList<double>> leaf)
    {
        if (leaf.Status is LeafStatus.Unknown or LeafStatus.Assumed) return null;
        var said = leaf.Value.Where(limit => limit is >= LowestLimitKmh and <= HighestLimitKmh && Says(text.Words, text.All, limit)).ToList();
        if (said.Count == leaf.Value.Count) return null;
        string message = FormattableString.Invariant($"a limit lies between {LowestLimitKmh} and {HighestLimitKmh} km/h and is a number of the text; not so: {string.Join(", ", leaf.Value.Except(said))}");
        if (said.Count > 0) return Doubt.Replace<IReadOnlyList<double>>(Rule, "road/speed_limits_kmh", message, leaf with { Value = said });
        var quote = Readings(text.Words, text.Quote(leaf.Evidence)).Where(one => one.Low == one.High && one.Low is >= LowestLimitKmh and <= HighestLimitKmh).ToList();
        return quote.Count > 0
            ? Doubt.Replace<IReadOnlyList<double>>(Rule, "road/speed_limits_kmh", message, leaf with { Value = [Math.Round(quote[0].Low)], Confidence = 0.6 })
            : Doubt.Drop(Rule, "road/speed_limits_kmh", message);
    }

    private static Doubt? One(CheckedText text, string path, Leaf<double?> leaf, bool limit)
    {
        if (leaf.Value is not { } kmh || leaf.Status is LeafStatus.Unknown or LeafStatus.Assumed) return null;
        if (limit && !(kmh is >= LowestLimitKmh and <= HighestLimitKmh)) return Doubt.Drop(Rule, path, FormattableString.Invariant($"{kmh} km/h is no speed limit: {LowestLimitKmh} to {HighestLimitKmh}"));
        if (leaf.Status != LeafStatus.Stated || kmh == 0) return null;
        if (Says(text.Words, text.Sentences(leaf.Evidence), kmh)) return null;
        var quote = Readings(text.Words, text.Quote(leaf.Evidence));
        string message = FormattableString.Invariant($"{kmh} km/h is no number of the quote, in km/h or turned from mph");
        return quote.Count == 1 ? Doubt.Replace<double?>(Rule, path, message, leaf with { Value = (quote[0].Low + quote[0].High) / 2, Confidence = 0.6 }) : Doubt.Drop(Rule, path, message);
    }

    private static List<(double Low, double High)> Readings(WordList words, (int From, int To) range)
    {
        var found = new List<(double, double)>();
        for (int i = range.From; i < range.To; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) || number > 400) continue;
            double high = number;
            int unit = i + 1;
            if (words[i + 1] is "to" or "and" or "or" && Parse(words[i + 2]) is { } spaced) (high, unit) = (spaced, i + 3);
            else if (Parse(words[i + 1]) is { } joined && Hyphen(words, i)) (high, unit) = (joined, i + 2);
            bool metric = words[unit] is "km" or "kmh" or "kmph" or "kph" or "kmp" or "kilometers" or "kilometres" or "k";
            bool miles = words[unit] is "mph" or "miles" or "mile" or "m" or "mi";
            double low = Math.Min(number, high);
            high = Math.Max(number, high);
            if (metric || !miles) found.Add((low, high));
            if (miles || !metric) found.Add((low * KmhPerMph, high * KmhPerMph));
        }

        return found;
    }

    private static double? Parse(string word) => double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number <= 400 ? number : null;

    private static bool Hyphen(WordList words, int i) => words.Text.AsSpan(words.Words[i].End, words.Words[i + 1].Start - words.Words[i].End).IndexOfAny("-\u2013/") >= 0;
}
