using System.Globalization;

namespace Sim.Plugins.Sdk;

/// <summary>One figure of a self-test: what was expected, what was found. Plain data.</summary>
public sealed record SelfCheck
{
    /// <summary>Stable name, unique within the self-test ("rss longitudinal 12 behind 14").</summary>
    public required string Name { get; init; }

    /// <summary>Where the expected figure comes from: a section of a paper, a calculation by hand, the program it was recorded from.</summary>
    public required string Source { get; init; }

    /// <summary>What must come out: a number in invariant text, or any other text such as a hash. Never empty.</summary>
    public required string Expected { get; init; }

    /// <summary>What came out, in the same form. "NaN" and infinities may be written; they never hold.</summary>
    public required string Found { get; init; }

    /// <summary>How far a number may lie from the expected one, absolute, finite, at least 0; null when the text must be the same.</summary>
    public double? Tolerance { get; init; }

    /// <summary>How many values stand behind this check, at least 1: of several numbers the one that uses most of its tolerance is shown.</summary>
    public int Values { get; init; } = 1;

    /// <summary>Distance of both numbers; null for text, or when one of them is no finite number.</summary>
    public double? Deviation => Tolerance is not null && Number(Expected) is { } expected && Number(Found) is { } found && double.IsFinite(found - expected)
        ? Math.Abs(found - expected)
        : null;

    /// <summary>True when what was found is what was expected, within a tolerance that is a tolerance.</summary>
    public bool Holds => Expected.Length > 0 && Values > 0 && (Tolerance is { } tolerance
        ? double.IsFinite(tolerance) && Deviation <= tolerance
        : string.Equals(Expected, Found, StringComparison.Ordinal));

    /// <summary>A number.</summary>
    /// <param name="name">Name.</param>
    /// <param name="expected">What must come out.</param>
    /// <param name="found">What came out.</param>
    /// <param name="tolerance">How far it may lie from that.</param>
    /// <param name="source">Where the expected figure comes from.</param>
    public static SelfCheck OfNumber(string name, double expected, double found, double tolerance, string source) =>
        new() { Name = name, Source = source, Expected = Text(expected), Found = Text(found), Tolerance = tolerance };

    /// <summary>Several numbers as one check, which shows the pair that uses most of its tolerance, with its place in square brackets.</summary>
    /// <param name="name">Name.</param>
    /// <param name="expected">What must come out; not empty.</param>
    /// <param name="found">What came out; another count never holds.</param>
    /// <param name="tolerance">How far each may lie from its expected one.</param>
    /// <param name="source">Where the expected figures come from.</param>
    /// <param name="relative">Adds this part of the expected number to its tolerance.</param>
    public static SelfCheck OfNumbers(string name, ReadOnlySpan<double> expected, ReadOnlySpan<double> found, double tolerance, string source, double relative = 0)
    {
        if (expected.Length == 0 || expected.Length != found.Length)
        {
            return OfText(name, $"{Math.Max(1, expected.Length)} numbers", $"{found.Length} numbers", source);
        }

        int worst = 0;
        double most = -1;
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = tolerance + (relative * Math.Abs(expected[i])), deviation = Math.Abs(found[i] - expected[i]);

            // NaN is worse than anything; without any tolerance only the distance ranks.
            double use = double.IsNaN(deviation) ? double.PositiveInfinity : allowed > 0 ? deviation / allowed : deviation;
            if (use > most)
            {
                (worst, most) = (i, use);
            }
        }

        double bound = tolerance + (relative * Math.Abs(expected[worst]));
        string place = worst.ToString(CultureInfo.InvariantCulture);
        return OfNumber(name, expected[worst], found[worst], bound, source) with { Name = expected.Length > 1 ? $"{name} [{place}]" : name, Values = expected.Length };
    }

    /// <summary>Text that must be the same to the letter.</summary>
    /// <param name="name">Name.</param>
    /// <param name="expected">What must come out; not empty.</param>
    /// <param name="found">What came out.</param>
    /// <param name="source">Where the expected text comes from.</param>
    /// <param name="values">How many values stand behind it, of a hash.</param>
    public static SelfCheck OfText(string name, string expected, string found, string source, int values = 1) =>
        new() { Name = name, Source = source, Expected = expected, Found = found, Values = values };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
