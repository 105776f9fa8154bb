using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Surroundings;

/// <summary>Reads weather, light and surface. What the report itself says goes before what it says of the coding.</summary>
internal static class EnvironmentReader
{
    public static EnvironmentRecord Read(ReportText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Leaf<IReadOnlyList<Weather>> weather = ReadWeather(text);
        return new() { Weather = weather, Lighting = ReadLighting(text), Surface = ReadSurface(text, weather) };
    }

    private static Leaf<IReadOnlyList<Weather>> ReadWeather(ReportText text)
    {
        var found = new SortedDictionary<Weather, TextSpan>();
        var coded = new SortedDictionary<Weather, TextSpan>();
        TextSpan? fair = null;
        for (int i = 0; i < text.Count; i++)
        {
            string word = text.Norm(i);
            if (EnvironmentWords.Precipitation.TryGetValue(word, out Weather kind))
            {
                if (!IsWeather(text, i, kind)) continue;
                (text.SentenceAt(i).IsCoding ? coded : found).TryAdd(kind, text.Span(i, i + 1));
            }
            else if (fair is null && EnvironmentWords.Fair.Contains(word) && IsFair(text, i)) fair = text.Span(i, i + 1);
            else if (fair is null && NoAdverse(text, i) is { } none) fair = text.Span(none);
        }

        if (found.Count == 0) found = coded;
        // "Clear" beside rain speaks of another hour or of the view.
        if (found.Count > 0)
        {
            Weather[] kinds = [.. found.Keys];
            return Leaf.Stated<IReadOnlyList<Weather>>(kinds, found[kinds[0]]);
        }

        return fair is { } span ? Leaf.Stated<IReadOnlyList<Weather>>([Weather.Clear], span) : Leaf.Unknown<IReadOnlyList<Weather>>([]);
    }

    private static bool IsWeather(ReportText text, int i, Weather kind)
    {
        string word = text.Norm(i), next = text.Norm(i + 1);
        Clause clause = text.ClauseAt(i);
        if (clause.Has(ClauseTraits.Conditional | ClauseTraits.Hypothetical) || Negated(text, i) || (clause.Has(ClauseTraits.Perfect) && !clause.Has(ClauseTraits.Progressive) && clause.Verbs.Contains(i))) return false;
        TokenRange before = new(Math.Max(text.SentenceAt(i).Tokens.Start, i - 5), i);
        // Yesterday's rain wets the road only.
        for (int b = before.Start; b < before.End; b++)
            if (text.Norm(b) is "previous" or "previously" or "earlier" or "after" or "recent" or "stopped" or "prior" or "yesterday" or "from" && text.Norm(b + 1) is not ("behind" or "the" or "south" or "north")) return false;
        if (text.Norm(i - 1) == "been" && text.Norm(i - 2) is "had" && next is "earlier" or "the") return false;
        if (word is "snow" && !IsFallingSnow(text, i)) return false;
        if (word is "mist" or "haze" && text.Norm(i - 1) is "a" && next is "of") return false;
        if (word is "hail" && text.Norm(i - 1) is "to") return false;
        if (word is "winds" or "cloud" or "clouds" && text.Norm(i - 1) is "road" or "dust" or "roadway" or "street") return false;
        // "fogged", "foggy windows": the panes, not the air.
        if (kind == Weather.Fog && (text.Find(new(before.Start, Math.Min(text.Count, i + 4)), "windows") >= 0 || text.Find(new(before.Start, Math.Min(text.Count, i + 4)), "window") >= 0 || text.Find(new(before.Start, Math.Min(text.Count, i + 4)), "windshield") >= 0 || next is "lamps" or "lights" or "line")) return false;
        return next is not ("gutter" or "coat" or "barrel" or "boots");
    }

