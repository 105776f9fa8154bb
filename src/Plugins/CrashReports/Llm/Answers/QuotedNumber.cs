using System.Globalization;
using System.Text.RegularExpressions;

namespace Sim.Plugins.CrashReports.Llm.Answers;

/// <summary>Takes numbers out of the words of a report: the model points, the words supply the number and its unit. Pure and thread-safe.</summary>
internal static partial class QuotedNumber
{
    private const double KmhPerMph = 1.609344;
    private const double MetresPerFoot = 0.3048;

    private static readonly string[] Units = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    private static readonly string[] Ordinals = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

    /// <summary>A speed that the words hold, km/h; null when they do not hold this number with a unit of speed.</summary>
    /// <param name="words">The quote.</param>
    /// <param name="value">The number that the model points at, in the unit of the text.</param>
    /// <param name="disagrees">True when the words give it in both units and the two differ by more than rounding explains (rule R3).</param>
    public static double? SpeedKmh(string words, double value, out bool disagrees)
    {
        disagrees = false;
        var speeds = Numbers(words).Select(n => (n.Value, Kmh: KmhFactor(n.Unit))).Where(n => n.Kmh > 0).ToList();
        int at = speeds.FindIndex(s => Same(s.Value, value));
        if (at < 0)
        {
            return null;
        }

        // A pair such as "30 MPH (48 KPH)": the number in km/h is the text's own.
        if (speeds.Count == 2 && speeds[0].Kmh != speeds[1].Kmh)
        {
            var (own, other) = speeds[0].Kmh == 1 ? (speeds[0], speeds[1]) : (speeds[1], speeds[0]);

            // Both are rounded.
            disagrees = Math.Abs(own.Value - other.Value * KmhPerMph) > 1.5;
            return own.Value;
        }

        return speeds[at].Kmh == 1 ? speeds[at].Value : Math.Round(speeds[at].Value * KmhPerMph, MidpointRounding.AwayFromZero);
    }

    /// <summary>A length that the words hold, m; null when they do not hold this number with a unit of length.</summary>
    public static double? LengthM(string words, double value)
    {
        foreach (var (number, unit) in Numbers(words))
        {
            if (Same(number, value) && MetreFactor(unit) is > 0 and var factor)
            {
                return factor == 1 ? number : Math.Round(number * factor, 2, MidpointRounding.AwayFromZero);
            }
        }

        return null;
    }

    /// <summary>A percentage that the words hold; null when they do not.</summary>
    public static double? Percent(string words, double value)
    {
        foreach (var (number, unit) in Numbers(words))
        {
            if (unit is "%" or "percent" && (Same(number, value) || Same(-number, value)))
            {
                bool down = Down().IsMatch(words);
                return down && number > 0 ? -number : number;
            }
        }

        return null;
    }

    /// <summary>A count or a position that the words hold as figure, word or ordinal; null when they do not.</summary>
    public static int? Count(string words, double value)
    {
        if (value is < 0 or > 20 || value != Math.Floor(value))
        {
            return null;
        }

        int count = (int)value;
        return Numbers(words).Any(n => Same(n.Value, value) && KmhFactor(n.Unit) == 0 && MetreFactor(n.Unit) == 0 && n.Unit is not ("%" or "percent"))
            || (count < Ordinals.Length && count > 0 && (Has(words, Ordinals[count]) || Has(words, count.ToString(CultureInfo.InvariantCulture) + Suffix(count))))
            || (count == 1 && (Has(words, "single") || Has(words, "one")))
            ? count
            : null;
    }

    private static string Suffix(int count) => count switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    };

    private static bool Has(string words, string word) => Regex.IsMatch(words, $@"\b{Regex.Escape(word)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static bool Same(double a, double b) => Math.Abs(a - b) < 1e-6;

    private static double KmhFactor(string unit) => unit switch
    {
        "kph" or "kmh" or "km/h" or "kmph" or "kilometersperhour" or "kilometresperhour" or "km/hr" => 1,
        "mph" or "milesperhour" or "milesanhour" => KmhPerMph,
        _ => 0,
    };

    private static double MetreFactor(string unit) => unit switch
    {
        "m" or "meter" or "meters" or "metre" or "metres" => 1,
        "ft" or "foot" or "feet" => MetresPerFoot,
        _ => 0,
    };

    private static IEnumerable<(double Value, string Unit)> Numbers(string words)
    {
        foreach (Match match in Figure().Matches(words))
        {
            if (double.TryParse(match.Groups[1].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                yield return (number, Unit(match.Groups[2].Value));
            }
        }

        foreach (Match match in Spelt().Matches(words))
        {
            int tens = Array.IndexOf(Tens, match.Groups[1].Value.ToLowerInvariant());
            int ones = Array.IndexOf(Units, match.Groups[2].Value.ToLowerInvariant());
            yield return ((tens > 0 ? tens * 10 : 0) + (ones > 0 ? ones : 0), Unit(match.Groups[3].Value));
        }
    }

    private static string Unit(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not '-' and not '.')).ToLowerInvariant();

    private const string UnitWord = @"(?:[\s-]*(km/hr?|kmph|kph|kmh|mph|kilomet(?:er|re)s\s+per\s+hour|miles\s+(?:per|an)\s+hour|k\.?p\.?h\.?|m\.?p\.?h\.?|%|percent|met(?:er|re)s?|feet|foot|ft|m(?![\w/])))?";

    [GeneratedRegex(@"(?<![\w.])(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)" + UnitWord, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Figure();

    [GeneratedRegex(@"\b(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-]+(one|two|three|four|five|six|seven|eight|nine))?|(?<2>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))\b" + UnitWord, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Spelt();

    [GeneratedRegex(@"down|descend", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Down();
}
