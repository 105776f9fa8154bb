using System.Globalization;

// The getters are named after what a suite's author means, as Length and Speed are.
#pragma warning disable CA1720

namespace Sim;

public sealed partial class SettingReader
{
    /// <summary>Keys asked for so far, in order, without repetition.</summary>
    public IReadOnlyList<string> Known => [.. _known.Distinct(StringComparer.Ordinal)];

    /// <summary>An error that says that a key is needed, at a key that is probably meant to be it: for required values, <c>reader.Length("gap") ?? throw reader.Missing("gap")</c>.</summary>
    /// <param name="key">The key.</param>
    public InputException Missing(string key)
    {
        foreach (var entry in _map.Entries)
        {
            if (!_known.Contains(entry.Key) && Nearest.IsLikely(key, entry.Key))
            {
                return new InputException($"{What} needs the key '{key}'; is '{entry.Key}' meant to be it?", entry.Value.File ?? _map.File, entry.Line, entry.Column);
            }
        }

        return _map.Error($"{What} needs the key '{key}'");
    }

    /// <summary>A length, m, or null when absent.</summary>
    /// <exception cref="InputException">Not a length, or out of range.</exception>
    public double? Length(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.Length, "a length such as 12.5 m", min, max);

    /// <summary>A speed, m/s, or null when absent.</summary>
    /// <exception cref="InputException">Not a speed, or out of range.</exception>
    public double? Speed(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.Speed, "a speed such as 50 km/h", min, max);

    /// <summary>An acceleration, m/s², or null when absent.</summary>
    /// <exception cref="InputException">Not an acceleration, or out of range.</exception>
    public double? Acceleration(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.Acceleration, "an acceleration such as 3 m/s^2", min, max);

    /// <summary>A change of acceleration, m/s³, or null when absent.</summary>
    /// <exception cref="InputException">Not a jerk, or out of range.</exception>
    public double? Jerk(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.Jerk, "a jerk such as 10 m/s^3", min, max);

    /// <summary>An angle, rad, or null when absent.</summary>
    /// <exception cref="InputException">Not an angle, or out of range.</exception>
    public double? Angle(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.Angle, "an angle such as 30 deg", min, max);

    /// <summary>An angular speed, rad/s, or null when absent.</summary>
    /// <exception cref="InputException">Not an angular speed, or out of range.</exception>
    public double? AngularSpeed(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.AngularSpeed, "an angular speed such as 0.4 rad/s", min, max);

    /// <summary>A mass, kg, or null when absent.</summary>
    /// <exception cref="InputException">Not a mass, or out of range.</exception>
    public double? Mass(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.Mass, "a mass such as 1500 kg", min, max);

    /// <summary>A frequency, Hz, or null when absent.</summary>
    /// <exception cref="InputException">Not a frequency, or out of range.</exception>
    public double? Frequency(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.Frequency, "a frequency such as 10 Hz", min, max);

    /// <summary>A time that need not be whole microseconds, s, or null when absent.</summary>
    /// <exception cref="InputException">Not a time, or out of range.</exception>
    public double? Seconds(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.Time, "a time such as 1.5 s", min, max);

    /// <summary>A share or factor ("75 %" is 0.75), or null when absent.</summary>
    /// <exception cref="InputException">Not a plain number, or out of range.</exception>
    public double? Ratio(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) => Si(key, Dimension.None, "a number without a unit, or in %", min, max);

    /// <summary>A quantity of any dimension as written, or null when absent.</summary>
    /// <exception cref="InputException">Not a single quantity.</exception>
    public Quantity? Quantity(string key)
    {
        var value = Optional(key);
        return value is null ? null : Sim.Quantity.Parse(value);
    }

    /// <summary>A list, range, or single value, or null when absent.</summary>
    /// <exception cref="InputException">Not in the grammar of <see cref="ValueSpec"/>.</exception>
    public ValueSpec? Values(string key)
    {
        var value = Optional(key);
        return value is null ? null : ValueSpec.Parse(value);
    }

    /// <summary>A time, exact in µs, or null when absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="minUs">Smallest, µs.</param>
    /// <param name="maxUs">Largest, µs.</param>
    /// <exception cref="InputException">Not a time, not a whole number of microseconds, or out of range.</exception>
    public long? Duration(string key, long minUs = long.MinValue, long maxUs = long.MaxValue)
    {
        var value = Optional(key);
        if (value is null)
        {
            return null;
        }

        var quantity = Sim.Quantity.Parse(value);
        Check(value, key, quantity, Dimension.Time, "a time such as 0.1 s");
        decimal us = quantity.Number * (decimal)quantity.Unit.Multiply * 1_000_000m / (decimal)quantity.Unit.Divide;
        if (us != decimal.Truncate(us))
        {
            throw value.Error($"'{key}' is {quantity.Text}, which is no whole number of microseconds");
        }

        return us < minUs || us > maxUs || us < long.MinValue || us > long.MaxValue
            ? throw OutOfRange(value, key, quantity.Text, minUs == long.MinValue ? null : DurationText(minUs), maxUs == long.MaxValue ? null : DurationText(maxUs))
            : (long)us;
    }