    /// <summary>Snow in the air; snow on the ground is a surface.</summary>
    private static bool IsFallingSnow(ReportText text, int i)
    {
        string next = text.Norm(i + 1), before = text.Norm(i - 1);
        if (next is "bank" or "banks" or "embankment" or "plow" or "covered" or "tires" or "pile" or "piles" or "packed" or "drift" or "emergency" or "route" or "removal" or "on") return false;
        if (next is "and" or "or" && text.Norm(i + 2) is "ice" or "slush" or "icy" || (before is "and" or "or" && text.Norm(i - 2) is "ice" or "slush" or "icy")) return false;
        TokenRange sentence = text.SentenceAt(i).Tokens;
        for (int k = Math.Max(sentence.Start, i - 6); k < Math.Min(sentence.End, i + 6); k++)
            if (text.Norm(k) is "covered" or "patches" or "packed" or "plowed" or "accumulated" or "roadside" or "shoulder") return false;
        for (int k = Math.Max(sentence.Start, i - 7); k < Math.Min(sentence.End, i + 7); k++)
            if (text.Norm(k) is "weather" or "falling" or "light" or "heavy" or "blowing" or "conditions" or "atmospheric" or "rain" or "sleet" or "wind" or "fell" or "storm" or "daylight" or "dark" or "began") return true;
        return before is "in" || (before is "the" && text.Norm(i - 2) is "in");
    }

    private static bool IsFair(ReportText text, int i)
    {
        Clause clause = text.ClauseAt(i);
        if (Negated(text, i) || clause.Has(ClauseTraits.Intended | ClauseTraits.Believed) || text.Norm(i + 1) is "of" or "view" or "path" or "lane" or "sight" or "the" or "from" or "before" or "zone" or "line" or "shot" or "and" && text.Norm(i + 2) is "safe") return false;
        if (text.Norm(i) is "sunny" or "cloudless") return true;
        TokenRange sentence = text.SentenceAt(i).Tokens;
        bool near = false;
        for (int k = Math.Max(sentence.Start, i - 8); k < Math.Min(sentence.End, i + 8); k++)
        {
            if (k == i) continue;
            string word = text.Norm(k);
            if (k < i && k > i - 4 && word is "traffic" or "way" or "coast" or "intersection" or "view" or "until" or "driver") return false;
            near |= EnvironmentWords.WeatherNouns.Contains(word);
        }

        return near;
    }

    /// <summary>"no adverse weather conditions", "no atmospheric conditions", "no adverse conditions".</summary>
    private static TokenRange? NoAdverse(ReportText text, int i)
    {
        string word = text.Norm(i);
        if (word is not ("adverse" or "inclement" or "unusual" or "atmospheric" or "bad")) return null;
        bool none = text.Norm(i - 1) is "no" or "without" or "any" || (text.Norm(i - 1) is "," && text.Norm(i - 2) is "no") || Negated(text, i);
        if (!none) return null;
        for (int k = i; k < Math.Min(text.Count, i + 5); k++)
            if (text.Norm(k) is "weather" or "conditions" or "condition" or "atmospheric" or "elements")
            {
                if (text.Norm(k) is "conditions" && text.Norm(k - 1) is "road" or "roadway" or "surface" or "traffic" && text.Find(new(i, k), "weather") < 0) return null;
                return new(Math.Max(0, i - 1), text.Norm(k + 1) is "conditions" or "condition" ? k + 2 : k + 1);
            }

        return null;
    }

    private static bool Negated(ReportText text, int i)
    {
        for (int k = i - 1; k >= 0 && k >= i - 3; k--)
            if (text.Norm(k) is "no" or "not" or "without" or "never") return true;
        return false;
    }

