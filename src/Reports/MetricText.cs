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

    /// <summary>An estimate with its interval in brackets, or a dash.</summary>
    public static string Of(IntervalEstimate? estimate, string unit) => estimate switch
    {
        null => "–",
        { Low: { } low, High: { } high } e => $"{Number(e.Value, unit)} ({Number(low)} to {Number(high, unit)})",
        { } e => Number(e.Value, unit),
    };

    /// <summary>A share as a percentage with one decimal, its interval in brackets, or a dash.</summary>
    public static string Share(IntervalEstimate? share)
    {
        static double Percent(double value) => Math.Round(value * 1000) / 10;
        return Of(share is { } s ? new IntervalEstimate(Percent(s.Value), s.Low is { } low ? Percent(low) : null, s.High is { } high ? Percent(high) : null) : null, "%");
    }

    /// <summary>A whole number; as text, because JavaScript would round large ones.</summary>
    public static string Whole(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A time in seconds with two decimals.</summary>
    public static string Seconds(long timeUs) => (timeUs / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + " s";
}