    /// <summary>A whole number, or null when absent.</summary>
    /// <exception cref="InputException">Not a whole number, or out of range.</exception>
    public int? Int(string key, int min = int.MinValue, int max = int.MaxValue)
    {
        var value = Optional(key);
        if (value is null)
        {
            return null;
        }

        string text = Scalar(value, key);
        return !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? throw value.Error($"'{key}' is {Describe(value)}; write a whole number")
            : number < min || number > max
                ? throw OutOfRange(value, key, text, min == int.MinValue ? null : min.ToString(CultureInfo.InvariantCulture), max == int.MaxValue ? null : max.ToString(CultureInfo.InvariantCulture))
                : number;
    }

    /// <summary>A seed: a whole number from 0 to 2⁶⁴ - 1, or null when absent.</summary>
    /// <exception cref="InputException">Not such a number.</exception>
    public ulong? UInt64(string key)
    {
        var value = Optional(key);
        return value is null
            ? null
            : ulong.TryParse(Scalar(value, key), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
                ? number
                : throw value.Error($"'{key}' is {Describe(value)}; write a whole number from 0 to 18446744073709551615");
    }

    /// <summary>true or false, or null when absent.</summary>
    /// <exception cref="InputException">Neither.</exception>
    public bool? Bool(string key)
    {
        var value = Optional(key);
        return value is null
            ? null
            : Scalar(value, key) switch
            {
                "true" => true,
                "false" => false,
                _ => throw value.Error($"'{key}' is {Describe(value)}; write true or false"),
            };
    }

    /// <summary>One of some words, or null when absent.</summary>
    /// <exception cref="InputException">Another word; names the nearest.</exception>
    public string? Choice(string key, params IEnumerable<string> choices)
    {
        var value = Optional(key);
        if (value is null)
        {
            return null;
        }

        string text = Scalar(value, key);
        var all = choices.ToList();
        return all.Contains(text, StringComparer.Ordinal) ? text : throw value.Error($"'{key}' is {Describe(value)}; {Nearest.Hint(text, all)}");
    }

    /// <summary>A member of an enum, written as a word with hyphens or underscores ("kinematic-bicycle"), or null when absent.</summary>
    /// <exception cref="InputException">Another word; names the nearest.</exception>
    public T? Choice<T>(string key)
        where T : struct, Enum
    {
        var value = Optional(key);
        if (value is null)
        {
            return null;
        }

        string text = Scalar(value, key);
        var members = Enum.GetValues<T>();
        foreach (var member in members)
        {
            if (WordOf(member.ToString()) == text.Replace('_', '-'))
            {
                return member;
            }
        }

        throw value.Error($"'{key}' is {Describe(value)}; {Nearest.Hint(text, members.Select(m => WordOf(m.ToString())))}");
    }

    /// <summary>A list of texts; a single text stands for a list of one; null when absent.</summary>
    /// <exception cref="InputException">An item that is not a text.</exception>
    public IReadOnlyList<string>? TextList(string key)
    {
        var value = Optional(key);
        return value switch
        {
            null => null,
            { Kind: SettingKind.List } => [.. value.Items.Select(i => Scalar(i, key))],
            _ => [Scalar(value, key)],
        };
    }

    /// <summary>A list of values; null when absent.</summary>
    /// <exception cref="InputException">Not a list.</exception>
    public IReadOnlyList<Setting>? List(string key)
    {
        var value = Optional(key);
        return value is null ? null : value.Kind == SettingKind.List ? value.Items : throw value.Error($"'{key}' is {Describe(value)}; write a list (- item)");
    }

    /// <summary>The word of a member of an enum: "KinematicBicycle" → "kinematic-bicycle".</summary>
    /// <param name="member">The member's name.</param>
    public static string WordOf(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return string.Concat(member.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
    }

    private static string DurationText(long us) => new Quantity(us / 1_000_000m, Unit.Second).Text;

    private static string Scalar(Setting value, string key) => TextOf(value, key);

    private double? Si(string key, Dimension dimension, string expected, double min, double max)
    {
        var value = Optional(key);
        if (value is null)
        {
            return null;
        }

        var quantity = Sim.Quantity.Parse(value);
        Check(value, key, quantity, dimension, expected);
        double si = quantity.Si;
        return si >= min && si <= max ? si : throw OutOfRange(value, key, quantity.Text, SiText(min, dimension), SiText(max, dimension));
    }

    private static string? SiText(double bound, Dimension dimension) =>
        double.IsFinite(bound) ? $"{bound.ToString(CultureInfo.InvariantCulture)} {Unit.SiSymbol(dimension)}".TrimEnd() : null;

    private static void Check(Setting value, string key, Quantity quantity, Dimension dimension, string expected)
    {
        if (quantity.Dimension != dimension)
        {
            throw value.Error(quantity.Unit == Unit.One
                ? $"'{key}' is {Describe(value)} without a unit; write {expected}"
                : $"'{key}' is {Describe(value)}, which is no such quantity; write {expected}");
        }
    }

    private static InputException OutOfRange(Setting value, string key, string found, string? min, string? max) =>
        value.Error($"'{key}' is {found}, but must be {(min, max) switch
        {
            (not null, not null) => $"from {min} to {max}",
            (not null, null) => $"at least {min}",
            _ => $"at most {max}",
        }}");
}