    private static Leaf<Lighting> ReadLighting(ReportText text)
    {
        int dark = -1, day = -1, dusk = -1, dawn = -1, time = -1, lit = -1, unlit = -1, night = -1;
        for (int i = 0; i < text.Count; i++)
        {
            string word = text.Norm(i);
            if (EnvironmentWords.Day.Contains(word) && day < 0 && !Negated(text, i)) day = i;
            else if (word == "day" && text.Norm(i + 1) == "light" && day < 0) day = i;
            else if (word == "dark" && text.Norm(i - 1) is "getting" or "nearly" or "almost" or "becoming" && dusk < 0) dusk = i;
            else if (word is "dusk" or "twilight" or "sunset" && dusk < 0 && text.Norm(i - 1) is not ("before" or "after")) dusk = i;
            else if (word is "dawn" or "sunrise" && dawn < 0)
            {
                if (text.Norm(i - 1) is "before" or "to") dark = dark < 0 ? i : dark;
                else dawn = i;
            }
            else if (EnvironmentWords.Night.Contains(word) && !Negated(text, i) && !IsColour(text, i) && (dark < 0 || night >= 0))
            {
                if (word == "dark") (dark, night) = (i, -1);
                else if (IsNightOfCrash(text, i)) (dark, night) = (dark < 0 ? i : dark, i);
            }
            else if (EnvironmentWords.DayTimes.Contains(word) && time < 0 && IsTimeOfCrash(text, i)) time = i;
            else if (word is "sunny" && time < 0 && IsFair(text, i)) time = i;
            else if (word is "sun" && text.Norm(i + 1) is "glare" or "light" or "was" && time < 0) time = i;

            if (EnvironmentWords.Unlit.Contains(word) && unlit < 0) unlit = i;
            else if (EnvironmentWords.Lit.Contains(word) && IsStreetLight(text, i))
            {
                bool none = Negated(text, i) || text.ClauseAt(i).Has(ClauseTraits.Negated) || text.Norm(i + 1) is "out" or "off" or "were" && text.Norm(i + 2) is "out" or "off" or "not";
                if (none && unlit < 0) unlit = i;
                else if (!none && lit < 0) lit = i;
            }
        }

        if (dark >= 0 && (day < 0 || (dark < day && text.Norm(dark) == "dark")))
        {
            if (unlit >= 0) return Leaf.Stated(Lighting.DarkUnlighted, Around(text, dark, unlit));
            if (lit >= 0) return Leaf.Stated(Lighting.DarkLighted, Around(text, dark, lit));
            if (dusk < 0 && dawn < 0 || text.Norm(dark) == "dark") return Leaf.Derived(Lighting.DarkUnlighted, text.Span(dark, dark + 1), "dark, and no street lights are told of", 0.6);
        }

        if (day >= 0) return Leaf.Stated(Lighting.Daylight, text.Span(day, text.Norm(day) == "day" ? day + 2 : day + 1));
        if (dusk >= 0) return Leaf.Stated(Lighting.Dusk, text.Span(dusk, dusk + 1));
        if (dawn >= 0) return Leaf.Stated(Lighting.Dawn, text.Span(dawn, dawn + 1));
        if (unlit >= 0) return Leaf.Derived(Lighting.DarkUnlighted, text.Span(unlit, unlit + 1), "a road is called unlit only when it is dark", 0.7);
        if (time >= 0) return Leaf.Derived(Lighting.Daylight, text.Span(time, time + 1), "it is light at this time of day", 0.8);
        if (Evening(text) is >= 0 and int evening)
            return unlit >= 0 || lit < 0
                ? Leaf.Derived(Lighting.DarkUnlighted, text.Span(evening, evening + 1), "dark in the evening, and no street lights are told of", 0.5)
                : Leaf.Derived(Lighting.DarkLighted, text.Span(evening, evening + 1), "dark in the evening, with street lights", 0.6);
        return Leaf.Unknown(Lighting.Unknown);
    }

    /// <summary>"late evening", "weekend evening": dark more often than not; the early evening is left open.</summary>
    private static int Evening(ReportText text)
    {
        for (int i = 0; i < text.Count; i++)
            if (text.Norm(i) == "evening" && IsTimeOfCrash(text, i) && text.Norm(i - 1) != "early") return i;
        return -1;
    }

    private static bool IsColour(ReportText text, int i) => text.Norm(i) == "dark" && (VehicleWords.Colours.Contains(text.Norm(i + 1)) || VehicleWords.Kinds.ContainsKey(text.Norm(i + 1)) || text.Norm(i + 1) is "clothing" or "clothes" or "colored" or "glasses" or "tinted");

    private static bool IsNightOfCrash(ReportText text, int i) =>
        !text.SentenceAt(i).IsCoding && text.Norm(i - 1) is not ("last" or "previous" or "every" or "all" or "each") && text.Norm(i - 2) is not "previous"
        && text.Norm(i + 1) is not ("before" or "shift" or "vision" or "blindness" or "sleep" or "club" or "of") && !text.ClauseAt(i).Has(ClauseTraits.Reported | ClauseTraits.Hypothetical);

