using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Solving.Drawing;

/// <summary>Weather, light and surface of a record as the conditions of a scenario. Pure.</summary>
internal static class Conditions
{
    /// <summary>The conditions.</summary>
    public static WorldEnvironment Of(EnvironmentRecord record)
    {
        var weather = record.Weather.Value;
        var odd = new List<KeyValuePair<string, string>>
        {
            new("lighting", Words.Of(record.Lighting.Value)),
            new("surface", Words.Of(record.Surface.Value)),
            new("weather", weather.Count == 0 ? "unknown" : string.Join("+", weather.Select(w => Words.Of(w)))),
        };
        return new WorldEnvironment
        {
            Friction = Friction(record.Surface.Value),
            RainMmph = weather.Contains(Weather.Rain) ? 5 : 0,
            FogVisibilityM = weather.Contains(Weather.Fog) ? 100 : null,
            Light = record.Lighting.Value switch
            {
                Lighting.Daylight => "day",
                Lighting.Dawn or Lighting.Dusk => "dusk",
                Lighting.DarkLighted or Lighting.DarkUnlighted => "night",
                _ => "unknown",
            },
            Odd = Ordered.Copy(odd),
        };
    }

    /// <summary>Friction coefficient of a surface: usual textbook values for cars with ordinary tyres.</summary>
    public static double Friction(Surface surface) => surface switch
    {
        Surface.Wet => 0.7,
        Surface.Snow => 0.35,
        Surface.Ice => 0.2,
        Surface.Other => 0.6,
        _ => 1.0,
    };
}
