namespace Sim.Plugins.CrashReports.Language;

/// <summary>What a measure measures.</summary>
internal enum MeasureKind
{
    /// <summary>Speed, km/h.</summary>
    Speed,
    /// <summary>Length, m.</summary>
    Length,
    /// <summary>Percent.</summary>
    Percent,
    /// <summary>Angle, degrees.</summary>
    Angle,
    /// <summary>Time, s.</summary>
    Time,
}

/// <summary>A number with its unit.</summary>
/// <param name="Kind">What it measures; gives the unit of <paramref name="Value"/>.</param>
/// <param name="Value">km/h, m, percent, degrees or s.</param>
/// <param name="Tokens">Number and unit.</param>
/// <param name="IsImperial">True for mph, feet, inches, miles.</param>
internal readonly record struct Measure(MeasureKind Kind, double Value, TokenRange Tokens, bool IsImperial);