    /// <summary>A time of day tells the light when it is that of the crash, not of a driver's breakfast.</summary>
    private static bool IsTimeOfCrash(ReportText text, int i)
    {
        Sentence sentence = text.SentenceAt(i);
        if (sentence.IsCoding || text.ClauseAt(i).Has(ClauseTraits.Reported | ClauseTraits.Believed)) return false;
        if (text.Norm(i) == "morning" && text.Norm(i - 1) == "early") return false;
        if (text.Norm(i - 1) is "sunny" or "rainy" or "cloudy" or "foggy" or "clear" or "bright" && text.Norm(i) != "evening") return true;
        if (text.Find(sentence.Tokens, "crash") >= 0 || text.Find(sentence.Tokens, "collision") >= 0 || text.Find(sentence.Tokens, "accident") >= 0 || text.Find(sentence.Tokens, "incident") >= 0 || text.Find(sentence.Tokens, "conditions") >= 0 || text.Find(sentence.Tokens, "occurred") >= 0) return true;
        return sentence.Paragraph == 0 && (text.Norm(i - 1) is "the" or "mid" or "early" or "late" or "was" or "weekday" or "this" or "a" or "-") && text.FindAny(sentence.Tokens, EnvironmentWords.WeatherNouns) >= 0 && text.Find(sentence.Tokens, "driver") < 0;
    }

    private static bool IsStreetLight(ReportText text, int i)
    {
        string word = text.Norm(i), before = text.Norm(i - 1);
        if (word is "lighted" or "lit" or "illuminated" or "illumination" or "streetlights" or "streetlight" or "streetlamps" or "streetlighting") return before is not ("brake" or "lights" or "sign");
        if (word is "lights" or "lamps") return before is "street" or "overhead" || text.Norm(i + 1) is "along" or "illuminated";
        return word == "lighting" && before is "street" or "overhead" or "artificial" or "roadway" or "highway" or "road" or "no" or "with";
    }

    /// <summary>One quote over both words when they stand close by, else the first.</summary>
    private static TextSpan Around(ReportText text, int a, int b) =>
        Math.Abs(a - b) < 14 ? text.Span(Math.Min(a, b), Math.Max(a, b) + 1) : text.Span(a, a + 1);

    private static Leaf<Surface> ReadSurface(ReportText text, Leaf<IReadOnlyList<Weather>> weather)
    {
        int best = -1, coded = -1;
        for (int i = 0; i < text.Count && best < 0; i++)
        {
            if (!EnvironmentWords.Surfaces.TryGetValue(text.Norm(i), out Surface kind) || !IsSurface(text, i, kind)) continue;
            if (text.SentenceAt(i).IsCoding || text.ClauseAt(i).Has(ClauseTraits.Reported)) coded = coded < 0 ? i : coded;
            else best = i;
        }

        int at = best >= 0 ? best : coded;
        if (at >= 0) return Leaf.Stated(EnvironmentWords.Surfaces[text.Norm(at)], text.Span(at, at + 1));
        if (weather.Evidence is { } sky && weather.Value.Count > 0)
        {
            if (weather.Value[0] == Weather.Rain) return Leaf.Derived(Surface.Wet, sky, "rain wets the road", 0.8);
            if (weather.Value[0] == Weather.Snow) return Leaf.Derived(Surface.Snow, sky, "snow covers the road", 0.6);
        }

        return Leaf.Unknown(Surface.Unknown);
    }

    private static bool IsSurface(ReportText text, int i, Surface kind)
    {
        if (Negated(text, i) || text.ClauseAt(i).Has(ClauseTraits.Hypothetical | ClauseTraits.Conditional)) return false;
        string word = text.Norm(i), next = text.Norm(i + 1);
        if (word is "dry" && next is "cleaning" or "cleaner" or "cleaners") return false;
        if (word is "snow" && (next is "bank" or "banks" or "embankment" or "plow" or "pile" or "tires" or "was" && text.Norm(i + 2) is "falling" || IsFallingSnow(text, i))) return false;
        if (word is "ice" && text.ClauseAt(i).Lemma is "slide" or "skid" or "slip" or "lose") return true;
        if (word is "ice" && next is "cream" or "chest" or "tea") return false;
        if (word is "oil" && next is "change" or "tanker" or "company" or "truck") return false;
        if (word is "gravel" or "sand" && next is "truck" or "shoulder" or "pit" or "area" or "lot" or "driveway" or "hauler") return false;
        if (word is "snow" or "ice" && text.Norm(i - 1) is "of" or "hit" or "struck" && text.Norm(i - 2) is not "patch") return false;
        TokenRange sentence = text.SentenceAt(i).Tokens;
        for (int k = Math.Max(sentence.Start, i - 10); k < Math.Min(sentence.End, i + 8); k++)
            if (k != i && EnvironmentWords.SurfaceNouns.Contains(text.Norm(k)) && !(kind == Surface.Other && text.Norm(k) is "lane" or "way")) return true;
        return word is "icy" || next is "covered";
    }
}
