using System.Globalization;
using Sim.Numerics;

namespace Sim.Reports;

/// <summary>Numbers and measurements as people read them: invariant culture, four significant digits. Thread-safe.</summary>
internal static class MetricText
{
    /// <summary>A number with four significant digits, without an exponent for everyday sizes.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        string format = size switch
        {
            0 => "0",
            < 1e-3 or >= 1e7 => "0.###e0",
            < 1 => "0.####",
            < 10 => "0.###",
            < 100 => "0.##",
            < 1000 => "0.#",
            _ => "0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A number with its unit.</summary>
    public static string Number(double value, string unit) => unit.Length == 0 ? Number(value) : $"{Number(value)} {unit}";

    /// <summary>A measurement: the value with its unit, or its state in words.</summary>
    public static string Of(Measured<double> measured, string unit) => measured.State switch
    {
        MeasuredState.Value => Number(measured.Value!.Value, unit),
        MeasuredState.NoConflict => "no conflict",
        MeasuredState.TooLate => "too late",
        MeasuredState.NotApplicable => "not applicable",
        _ => "failed",
    };

    /// <summary>A mean with half the width of its interval, which a narrow one would hide between rounded ends, or a dash.</summary>
    public static string Mean(IntervalEstimate? mean, string unit) => mean switch
    {
        null => "–",
        { High: { } high } e => $"{Number(e.Value)} ± {Number(high - e.Value, unit)}",
        { } e => Number(e.Value, unit),
    };

    /// <summary>A share as a percentage with one decimal, its interval in brackets, or a dash.</summary>
    public static string Share(IntervalEstimate? share)
    {
        static string Percent(double value) => Number(Math.Round(value * 1000) / 10);
        return share is { Low: { } low, High: { } high } s ? $"{Percent(s.Value)} % ({Percent(low)} to {Percent(high)} %)" : "–";
    }

    /// <summary>A whole number; as text, because JavaScript would round large ones.</summary>
    public static string Whole(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A time in seconds with two decimals.</summary>
    public static string Seconds(long timeUs) => (timeUs / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + " s";
}
