namespace Sim;

/// <summary>Weather, light and road surface.</summary>
public sealed record WorldEnvironment
{
    /// <summary>Friction coefficient of the road, 0 to 1.5.</summary>
    public double Friction { get; init; } = 1.0;

    /// <summary>Rain intensity, mm/h.</summary>
    public double RainMmph { get; init; }

    /// <summary>Meteorological visibility in fog, m; null means clear.</summary>
    public double? FogVisibilityM { get; init; }

    /// <summary>Light: "day", "night", "dusk", "unknown".</summary>
    public string Light { get; init; } = "day";

    /// <summary>Free tags of the operational design domain: name → value.</summary>
    public IReadOnlyDictionary<string, string> Odd { get; init; } = Ordered.Empty;
}
