using System.Globalization;

namespace Sim.Plugins.Criticality.Rss;

/// <summary>
/// What RSS assumes of one road user. Brakes are magnitudes (positive). Ranges are those that the reference library enforces (specs/criticality
/// §4); <see cref="Fault"/> checks them. The defaults are the library's test defaults.
/// </summary>
public sealed record RssParameters
{
    /// <summary>Response time, s, above 0 to 10.</summary>
    public double ResponseTimeS { get; init; } = 1;

    /// <summary>Strongest acceleration during the response time, m/s², 0 to 100.</summary>
    public double AccelMaxMps2 { get; init; } = 3.5;

    /// <summary>Strongest braking that others must expect, m/s², at least <see cref="BrakeMinMps2"/>, to 100.</summary>
    public double BrakeMaxMps2 { get; init; } = 8;

    /// <summary>Braking that a proper response reaches at least, m/s², at least <see cref="BrakeMinCorrectMps2"/>.</summary>
    public double BrakeMinMps2 { get; init; } = 4;

    /// <summary>The same for who is in the correct lane against an oncoming one, m/s², above 0.</summary>
    public double BrakeMinCorrectMps2 { get; init; } = 3;

    /// <summary>Strongest lateral acceleration during the response time, m/s², 0 to 100.</summary>
    public double LateralAccelMaxMps2 { get; init; } = 0.2;

    /// <summary>Lateral braking that a proper response reaches at least, m/s², above 0 to 100.</summary>
    public double LateralBrakeMinMps2 { get; init; } = 0.8;

    /// <summary>Lateral sway that is no intent, m, 0 to 1.</summary>
    public double LateralMarginM { get; init; } = 0.1;

    /// <summary>Speed up to which the response time is spent accelerating, m/s, above 0 to 100.</summary>
    public double MaxSpeedOnAccelerationMps { get; init; } = 100;

    /// <summary>Distance that must remain, m, 0 to 100.</summary>
    public double MinLongitudinalDistanceM { get; init; }

    /// <summary>Defaults of the vehicle under test: response 1 s.</summary>
    public static RssParameters EgoDefault { get; } = new() { LateralMarginM = 0 };

    /// <summary>Defaults of everybody else: response 2 s, lateral margin 0.1 m.</summary>
    public static RssParameters OtherDefault { get; } = new() { ResponseTimeS = 2 };

    /// <summary>Null when every value is in its range, else which is not.</summary>
    public string? Fault() =>
        Outside("response time", ResponseTimeS, double.Epsilon, 10)
        ?? Outside("acceleration", AccelMaxMps2, 0, 100)
        ?? Outside("brake_min_correct", BrakeMinCorrectMps2, double.Epsilon, 100)
        ?? Outside("brake_min", BrakeMinMps2, BrakeMinCorrectMps2, 100)
        ?? Outside("brake_max", BrakeMaxMps2, BrakeMinMps2, 100)
        ?? Outside("lateral acceleration", LateralAccelMaxMps2, 0, 100)
        ?? Outside("lateral brake_min", LateralBrakeMinMps2, double.Epsilon, 100)
        ?? Outside("lateral margin", LateralMarginM, 0, 1)
        ?? Outside("speed limit on acceleration", MaxSpeedOnAccelerationMps, double.Epsilon, 100)
        ?? Outside("minimum longitudinal distance", MinLongitudinalDistanceM, 0, 100);

    private static string? Outside(string what, double value, double low, double high) => value >= low && value <= high
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{what} {value} is outside {low:0.###} to {high:0.###}");
}
