namespace Sim;

/// <summary>A unit that settings may be written in. One value = <c>Multiply / Divide</c> SI units. Immutable; the table is closed.</summary>
public sealed class Unit
{
    private static readonly Dictionary<string, Unit> Table = new(StringComparer.Ordinal);

    private Unit(string symbol, Dimension dimension, double multiply, double divide, bool exact, params ReadOnlySpan<string> aliases)
    {
        Symbol = symbol;
        Dimension = dimension;
        Multiply = multiply;
        Divide = divide;
        IsExact = exact;
        Table.Add(symbol, this);
        foreach (string alias in aliases)
        {
            Table.Add(alias, this);
        }
    }

    /// <summary>No unit: counts and shares.</summary>
    public static Unit One { get; } = new("1", Dimension.None, 1, 1, true);

    /// <summary>Percent, a hundredth.</summary>
    public static Unit Percent { get; } = new("%", Dimension.None, 1, 100, true);

    /// <summary>Metre.</summary>
    public static Unit Metre { get; } = new("m", Dimension.Length, 1, 1, true);

    /// <summary>Second.</summary>
    public static Unit Second { get; } = new("s", Dimension.Time, 1, 1, true);

    /// <summary>Every unit with its canonical symbol, in ordinal order of symbols.</summary>
    public static IReadOnlyList<Unit> All { get; } = Fill();

    /// <summary>Canonical symbol, ASCII: "km/h", "deg", "m/s^2"; "1" for none.</summary>
    public string Symbol { get; }

    /// <summary>What it measures.</summary>
    public Dimension Dimension { get; }

    /// <summary>Numerator of the factor to SI.</summary>
    public double Multiply { get; }

    /// <summary>Denominator of the factor to SI.</summary>
    public double Divide { get; }

    /// <summary>True when both are whole numbers, so that conversions between such units are exact rationals.</summary>
    public bool IsExact { get; }

    /// <summary>The unit of a symbol or alias ("°", "m/s²", "µs"), or null.</summary>
    /// <param name="symbol">As written.</param>
    public static Unit? Find(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return Table.GetValueOrDefault(symbol);
    }

    /// <summary>What to say about a symbol that is no unit: the one that was probably meant, or the nearest.</summary>
    /// <param name="symbol">As written.</param>
    internal static string Hint(string symbol) => symbol.ToLowerInvariant().TrimEnd('.') switch
    {
        "kmh" or "kph" or "kmph" or "km/hr" => "did you mean 'km/h'?",
        "mps" or "m/sec" => "did you mean 'm/s'?",
        "mi/h" => "did you mean 'mph'?",
        "sec" or "secs" or "second" or "seconds" => "did you mean 's'?",
        "meter" or "meters" or "metre" or "metres" => "did you mean 'm'?",
        "degree" or "degrees" => "did you mean 'deg'?",
        "pct" or "percent" => "did you mean '%'?",
        _ => Nearest.Hint(symbol, All.Select(u => u.Symbol)),
    };

    /// <summary>The SI unit of a dimension as metrics write it: "m/s", "" for none.</summary>
    /// <param name="dimension">The dimension.</param>
    public static string SiSymbol(Dimension dimension) => dimension switch
    {
        Dimension.Length => "m",
        Dimension.Time => "s",
        Dimension.Speed => "m/s",
        Dimension.Acceleration => "m/s^2",
        Dimension.Jerk => "m/s^3",
        Dimension.Angle => "rad",
        Dimension.AngularSpeed => "rad/s",
        Dimension.Curvature => "1/m",
        Dimension.Area => "m^2",
        Dimension.Mass => "kg",
        Dimension.Frequency => "Hz",
        _ => "",
    };

    /// <summary>The SI value of a number in this unit.</summary>
    /// <param name="number">A finite number.</param>
    public double ToSi(double number) => number * Multiply / Divide;

    /// <inheritdoc/>
    public override string ToString() => Symbol;

    private static IReadOnlyList<Unit> Fill()
    {
        _ = new Unit("km", Dimension.Length, 1000, 1, true);
        _ = new Unit("cm", Dimension.Length, 1, 100, true);
        _ = new Unit("mm", Dimension.Length, 1, 1000, true);
        _ = new Unit("ft", Dimension.Length, 3048, 10000, true);
        _ = new Unit("ms", Dimension.Time, 1, 1000, true);
        _ = new Unit("us", Dimension.Time, 1, 1_000_000, true, "µs", "μs");
        _ = new Unit("min", Dimension.Time, 60, 1, true);
        _ = new Unit("h", Dimension.Time, 3600, 1, true);
        _ = new Unit("m/s", Dimension.Speed, 1, 1, true);
        _ = new Unit("km/h", Dimension.Speed, 1000, 3600, true);
        _ = new Unit("mph", Dimension.Speed, 1_609_344, 3_600_000, true);
        _ = new Unit("kn", Dimension.Speed, 1852, 3600, true);
        _ = new Unit("m/s^2", Dimension.Acceleration, 1, 1, true, "m/s²", "m/s2");
        _ = new Unit("g", Dimension.Acceleration, 980_665, 100_000, true);
        _ = new Unit("m/s^3", Dimension.Jerk, 1, 1, true, "m/s³", "m/s3");
        _ = new Unit("rad", Dimension.Angle, 1, 1, true);
        _ = new Unit("deg", Dimension.Angle, Math.PI, 180, false, "°");
        _ = new Unit("rad/s", Dimension.AngularSpeed, 1, 1, true);
        _ = new Unit("deg/s", Dimension.AngularSpeed, Math.PI, 180, false, "°/s");
        _ = new Unit("1/m", Dimension.Curvature, 1, 1, true);
        _ = new Unit("m^2", Dimension.Area, 1, 1, true, "m²", "m2");
        _ = new Unit("kg", Dimension.Mass, 1, 1, true);
        _ = new Unit("t", Dimension.Mass, 1000, 1, true);
        _ = new Unit("Hz", Dimension.Frequency, 1, 1, true);
        return [.. Table.Values.Distinct().OrderBy(u => u.Symbol, StringComparer.Ordinal)];
    }
}
