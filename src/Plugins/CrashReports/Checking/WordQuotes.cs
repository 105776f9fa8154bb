using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Quote check of values that words of their own stand for: weather, light, surface, control, sides of contact, kinds of road user. Thread-safe.</summary>
internal static class WordQuotes
{
    private static readonly Lexicon<Weather> OfWeather = new(
        (Weather.Rain, ["rain", "rainy", "raining", "rained", "drizzle", "drizzling", "drizzly", "showers", "shower", "sprinkling", "downpour", "thunderstorm", "storm"]),
        (Weather.Snow, ["snow", "snowy", "snowing", "snowed", "snowfall", "sleet", "sleeting", "hail", "flurries", "blizzard"]),
        (Weather.Fog, ["fog", "foggy", "mist", "misty", "haze", "hazy", "smoke", "smog"]),
        (Weather.Wind, ["wind", "winds", "windy", "gusts", "gusty", "crosswind", "crosswinds"]),
        (Weather.Cloudy, ["cloudy", "overcast", "clouds", "cloud"]),
        (Weather.Clear, ["clear", "sunny", "fair", "fine", "adverse", "sun", "sunshine", "good", "nice", "no", "not", "cloudless", "stars"]));

    private static readonly Lexicon<Lighting> OfLighting = new(
        (Lighting.Daylight, ["daylight", "day", "daytime", "sunny", "sunlight", "sun", "noon", "midday", "morning", "afternoon", "am", "pm", "light", "hours", "a", "p", "school"]),
        (Lighting.Dawn, ["dawn", "sunrise", "daybreak", "morning", "am"]),
        (Lighting.Dusk, ["dusk", "sunset", "twilight", "evening", "getting", "dark", "pm"]),
        (Lighting.DarkLighted, ["dark", "darkness", "night", "nighttime", "evening", "lighted", "lit", "illuminated", "streetlights", "streetlamps", "lights", "lamps", "lighting", "am", "pm", "midnight", "nightime", "artificially"]),
        (Lighting.DarkUnlighted, ["dark", "darkness", "night", "nighttime", "evening", "unlit", "unlighted", "unilluminated", "am", "pm", "midnight", "nightime"]));

    private static readonly Lexicon<Surface> OfSurface = new(
        (Surface.Dry, ["dry"]),
        (Surface.Wet, ["wet", "damp", "moist", "slick", "slippery", "rain", "raining", "rainy", "rained", "water", "drizzle", "drizzling"]),
        (Surface.Snow, ["snow", "snowy", "slush", "slushy", "snowing"]),
        (Surface.Ice, ["ice", "icy", "frozen", "frost", "sleet", "slick"]),
        (Surface.Other, ["gravel", "mud", "muddy", "oil", "oily", "sand", "sandy", "dirt", "leaves"]));

    private static readonly Lexicon<Control> OfControl = new(
        (Control.Signal, ["signal", "signals", "signalized", "signalised", "light", "lights", "semaphore", "ball", "arrow", "device", "devices", "red", "green", "amber"]),
        (Control.Stop, ["stop", "stops"]),
        (Control.Yield, ["yield", "yielding"]),
        (Control.Flashing, ["flashing", "flasher", "blinking", "flashers"]),
        (Control.Officer, ["officer", "police", "flagger", "flagman", "guard"]),
        (Control.None, ["no", "not", "uncontrolled", "without", "none", "through"]),
        (Control.Other, ["sign", "signs", "signal", "crossing", "device", "warning", "control", "controls", "controlled", "gate", "markings", "signed", "marker", "zone", "school", "limit"]));

    private static readonly Lexicon<ContactPlane> OfPlane = new(
        (ContactPlane.Front, ["front", "frontal", "nose", "hood", "grille", "grill", "headlight", "bumper", "head", "ended", "rearended", "ending"]),
        (ContactPlane.Back, ["rear", "back", "tail", "taillight", "trunk", "behind", "bumper", "tailgate", "rearend", "ended", "rearended", "ending"]),
        (ContactPlane.Left, ["left", "driver", "drivers"]),
        (ContactPlane.Right, ["right", "passenger", "passengers"]),
        (ContactPlane.Top, ["top", "roof"]),
        (ContactPlane.Undercarriage, ["under", "undercarriage", "bottom", "underside"]));

    private static readonly Lexicon<ActorType> OfType = new(
        (ActorType.Car, ["sedan", "coupe", "hatchback", "convertible", "wagon", "taxi", "limousine", "car"]),
        (ActorType.Suv, ["suv", "utility"]),
        (ActorType.Pickup, ["pickup", "truck"]),
        (ActorType.Van, ["van", "minivan"]),
        (ActorType.Truck, ["truck", "tractor", "semi", "trailer", "lorry", "van", "pickup"]),
        (ActorType.Bus, ["bus", "coach", "van"]),
        (ActorType.Motorcycle, ["motorcycle", "motorcyclist", "moped", "scooter", "motorbike"]),
        (ActorType.Bicycle, ["bicycle", "bicyclist", "cyclist", "bike", "pedalcyclist"]),
        (ActorType.Pedestrian, ["pedestrian", "pedestrians", "jogger", "child", "boy", "girl", "man", "woman", "person"]),
        (ActorType.Animal, ["deer", "dog", "cow", "horse", "animal", "elk", "moose"]),
        (ActorType.Train, ["train", "tram", "streetcar", "locomotive"]),
        (ActorType.OtherVehicle, ["tractor", "excavator", "forklift", "backhoe", "vehicle"]));

