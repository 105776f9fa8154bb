using System.Globalization;

namespace Sim;

/// <summary>A number with its unit as the user wrote them, exact in decimal. Immutable.</summary>
/// <param name="Number">The number in <paramref name="Unit"/>: zero, or of magnitude 1e-15 to 1e15.</param>
/// <param name="Unit">The unit.</param>
public readonly record struct Quantity(decimal Number, Unit Unit)
{
    /// <summary>The SI value: m, s, m/s, rad, kg, a share for percent.</summary>
    public double Si => Unit.ToSi((double)Number);

    /// <summary>What it measures.</summary>
    public Dimension Dimension => Unit.Dimension;

    /// <summary>Canonical text: shortest decimal, canonical unit, no unit for plain numbers: "15 km/h", "-75 %", "0.001".</summary>
    public string Text => Unit == Unit.One ? NumberText : $"{NumberText} {Unit.Symbol}";

    /// <summary>The number alone: no exponent, no trailing zeros.</summary>
    public string NumberText
    {
        get
        {
            // Dividing by one with 28 zeros drops the trailing zeros that decimal keeps.
            decimal plain = Number / 1.0000000000000000000000000000m;
            return plain == 0 ? "0" : plain.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Reads one quantity: "50 km/h", "-75 %", "1e-3", "3".</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">Not one quantity; names the character, what was found and what was expected.</exception>
    public static Quantity Parse(string text) => ValueSpecParser.Single(text, null);

    /// <summary>Reads one quantity at a place of a file.</summary>
    /// <param name="value">A scalar.</param>
    /// <exception cref="InputException">Not one quantity.</exception>
    public static Quantity Parse(Setting value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Kind == SettingKind.Scalar
            ? ValueSpecParser.Single(value.Text, value)
            : throw value.Error($"found {SettingReader.Describe(value)} where a number with a unit is expected");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
