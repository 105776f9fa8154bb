using System.Text.RegularExpressions;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Llm.Answers;

/// <summary>
/// Words without which a quote does not speak of a value. They keep a model from hanging a value on words that say something else. Pure and thread-safe.
/// </summary>
internal static class Cues
{
    private const RegexOptions Fast = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Dictionary<Enum, Regex> ByValue = new()
    {
        [Weather.Clear] = Of("clear|sunny|sunshine|fair|fine|bright|no adverse|good|dry"),
        [Weather.Cloudy] = Of("cloud|overcast|gr[ae]y"),
        [Weather.Rain] = Of("rain|drizzl|shower|downpour|storm|precipitation"),
        [Weather.Snow] = Of("snow|sleet|hail|blizzard|flurr|precipitation"),
        [Weather.Fog] = Of("fog|mist|smok|smog|haz"),
        [Weather.Wind] = Of("wind|gust|blow"),
        [Lighting.Daylight] = Of("daylight|day|afternoon|morning|noon|sun|light|a\\.?m|p\\.?m|\\d"),
        [Lighting.Dawn] = Of("dawn|sunrise|morning|early|daybreak|rising"),
        [Lighting.Dusk] = Of("dusk|sunset|evening|twilight|setting"),
        [Lighting.DarkLighted] = Of("dark|night|lit|light|illuminat|lamp"),
        [Lighting.DarkUnlighted] = Of("dark|night|unlit|light|lamp|illuminat"),
        [Surface.Dry] = Of("dry"),
        [Surface.Wet] = Of("wet|rain|moist|damp|slick|water|puddle|slippery"),
        [Surface.Snow] = Of("snow|slush"),
        [Surface.Ice] = Of("ice|icy|frozen|frost|freez"),
        [Surface.Other] = Of("gravel|mud|sand|oil|dirt|loose|debris|unpaved|leaves"),
        [Control.None] = Of("no |not |un|without|none"),
        [Control.Signal] = Of("signal|light|lamp|red|green|amber|yellow"),
        [Control.Stop] = Of("stop"),
        [Control.Yield] = Of("yield|give way|giving way"),
        [Control.Flashing] = Of("flash|blink"),
        [Control.Officer] = Of("officer|police|flagg|guard|direct|constable|crew"),
        [Control.Other] = Of("sign|gate|crossing|warning|mark|device|control|zone|limit|crosswalk"),
        [Topology.Roundabout] = Of("roundabout|rotary|traffic circle"),
        [Topology.Driveway] = Of("drive|alley|parking|lot|garage|entrance|exit"),
        [Topology.RampMerge] = Of("ramp|merg|on-?ramp|off-?ramp|entrance|exit|accelerat|deceleration lane|interchange|gore"),
        [Topology.Curve] = Of("curv|bend|bent"),
        [Alignment.CurveLeft] = Of("left"),
        [Alignment.CurveRight] = Of("right"),
        [Alignment.Curve] = Of("curv|bend|bent"),
        [CrashClass.Pedestrian] = Of("pedestrian|foot|walk|child|boy|girl|man|woman|person|jogg|runn|scooter|wheelchair|P1|he\\b|she\\b"),
        [CrashClass.Cyclist] = Of("cycl|bicycl|bike|rider|C1|he\\b|she\\b"),
    };

    private static readonly HashSet<Type> Sets = [typeof(Weather), typeof(Control)];

    /// <summary>True when a quote may speak of a value: it holds one of its words, or the value has no fixed words.</summary>
    public static bool Allow(Enum value, string quote) => !ByValue.TryGetValue(value, out var cue) || cue.IsMatch(quote);

    /// <summary>True when the words of a value are in the quote, so that the text itself says it.</summary>
    public static bool Say(Enum value, string quote) =>
        ByValue.TryGetValue(value, out var cue) ? cue.IsMatch(quote) : Parts(value).All(p => quote.Contains(p, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when a value of this type is a set that is checked member by member.</summary>
    public static bool IsSet(Type type) => Sets.Contains(type);

    // "turning_left" is said by "turn" and "left".
    private static IEnumerable<string> Parts(Enum value) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Split('_').Select(p => p.Length > 5 && p.EndsWith("ing", StringComparison.Ordinal) ? p[..^3] : p);

    private static Regex Of(string words) => new(words, Fast);
}