    public static IEnumerable<Doubt> Check(CheckedText text)
    {
        var record = text.Record;
        if (Set(text, "environment/weather", record.Environment.Weather, OfWeather) is { } weather) yield return weather;
        var lighting = record.Environment.Lighting;
        // "not illuminated" names light to deny it.
        bool denied = lighting.Value == Lighting.DarkUnlighted && text.Words.Any(text.Quote(lighting.Evidence), "no", "not", "without", "neither", "nor");
        // "just before dawn" is dark.
        denied |= lighting.Value is Lighting.DarkUnlighted or Lighting.DarkLighted && text.Words.Any(text.Sentences(lighting.Evidence), "before", "until", "to") && text.Words.Any(text.Quote(lighting.Evidence), "dawn", "sunrise", "daybreak");
        if (!denied && One(text, "environment/lighting", lighting, OfLighting, mustSay: true) is { } light) yield return light;
        if (One(text, "environment/surface", record.Environment.Surface, OfSurface, mustSay: true) is { } surface) yield return surface;
        foreach (var leg in record.Road.Legs)
        {
            if (Set(text, $"road/legs/{leg.Id}/control", leg.Control, OfControl) is { } control) yield return control;
        }

        foreach (var actor in record.Actors)
        {
            if (One(text, $"actors/{actor.Id}/type", actor.Type, OfType, mustSay: false) is { } type) yield return type;
        }

        foreach (var impact in record.Impacts)
        {
            string at = FormattableString.Invariant($"impacts/{impact.Order}/");
            // A derived side follows from ways that cross, not from words of its own.
            if (impact.A.Plane.Status == LeafStatus.Stated && One(text, at + "a/plane", impact.A.Plane, OfPlane, mustSay: false) is { } a) yield return a;
            if (impact.B.Plane.Status == LeafStatus.Stated && One(text, at + "b/plane", impact.B.Plane, OfPlane, mustSay: false) is { } b) yield return b;
        }
    }

    private static Doubt? One<T>(CheckedText text, string path, Leaf<T> leaf, Lexicon<T> lexicon, bool mustSay)
        where T : struct, Enum
    {
        if (leaf.Status is LeafStatus.Unknown or LeafStatus.Assumed || leaf.Evidence is null) return null;
        var quote = lexicon.Read(text.Words, text.Quote(leaf.Evidence));
        var around = lexicon.Read(text.Words, text.Sentences(leaf.Evidence));
        if (quote.Contains(leaf.Value) || (quote.Count == 0 && (around.Contains(leaf.Value) || !mustSay || leaf.Status == LeafStatus.Derived))) return null;
        // The words of a derived value may lie anywhere in its sentence.
        if (leaf.Status == LeafStatus.Derived && around.Contains(leaf.Value)) return null;
        if (quote.Count == 0) return Doubt.Drop("Q", path, $"no word of the quote stands for '{Text(leaf.Value)}'");
        string message = $"the quote says '{string.Join("', '", quote.Select(Text))}', not '{Text(leaf.Value)}'";
        return quote.Count == 1 ? Doubt.Replace("Q", path, message, leaf with { Value = quote.First(), Confidence = 0.6 }) : Doubt.Drop("Q", path, message);
    }

    private static Doubt? Set<T>(CheckedText text, string path, Leaf<IReadOnlyList<T>> leaf, Lexicon<T> lexicon)
        where T : struct, Enum
    {
        if (leaf.Status is LeafStatus.Unknown or LeafStatus.Assumed || leaf.Evidence is null) return null;
        var around = lexicon.Read(text.Words, text.Sentences(leaf.Evidence));
        // One quote stands for a whole set: the others may be said elsewhere.
        var anywhere = lexicon.Read(text.Words, text.All);
        var kept = leaf.Value.Where(value => around.Contains(value) || (leaf.Value.Count > 1 && anywhere.Contains(value))).ToList();
        if (kept.Count == leaf.Value.Count || (around.Count == 0 && leaf.Status == LeafStatus.Derived)) return null;
        string message = $"no word of the quote stands for '{string.Join("', '", leaf.Value.Except(kept).Select(Text))}'";
        if (kept.Count > 0) return Doubt.Replace<IReadOnlyList<T>>("Q", path, message, leaf with { Value = kept });
        return around.Count == 1 ? Doubt.Replace<IReadOnlyList<T>>("Q", path, message, leaf with { Value = [around.First()], Confidence = 0.6 }) : Doubt.Drop("Q", path, message);
    }

    private static string Text<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
