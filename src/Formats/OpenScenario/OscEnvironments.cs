using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Weather, light and road surface.</summary>
internal static class OscEnvironments
{
    public static StoryEnvironment Read(OscNode n)
    {
        var time = n.Child("TimeOfDay");
        var weather = n.Child("Weather");
        var sun = weather?.Child("Sun");
        var fog = weather?.Child("Fog");
        var rain = weather?.Child("Precipitation");
        var wind = weather?.Child("Wind");
        var road = n.Child("RoadCondition");
        return new StoryEnvironment
        {
            Name = n.Text("name", ""),
            DateTime = time?.Text("dateTime"),
            DateTimeRuns = time?.Flag("animation"),
            CloudState = weather?.Optional("fractionalCloudCover") ?? weather?.Optional("cloudState"),
            PressurePa = weather?.MaybeNotNegative("atmosphericPressure"),
            TemperatureK = weather?.MaybeNotNegative("temperature"),
            FogVisualRangeM = fog?.Limit("visualRange"),
            Precipitation = rain?.Text("precipitationType"),
            PrecipitationMmph = rain?.MaybeNotNegative("precipitationIntensity"),
            PrecipitationShare = rain?.MaybeNotNegative("intensity"),
            SunAzimuthRad = sun?.Number("azimuth"),
            SunElevationRad = sun?.Number("elevation"),
            SunIlluminanceLx = sun?.MaybeNotNegative("illuminance") ?? sun?.MaybeNotNegative("intensity"),
            WindDirectionRad = wind?.Number("direction"),
            WindMps = wind?.NotNegative("speed"),
            FrictionScale = road?.NotNegative("frictionScaleFactor"),
            Wetness = road?.Optional("wetness"),
            Properties = road is { } r ? OscEntities.Properties(r) : Ordered.Empty,
        };
    }

    /// <summary>What of it the simulator's world knows.</summary>
    public static WorldEnvironment ToWorld(StoryEnvironment from, WorldEnvironment before, SortedSet<string> assumptions)
    {
        double? rain = from.Precipitation is "dry" ? 0 : from.PrecipitationMmph;
        if (rain is null && from.PrecipitationShare is > 0)
        {
            assumptions.Add("precipitation without mm/h (OpenSCENARIO 1.0 gives a share of the heaviest) is taken as that share of 50 mm/h");
            rain = Math.Min(1, from.PrecipitationShare.Value) * 50;
        }

        return before with
        {
            Friction = Math.Min(1.5, from.FrictionScale ?? before.Friction),
            RainMmph = from.Precipitation is "snow" ? before.RainMmph : rain ?? before.RainMmph,
            FogVisibilityM = from.FogVisualRangeM is { } range ? (range > 0 ? range : before.FogVisibilityM) : before.FogVisibilityM,
            Light = from.SunElevationRad is { } elevation ? (elevation > 0.1 ? "day" : elevation > -0.1 ? "dusk" : "night") : before.Light,
        };
    }
}
