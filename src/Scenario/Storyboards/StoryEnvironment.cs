namespace Sim.Storyboards;

/// <summary>Weather, light and road surface as OpenSCENARIO has them; null means not said.</summary>
public sealed record StoryEnvironment
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>ISO 8601 date and time.</summary>
    public string? DateTime { get; init; }

    /// <summary>True: the time of day runs on.</summary>
    public bool? DateTimeRuns { get; init; }

    /// <summary>The standard's word ("free", "overcast", "fourOktas", …).</summary>
    public string? CloudState { get; init; }

    /// <summary>Air pressure, Pa.</summary>
    public double? PressurePa { get; init; }

    /// <summary>Air temperature, K.</summary>
    public double? TemperatureK { get; init; }

    /// <summary>Visual range in fog, m.</summary>
    public double? FogVisualRangeM { get; init; }

    /// <summary>"dry", "rain" or "snow".</summary>
    public string? Precipitation { get; init; }

    /// <summary>Precipitation, mm/h.</summary>
    public double? PrecipitationMmph { get; init; }

    /// <summary>Precipitation from 0 to 1 (1.0), when that is what the file says.</summary>
    public double? PrecipitationShare { get; init; }

    /// <summary>Sun's azimuth, rad, clockwise from north.</summary>
    public double? SunAzimuthRad { get; init; }

    /// <summary>Sun's elevation, rad.</summary>
    public double? SunElevationRad { get; init; }

    /// <summary>Sun's illuminance, lx ("intensity" in 1.0 and 1.1).</summary>
    public double? SunIlluminanceLx { get; init; }

    /// <summary>Direction that the wind blows to, rad, in world axes.</summary>
    public double? WindDirectionRad { get; init; }

    /// <summary>Wind, m/s.</summary>
    public double? WindMps { get; init; }

    /// <summary>Factor on the road's friction, not negative.</summary>
    public double? FrictionScale { get; init; }

    /// <summary>"dry", "moist", "wetWithPuddles", "lowFlooded", "highFlooded" (1.2).</summary>
    public string? Wetness { get; init; }

    /// <summary>Free properties of the road condition.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = Ordered.Empty;
}
