using System.Collections.Frozen;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Surroundings;

/// <summary>Words for weather, light and surface.</summary>
internal static class EnvironmentWords
{
    /// <summary>Words that tell the weather wherever they stand, unless they belong to the past or to a thing.</summary>
    public static readonly FrozenDictionary<string, Weather> Precipitation = new Dictionary<string, Weather>(StringComparer.Ordinal)
    {
        ["rain"] = Weather.Rain,
        ["raining"] = Weather.Rain,
        ["rained"] = Weather.Rain,
        ["rainy"] = Weather.Rain,
        ["drizzle"] = Weather.Rain,
        ["drizzling"] = Weather.Rain,
        ["rainfall"] = Weather.Rain,
        ["downpour"] = Weather.Rain,
        ["rainstorm"] = Weather.Rain,
        ["thunderstorm"] = Weather.Rain,
        ["misting"] = Weather.Rain,
        ["showers"] = Weather.Rain,
        ["sprinkling"] = Weather.Rain,
        ["snowing"] = Weather.Snow,
        ["snow"] = Weather.Snow,
        ["snowed"] = Weather.Snow,
        ["snowfall"] = Weather.Snow,
        ["snowstorm"] = Weather.Snow,
        ["blizzard"] = Weather.Snow,
        ["sleet"] = Weather.Snow,
        ["sleeting"] = Weather.Snow,
        ["hail"] = Weather.Snow,
        ["hailing"] = Weather.Snow,
        ["flurries"] = Weather.Snow,
        ["snowy"] = Weather.Snow,
        ["fog"] = Weather.Fog,
        ["foggy"] = Weather.Fog,
        ["smog"] = Weather.Fog,
        ["mist"] = Weather.Fog,
        ["misty"] = Weather.Fog,
        ["haze"] = Weather.Fog,
        ["hazy"] = Weather.Fog,
        ["windy"] = Weather.Wind,
        ["gusts"] = Weather.Wind,
        ["gusty"] = Weather.Wind,
        ["crosswind"] = Weather.Wind,
        ["crosswinds"] = Weather.Wind,
        ["winds"] = Weather.Wind,
        ["cloudy"] = Weather.Cloudy,
        ["overcast"] = Weather.Cloudy,
        ["clouds"] = Weather.Cloudy,
        ["cloud"] = Weather.Cloudy,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Words for good weather that need the weather as their neighbour.</summary>
    public static readonly FrozenSet<string> Fair = Set("clear", "sunny", "fair", "cloudless", "fine");

    /// <summary>What may be clear or fair so that it tells the weather.</summary>
    public static readonly FrozenSet<string> WeatherNouns = Set("weather", "sky", "skies", "conditions", "condition", "atmospheric", "atmosphere", "daylight", "dark", "daytime", "day", "dry", "night", "light", "dusk", "dawn", "morning", "afternoon", "evening", "cloudy", "wet", "lighted", "lit", "sunny", "environmental");

    /// <summary>What is clear in other senses.</summary>
    public static readonly FrozenSet<string> OtherClear = Set("traffic", "way", "path", "view", "intersection", "lane", "it", "road", "unobstructed", "became", "become", "make", "made", "to", "until", "was it", "not", "line");

    public static readonly FrozenSet<string> Night = Set("dark", "night", "nighttime", "darkness", "midnight", "nightime");

    public static readonly FrozenSet<string> Day = Set("daylight", "daytime");

    /// <summary>Times of day at which it is light.</summary>
    public static readonly FrozenSet<string> DayTimes = Set("morning", "afternoon", "noon", "midday", "noontime", "midmorning", "midafternoon");

    /// <summary>Words for street lighting that is on.</summary>
    public static readonly FrozenSet<string> Lit = Set("lighted", "lit", "illuminated", "streetlights", "streetlight", "streetlamps", "lights", "lighting", "lamps", "streetlighting", "illumination");

    /// <summary>Words for its absence.</summary>
    public static readonly FrozenSet<string> Unlit = Set("unlighted", "unlit", "unilluminated", "nonlighted");

    public static readonly FrozenDictionary<string, Surface> Surfaces = new Dictionary<string, Surface>(StringComparer.Ordinal)
    {
        ["dry"] = Surface.Dry,
        ["wet"] = Surface.Wet,
        ["damp"] = Surface.Wet,
        ["slick"] = Surface.Wet,
        ["slippery"] = Surface.Wet,
        ["moist"] = Surface.Wet,
        ["flooded"] = Surface.Wet,
        ["snow"] = Surface.Snow,
        ["snowy"] = Surface.Snow,
        ["slush"] = Surface.Snow,
        ["slushy"] = Surface.Snow,
        ["ice"] = Surface.Ice,
        ["icy"] = Surface.Ice,
        ["frost"] = Surface.Ice,
        ["frozen"] = Surface.Ice,
        ["gravel"] = Surface.Other,
        ["mud"] = Surface.Other,
        ["muddy"] = Surface.Other,
        ["sand"] = Surface.Other,
        ["oil"] = Surface.Other,
        ["oily"] = Surface.Other,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is dry or wet so that it tells the surface.</summary>
    public static readonly FrozenSet<string> SurfaceNouns = Set("road", "roads", "roadway", "roadways", "surface", "surfaces", "street", "streets", "pavement", "asphalt", "concrete", "bituminous", "ground", "highway", "trafficway", "trafficways", "conditions", "condition", "weather", "lane", "lanes", "bridge", "blacktop", "interstate", "freeway", "clear", "cloudy", "daylight", "dark", "day", "tarmac", "ramp", "intersection", "avenue", "curve", "way");

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
