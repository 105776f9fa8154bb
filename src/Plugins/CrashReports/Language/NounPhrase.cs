using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>A noun phrase for a road user that is not named by number: "a 1998 Honda Accord", "the other vehicle", "a parked bus", "both vehicles".</summary>
internal readonly record struct NounPhrase
{
    private const int Longest = 14;

    public TokenRange Tokens { get; private init; }

    /// <summary>Without the determiner.</summary>
    public TokenRange Words { get; private init; }

    public string? Make { get; private init; }

    public ActorType Kind { get; private init; }

    public int KindToken { get; private init; }

    public IReadOnlyList<string> Names { get; private init; }

    public bool IsDefinite { get; private init; }

    public bool IsThis { get; private init; }

    public bool IsOther { get; private init; }

    /// <summary>"another", "non-contact", "unknown", "oncoming", "phantom".</summary>
    public bool IsOutsider { get; private init; }

    public bool IsDriver { get; private init; }

    public bool IsPlural { get; private init; }

    public bool IsBoth { get; private init; }

    public bool IsParked { get; private init; }

    public bool IsEgo { get; init; }

    /// <summary>"an autonomous vehicle", "the test vehicle", "a Waymo".</summary>
    public bool IsAutomated { get; private init; }

    /// <summary>The determiner, lower case; empty when there is none.</summary>
    public string Determiner { get; private init; }

    public int? Ordinal { get; private init; }

    public bool IsPerson => Kind is ActorType.Pedestrian or ActorType.Bicycle or ActorType.Animal;

    /// <summary>Says more than "the vehicle".</summary>
    public bool IsNamed => Make is not null || Kind != ActorType.Unknown || IsEgo;

    public static bool TryRead(ReportText text, int start, out NounPhrase phrase)
    {
        phrase = default;
        ref readonly Token opening = ref text[start];
        bool determined = opening.IsWord && FunctionWords.Determiners.Contains(opening.Norm) && opening.Norm is not ("'s" or "no" or "every" or "each" or "some" or "any");
        if (determined && opening.Norm == "that" && !VehicleWords.Vehicles.Contains(text.Norm(start + 1))) return false;
        int i = determined ? start + 1 : start;
        if (determined && opening.Norm is "both" && text.Norm(i) is "the" or "of") i++;
        int words = i;
        string? make = null;
        ActorType kind = ActorType.Unknown;
        int kindToken = -1;
        bool vehicle = false, driver = false, plural = false, other = false, outsider = determined && opening.Norm == "another", parked = false, ego = false, automated = false, pickup = false, person = false;
        int? ordinal = null;
        int end = i;
        var names = new List<string>(4);
        int limit = Math.Min(text.Count, start + Longest);
        for (; i < limit; i++)
        {
            ref readonly Token token = ref text[i];
            string word = token.Norm;
            if (token.Kind == TokenKind.Mark)
            {
                // "a 2004, 4-door Chrysler"
                if (word == "," && i > words && !vehicle && kind == ActorType.Unknown && make is null && i + 1 < limit && (text[i + 1].IsNumber || VehicleWords.Colours.Contains(text.Norm(i + 1)) || VehicleWords.Makes.ContainsKey(text.Norm(i + 1)))) continue;
                break;
            }

            if (i > words && (word is "s" or "'s")) break;
            // "an 8-year-old boy"
            if (token.IsNumber && determined && text.Norm(i + 1) == "year" && text.Norm(i + 2) == "old" && (VehicleWords.People.Contains(text.Norm(i + 3)) || VehicleWords.Kinds.TryGetValue(text.Norm(i + 3), out ActorType aged) && aged is ActorType.Pedestrian or ActorType.Bicycle))
            {
                i += 2;
                continue;
            }

            bool isMake = VehicleWords.Makes.TryGetValue(word, out string? canonical) && (token.Capital || !VehicleWords.AmbiguousMakes.Contains(word)) && !(VehicleWords.AmbiguousMakes.Contains(word) && !LooksNamed(text, i, determined));
            if (isMake && make is null)
            {
                make = canonical;
                names.Add(canonical!);
                end = i + 1;
                if (word is "land" or "range" or "alfa" or "mercedes" or "harley" or "mini" && i + 1 < limit && text[i + 1].Capital) end = ++i + 1;
                continue;
            }

            if (VehicleWords.Drivers.Contains(word) || (word == "party" && other))
            {
                if (text.Norm(i + 1) is "side" or "door" || (text.Norm(i + 1) is "'s" && text.Norm(i + 2) is "side" or "door" or "front")) break;
                if (text.Norm(i + 1) is "related" or "error" or "inattention" or "inexperience" or "license" or "fatigue" or "recognition" or "experience" or "distraction" or "airbag" or "seat" or "door" or "window") return false;
                driver = true;
                plural |= word.EndsWith('s');
                end = i + 1;
                if (VehicleWords.Parties.Contains(word))
                {
                    // "the insured vehicle", "the insured driver"
                    names.Add(word);
                    if (VehicleWords.Vehicles.Contains(text.Norm(i + 1))) (driver, vehicle, end) = (false, true, i + 2);
                    else if (VehicleWords.Drivers.Contains(text.Norm(i + 1))) end = i + 2;
                }

                i++;
                break;
            }

            if (VehicleWords.Kinds.TryGetValue(word, out ActorType read) && (make is null || !token.Capital || IsBodyWord(word) || read is not (ActorType.Animal or ActorType.Pedestrian)))
            {
                bool verbLike = word is "bear" or "combine" or "compact" or "seat" or "coach" or "shuttle" or "train" or "fox" && make is null && !determined;
                if (verbLike) break;
                if (word == "utility" && text.Norm(i + 1) is "pole" or "poles" or "box" or "line") return false;
                if (word is "child" or "children" or "wheelchair" && !WalksAhead(text, i)) return false;
                kind = pickup && read == ActorType.Truck ? ActorType.Pickup : read;
                if (word == "tractor" && text.Norm(i + 1) is "trailer" or "semi") (kind, i) = (ActorType.Truck, i + 1);
                else if (word == "tractor" && text.Norm(i + 1) is "pulling" or "towing" or "with" && HasTrailer(text, i + 2)) kind = ActorType.Truck;
                if (word == "mini" && text.Norm(i + 1) == "van") i++;
                pickup |= kind == ActorType.Pickup;
                kindToken = i;
                plural |= word.Length > 3 && word.EndsWith('s') && word is not "bus";
                names.Add(word);
                person |= kind is ActorType.Pedestrian or ActorType.Bicycle or ActorType.Animal;
                end = i + 1;
                continue;
            }

            if (VehicleWords.Vehicles.Contains(word))
            {
                vehicle = true;
                plural |= word.EndsWith('s');
                ego |= word is "ego" or "av";
                end = i + 1;
                if (ego && names.Count == 0) names.Add(word);
                continue;
            }

            if (determined && VehicleWords.People.Contains(word) && make is null && (WalksAhead(text, i) || IsStruck(text, start, i)))
            {
                (kind, kindToken, person, end) = (ActorType.Pedestrian, i, true, i + 1);
                names.Add(word);
                break;
            }

            if (word == "pick" && text.Norm(i + 1) == "up")
            {
                pickup = true;
                (kind, kindToken) = (ActorType.Pickup, i + 1);
                names.Add("pickup");
                i++;
                end = i + 1;
                continue;
            }

            bool year = token is { Kind: TokenKind.Number, Ordinal: false, Value: >= 1900 and <= 2039 };
            bool model = make is not null && kind == ActorType.Unknown && !vehicle && IsModel(text, i);
            if (model)
            {
                if (word.Length > 1 && !year) names.Add(word);
                end = i + 1;
                continue;
            }

            if (token.Ordinal && determined && i == words) ordinal = token.Count;
            other |= word == "other";
            outsider |= word is "contact" && text.Norm(i - 1) == "non" || word is "noncontact" or "unknown" or "phantom" or "unidentified" or "oncoming" or "same" && word != "same";
            automated |= word is "autonomous" or "automated" || (word is "driving" && text.Norm(i - 1) == "self") || (word is "test" && text.Norm(i + 1) is "vehicle" or "car");
            parked |= word is "parked" or "disabled" or "stalled" or "stationary" or "unoccupied";
            ego |= word is "subject" or "ego" && text.Norm(i + 1) is "vehicle" or "car" or "driver";
            if (VehicleWords.Colours.Contains(word))
            {
                names.Add(word);
                continue;
            }

            if (word.Length > 6 && word.EndsWith("bound", StringComparison.Ordinal)) continue;
            if (!year && !VehicleWords.Modifiers.Contains(word) && !(word is "mini" && text.Norm(i + 1) == "van")) break;
            // A measure or an age is no description: "a 24-year-old male".
            if (token.Kind == TokenKind.Number && !year && text.Norm(i + 1) is "year" or "mph" or "km" or "kmph" or "feet") break;
        }

        if (end <= words || (make is null && kind == ActorType.Unknown && !vehicle && !driver)) return false;
        if (!determined && make is null && !person && kind == ActorType.Unknown && !ego && !driver) return false;
        if (!determined && driver && make is null && kind == ActorType.Unknown && !plural && !opening.Capital) return false;
        if (!driver && text.Norm(end) is { } after && VehicleWords.Qualified.Contains(after) && text[Math.Min(end, text.Count - 1)].Start - text[end - 1].End <= 1 && make is null) return false;
        if (!driver && vehicle && text.Norm(end) is "encroachment" or "encroaching" or "encroached" && !determined) return false;
        bool both = plural && (opening.Norm is "both" || (opening.Norm is "the" or "these" && !other) || (text.Is(words, "two") && opening.Norm is "the"));
        phrase = new()
        {
            Tokens = new(start, end),
            Words = new(Math.Min(words, end - 1), end),
            Make = make,
            Kind = vehicle && kind == ActorType.Unknown ? ActorType.Unknown : kind,
            KindToken = kindToken,
            Names = names,
            IsDefinite = determined && opening.Norm is "the" or "this" or "that" or "his" or "her" or "its" or "my" or "our" or "their" || (!determined && make is not null) || ego,
            IsThis = determined && opening.Norm is "this" or "his" or "her" or "my",
            IsOther = other && opening.Norm is "the" or "each",
            IsOutsider = outsider,
            IsDriver = driver,
            IsPlural = plural,
            IsBoth = both,
            IsParked = parked,
            IsAutomated = automated || (make is not null && VehicleWords.AutomatedMakes.Contains(make)),
            Determiner = determined ? opening.Norm : "",
            IsEgo = ego || (determined && opening.Norm == "my" && !person),
            Ordinal = vehicle || driver ? ordinal : null,
        };
        return true;
    }

    private static bool HasTrailer(ReportText text, int from)
    {
        for (int i = from; i < from + 4; i++)
            if (text.Norm(i) is "semi" or "semitrailer" or "trailer" or "trailers") return true;
        return false;
    }

    private static bool IsBodyWord(string word) => VehicleWords.Kinds[word] is ActorType.Car or ActorType.Suv or ActorType.Van or ActorType.Pickup or ActorType.Truck or ActorType.Bus;

    /// <summary>"Mack Truck", "the Cruise AV": a common word is a make when it has a capital and stands where a make stands.</summary>
    private static bool LooksNamed(ReportText text, int i, bool determined) =>
        text[i].Capital && (determined || (i > 0 && text[i - 1].IsNumber)) && text.Norm(i + 1) is not ("street" or "avenue" or "road" or "drive" or "st" or "ave" or "blvd" or "way" or "highway" or "airport" or "city" or "county");

    /// <summary>A word of a model's name: capital letters or digits, and not the begin of a clause.</summary>
    private static bool IsModel(ReportText text, int i)
    {
        ref readonly Token token = ref text[i];
        string word = token.Norm;
        if (FunctionWords.Prepositions.Contains(word) || FunctionWords.Determiners.Contains(word) || FunctionWords.Coordinators.Contains(word) || Verbs.Be.Contains(word)) return false;
        if (token.Kind == TokenKind.Number) return token.Value is >= 0 and < 10000 && !Measures.IsUnit(text, i + 1);
        if (NumberedNames.TryRead(text, i, out _)) return false;
        bool capitals = token.Capital && !text.Text.AsSpan(token.Start, token.End - token.Start).ContainsAnyInRange('a', 'z');
        // In a text all in capitals a verb ends the name.
        if (capitals && Verbs.Read(word, out _) != VerbForm.None && token.End - token.Start > 3) return false;
        return token.Capital || word.AsSpan().IndexOfAnyInRange('0', '9') >= 0;
    }

    /// <summary>"a boy was struck", "hit a woman": somebody without a vehicle.</summary>
    private static bool IsStruck(ReportText text, int start, int i)
    {
        if (text.Norm(start - 1) is "struck" or "hit" or "killed" or "hitting" or "striking") return !Drives(text, i);
        int next = i + 1;
        return Verbs.Be.Contains(text.Norm(next)) && text.Norm(FunctionWords.IsAdverb(text.Norm(next + 1)) ? next + 2 : next + 1) is "struck" or "hit" or "killed" && !Drives(text, i);
    }

    private static bool Drives(ReportText text, int i)
    {
        for (int j = i + 1; j < Math.Min(text.SentenceAt(i).Tokens.End, i + 8); j++)
            if (text.Norm(j) is "driving" or "riding" or "drove" or "rode" or "driver") return true;
        return false;
    }

    private static bool WalksAhead(ReportText text, int i)
    {
        int end = Math.Min(text.SentenceAt(i).Tokens.End, i + 12);
        for (int j = i + 1; j < end; j++)
            if (Verbs.Read(text.Norm(j), out string lemma) != VerbForm.None && lemma is "walk" or "run" or "cross" or "step" or "dart" or "jog" or "stroll" or "dash" or "emerge" or "jaywalk" or "stand") return true;
        return false;
    }
}
