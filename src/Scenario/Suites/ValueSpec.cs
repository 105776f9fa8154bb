namespace Sim;

/// <summary>
/// What one scalar of a suite may stand for, in the one grammar of the project: a value <c>50 km/h</c>, a list <c>50 | 75 | 100 %</c> (the last
/// unit applies to items without one), a stepped range <c>10..50 km/h step 5 km/h</c> (the end included when it is hit; exact decimal steps), a
/// continuous range <c>10..50 km/h</c>, or words <c>left | right</c>. Immutable.
/// </summary>
public sealed class ValueSpec
{
    /// <summary>Largest number of values of one specification.</summary>
    public const int MaxValues = 100_000;

    /// <summary>Longest text.</summary>
    public const int MaxLength = 65_536;

    internal ValueSpec(string text, IReadOnlyList<ParameterValue> values, Quantity? min, Quantity? max, Setting? place)
    {
        Text = text;
        Values = values;
        Min = min;
        Max = max;
        Place = place;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The values in the order written, no two equal; empty for a continuous range.</summary>
    public IReadOnlyList<ParameterValue> Values { get; }

    /// <summary>True for a range without step: it needs sampling.</summary>
    public bool IsContinuous => Min is not null;

    /// <summary>Lower end of a continuous range; otherwise null.</summary>
    public Quantity? Min { get; }

    /// <summary>Upper end of a continuous range, in the unit of <see cref="Min"/>; otherwise null.</summary>
    public Quantity? Max { get; }

    /// <summary>True for words.</summary>
    public bool IsWords => !IsContinuous && Values[0].IsWord;

    /// <summary>What the quantities measure; null for words.</summary>
    public Dimension? Dimension => IsContinuous ? Min!.Value.Dimension : Values[0].Quantity?.Dimension;

    /// <summary>Where it was written, or null.</summary>
    public Setting? Place { get; }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">Not in the grammar; names the character, what was found and what was expected.</exception>
    public static ValueSpec Parse(string text) => ValueSpecParser.Parse(text, null);

    /// <summary>Reads a scalar, or a list of scalars, which stands for the same text joined by |.</summary>
    /// <param name="value">The setting.</param>
    /// <exception cref="InputException">Not in the grammar, at its place.</exception>
    public static ValueSpec Parse(Setting value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Kind == SettingKind.List && value.Items.Count > 0 && value.Items.All(i => i.Kind == SettingKind.Scalar))
        {
            return ValueSpecParser.Parse(string.Join(" | ", value.Items.Select(i => i.Text)), value);
        }

        return value.Kind == SettingKind.Scalar
            ? ValueSpecParser.Parse(value.Text, value)
            : throw value.Error($"found {SettingReader.Describe(value)} where a value is expected; write a value (50 km/h), a list (50 | 75 %), a range (10..50 km/h step 5 km/h) or words (left | right)");
    }

    /// <summary>An error at the place of this specification.</summary>
    /// <param name="message">What was found, expected, and what to do.</param>
    public InputException Error(string message) => Place?.Error(message) ?? new InputException(message);

    /// <summary>The value at a share of the way, 0 to below 1: a place within a continuous range, one of the values otherwise.</summary>
    /// <param name="share">In [0, 1).</param>
    internal ParameterValue At(double share)
    {
        if (!IsContinuous)
        {
            return Values[Math.Clamp((int)(share * Values.Count), 0, Values.Count - 1)];
        }

        decimal min = Min!.Value.Number, span = Max!.Value.Number - min;
        int digits = 9;
        for (decimal s = span; s >= 10 && digits > 0; s /= 10)
        {
            digits--;
        }

        for (decimal s = span; s < 1 && s > 0 && digits < 24; s *= 10)
        {
            digits++;
        }

        // A billionth of the range is finer than anything a suite can mean, and short enough to read.
        decimal number = decimal.Round(min + span * (decimal)share, digits);
        return ParameterValue.Of(Min.Value with { Number = Math.Clamp(number, min, Max.Value.Number) });
    }
}
