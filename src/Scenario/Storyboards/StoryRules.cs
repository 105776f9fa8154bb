using System.Globalization;

namespace Sim.Storyboards;

/// <summary>Comparisons of OpenSCENARIO values. Pure and thread-safe.</summary>
public static class StoryRules
{
    /// <summary>Compares numbers.</summary>
    public static bool Holds(double value, ValueRule rule, double other) => rule switch
    {
        ValueRule.EqualTo => value == other,
        ValueRule.GreaterThan => value > other,
        ValueRule.LessThan => value < other,
        ValueRule.GreaterOrEqual => value >= other,
        ValueRule.LessOrEqual => value <= other,
        _ => value != other,
    };

    /// <summary>Compares texts: as numbers when both are, else in ordinal order.</summary>
    public static bool Holds(string value, ValueRule rule, string other)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(other);
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double a) && double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out double b)
            ? Holds(a, rule, b)
            : Holds(string.CompareOrdinal(value.Trim(), other.Trim()), rule, 0);
    }
}
