namespace Sim.Plugins.CrashReports.Language;

/// <summary>Reads numbers with units.</summary>
internal static class Measures
{
    /// <summary>Kilometres in a mile.</summary>
    public const double KmPerMile = 1.609344;

    private const double MetresPerFoot = 0.3048;

    /// <summary>True when a unit stands at a place.</summary>
    public static bool IsUnit(ReportText text, int i) => TryUnit(text, i, out _, out _, out _, out _);

    /// <summary>Reads a measure whose number stands at a place: "48 kmph", "30mph", "321.4 meters", "2 %", "five seconds".</summary>
    public static bool TryRead(ReportText text, int i, out Measure measure)
    {
        measure = default;
        if (i < 0 || i >= text.Count || text[i] is not { IsNumber: true, Ordinal: false } number || !TryUnit(text, i + 1, out MeasureKind kind, out double factor, out bool imperial, out int end)) return false;
        measure = new(kind, number.Value * factor, new(i, end), imperial);
        return true;
    }

    private static bool TryUnit(ReportText text, int i, out MeasureKind kind, out double factor, out bool imperial, out int end)
    {
        (kind, factor, imperial, end) = (default, 1, false, i + 1);
        switch (text.Norm(i))
        {
            case "kmph" or "kph" or "kmh" or "kms" or "khp":
                (kind, factor) = (MeasureKind.Speed, 1);
                return true;
            case "mph" or "mhp":
                (kind, factor, imperial) = (MeasureKind.Speed, KmPerMile, true);
                return true;
            case "m" when text.Norm(i + 1) == "." && text.Norm(i + 2) == "p":
                (kind, factor, imperial, end) = (MeasureKind.Speed, KmPerMile, true, text.Norm(i + 5) == "." && text.Norm(i + 4) == "h" ? i + 6 : i + 5);
                return true;
            case "km" or "kilometers" or "kilometres" or "kilometer" or "kilometre":
                if (PerHour(text, i + 1, out end)) kind = MeasureKind.Speed;
                else (kind, factor, end) = (MeasureKind.Length, 1000, i + 1);
                return true;
            case "miles" or "mile" or "mi":
                imperial = true;
                factor = KmPerMile;
                if (PerHour(text, i + 1, out end)) kind = MeasureKind.Speed;
                else (kind, factor, end) = (MeasureKind.Length, KmPerMile * 1000, i + 1);
                return true;
            case "feet" or "foot" or "ft":
                (kind, factor, imperial) = (MeasureKind.Length, MetresPerFoot, true);
                return true;
            case "yards" or "yard":
                (kind, factor, imperial) = (MeasureKind.Length, 3 * MetresPerFoot, true);
                return true;
            case "inches" or "inch":
                (kind, factor, imperial) = (MeasureKind.Length, MetresPerFoot / 12, true);
                return true;
            case "m" or "meters" or "metres" or "meter" or "metre":
                if (text.Norm(i) == "m" && text.Norm(i + 1) == "/" && text.Norm(i + 2) == "s") (kind, factor, end) = (MeasureKind.Speed, 3.6, i + 3);
                else kind = MeasureKind.Length;
                return true;
            case "cm" or "centimeters" or "centimetres":
                (kind, factor) = (MeasureKind.Length, 0.01);
                return true;
            case "%" or "percent" or "pct":
                kind = MeasureKind.Percent;
                return true;
            case "degrees" or "degree" or "°":
                kind = MeasureKind.Angle;
                return true;
            case "seconds" or "secs" or "sec":
                kind = MeasureKind.Time;
                return true;
            case "minutes" or "minute" or "mins":
                (kind, factor) = (MeasureKind.Time, 60);
                return true;
            default:
                end = i;
                return false;
        }
    }

    private static bool PerHour(ReportText text, int i, out int end)
    {
        end = i;
        if (text.Norm(i) == "/" && text.Norm(i + 1) is "h" or "hr" or "hour") end = i + 2;
        else if (text.Norm(i) is "per" or "an" && text.Norm(i + 1) == "hour") end = i + 2;
        else if (text.Norm(i) == "p" && text.Norm(i + 1) == "h") end = i + 2;
        return end > i;
    }
}
