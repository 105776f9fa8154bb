using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>Walks the tokens once, left to right, and keeps who was spoken of last, as a listener does.</summary>
internal sealed partial class MentionReader(ReportText text)
{
    private readonly List<ReportActor> _actors = [];
    private readonly List<Mention> _mentions = [];
    private bool _numbered;
    private ReportActor? _lastDriver;
    private ReportActor? _lastSubject;
    private ReportActor? _lastVehicle;
    private ReportActor? _beforeLastVehicle;
    private ReportActor? _teller;
    private ReportActor? _ours;
    private int _bystanders;
    private int _codingSentence = -1;
    private int _highestNumber;

    public Mentions Read()
    {
        for (int i = 0; i < text.Count; i++)
            if (NumberedNames.TryRead(text, i, out NumberedName name) && name.Id[0] == 'V') _highestNumber = Math.Max(_highestNumber, int.Parse(name.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture));
        _numbered = _highestNumber > 0;
        int token = 0;
        while (token < text.Count)
        {
            int next = Step(token);
            token = Math.Max(token + 1, next);
        }

        _actors.Sort(static (a, b) => a.IsBystander != b.IsBystander ? (a.IsBystander ? 1 : -1) : Rank(a.Id).CompareTo(Rank(b.Id)));
        return new(text, _actors, _mentions, _numbered);
    }

    /// <summary>Vehicles first, each kind by its number.</summary>
    private static int Rank(string id) => (id[0] switch { 'V' => 0, 'C' => 1, 'P' => 2, 'A' => 3, _ => 4 }) * 1000 + int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    private int Step(int i)
    {
        if (text[i].Kind == TokenKind.Mark && text.Norm(i) != "#") return i + 1;
        if (NumberedNames.TryRead(text, i, out NumberedName numbered)) return AddNumbered(i, numbered);
        // "that Vehicle #2 was stopped": a number outranks the noun phrase that a determiner would begin.
        if (FunctionWords.Determiners.Contains(text.Norm(i)) && i + 1 < text.Count && NumberedNames.TryRead(text, i + 1, out NumberedName determined)) return AddNumbered(i + 1, determined);
        int driver = DriverOf(i);
        if (driver > i) return driver;
        if (NounPhrase.TryRead(text, i, out NounPhrase phrase)) return AddPhrase(phrase);
        int person = KnownPerson(i);
        if (person > i) return person;
        int model = Model(i);
        if (model > i) return model;
        ReadSex(i);
        return Pronoun(i);
    }

    private int AddNumbered(int start, NumberedName name)
    {
        int from = start > 0 && FunctionWords.Determiners.Contains(text.Norm(start - 1)) && text.Norm(start - 1) is "the" or "this" ? start - 1 : start;
        ReportActor actor = Numbered(name.Id, name.Kind);
        Add(new(from, name.End), [actor], name.IsDriver ? MentionRole.Driver : MentionRole.Self);
        return name.End;
    }

    /// <summary>"the driver of V2", "the operator of the Honda".</summary>
    private int DriverOf(int i)
    {
        int noun = FunctionWords.Determiners.Contains(text.Norm(i)) ? i + 1 : i;
        if (!VehicleWords.Drivers.Contains(text.Norm(noun)) || text.Norm(noun + 1) is not ("of" or "for" or "in")) return i;
        int of = noun + 2;
        if (of >= text.Count) return i;
        bool plural = text.Norm(noun).EndsWith('s');
        if (plural && (text.Is(of, "both", "vehicles") || text.Is(of, "the", "vehicles") || text.Is(of, "both", "cars")))
        {
            AddGroup(new(i, of + 2), MentionRole.Driver);
            return of + 2;
        }

        if (text.Norm(noun + 1) != "of") return i;
        int before = _mentions.Count;
        int at = FunctionWords.Determiners.Contains(text.Norm(of)) && NumberedNames.TryRead(text, of + 1, out _) ? of + 1 : of;
        int end = NumberedNames.TryRead(text, at, out NumberedName numbered) ? AddNumbered(at, numbered)
            : NounPhrase.TryRead(text, of, out NounPhrase phrase) ? AddPhrase(phrase) : Model(of);
        if (_mentions.Count == before) return i;
        Mention inner = _mentions[before];
        _mentions[before] = inner with { Tokens = new(i, inner.Tokens.End), Role = MentionRole.Driver };
        if (Find(inner.Actors[0]) is { IsBystander: false } actor) _lastDriver = actor;
        return end;
    }

    /// <summary>"the Corolla", "the 3000GT": a model that was named with its make before.</summary>
    private int Model(int i)
    {
        bool determined = text.Norm(i) is "the" or "this" or "that";
        int at = determined ? i + 1 : i;
        if (at >= text.Count || (!text[at].Capital && text[at].Kind != TokenKind.Number)) return i;
        // "the F-150"
        bool letter = text[at].End - text[at].Start == 1 && at + 1 < text.Count && text[at + 1].Glued && text[at + 1].Kind == TokenKind.Number;
        int key = letter ? at + 1 : at;
        if ((!letter && text[at].End - text[at].Start < 2) || (!determined && text[at].Kind == TokenKind.Number)) return i;
        foreach (ReportActor actor in _actors)
        {
            if (!actor.Names.Contains(text.Norm(key)) || VehicleWords.Kinds.ContainsKey(text.Norm(key)) || VehicleWords.Colours.Contains(text.Norm(key))) continue;
            int end = key + 1;
            while (end < text.Count && end < at + 4 && (actor.Names.Contains(text.Norm(end)) || (text[end] is { Glued: true, Kind: not TokenKind.Mark } && text[end].Start == text[end - 1].End))
                && text.Norm(end) != "'s") end++;
            Add(new(i, end), [actor], MentionRole.Self);
            return _mentions[^1].Tokens.End;
        }

        return i;
    }

    /// <summary>"the boy", "the woman", "the 23-year-old": a person without a vehicle who was named before.</summary>
    private int KnownPerson(int i)
    {
        // "my Civic": nobody but the teller's.
        if (!_numbered && text.Norm(i) == "my" && i + 1 < text.Count && text[i + 1].Capital && text[i + 1].IsWord && text.Norm(i + 2) is not ("street" or "avenue" or "road" or "lane"))
        {
            ReportActor own = Self() ?? Numbered($"V{1 + _actors.Count(other => other.Id[0] == 'V')}", ActorType.Unknown);
            own.Names.Add("ego");
            own.Names.Add(text.Norm(i + 1));
            Add(new(i, i + 2), [own], MentionRole.Self);
            _teller = own;
            return i + 2;
        }

        if (_numbered || text.Norm(i) is not ("the" or "this") || !VehicleWords.People.Contains(text.Norm(i + 1))) return i;
        foreach (ReportActor actor in _actors)
        {
            if (!actor.Names.Contains(text.Norm(i + 1))) continue;
            Add(new(i, i + 2), [actor], MentionRole.Self);
            return i + 2;
        }

        return i;
    }

    private int AddPhrase(NounPhrase phrase)
    {
        // In a report without numbers the automated vehicle is the one that it is about.
        if (!_numbered && phrase.IsAutomated && !phrase.IsDriver) phrase = phrase with { IsEgo = true };
        int known = _actors.Count;
        ReportActor? actor = Resolve(phrase, out bool group);
        if (group)
        {
            AddGroup(phrase.Tokens, phrase.IsDriver ? MentionRole.Driver : MentionRole.Self);
            return phrase.Tokens.End;
        }

        if (actor is null) return phrase.Tokens.End;
        // What brings somebody in can be described further: "a test vehicle (a 2019 Jaguar)".
        bool generic = !phrase.IsNamed && _actors.Count == known;
        if (phrase.Determiner == "our" && !phrase.IsDriver) _ours ??= actor;
        Describe(actor, phrase);
        Add(phrase.Tokens, [actor], phrase.IsDriver ? MentionRole.Driver : generic ? MentionRole.Pronoun : MentionRole.Self);
        return phrase.Tokens.End;
    }

    private ReportActor? Resolve(NounPhrase phrase, out bool group)
    {
        group = false;
        if (phrase.IsPlural)
        {
            group = phrase.IsBoth && !phrase.IsPerson;
            return null;
        }

        if (!_numbered && Party(phrase) is { } party) return party;
        if (Apposed(phrase) is { } apposed) return apposed;
        if (Owned(phrase) is { } owned) return owned;
        if (!_numbered && Aboard(phrase) is { } aboard) return aboard;
        if (phrase.Ordinal is { } ordinal && !phrase.IsPerson && phrase.IsDefinite && text.Norm(phrase.Tokens.End) is not ("in" or "to" or "ahead" or "behind")) return Numbered($"V{ordinal}", ActorType.Unknown);
        // "the first vehicle in line": one that nobody spoke of yet, where nobody has a number.
        if (phrase.Ordinal is not null && !_numbered && phrase.IsDefinite && text.Is(phrase.Tokens.End, "in", "line")) return Create(phrase);
        if (phrase.IsOther) return Other(phrase);
        if (phrase.IsOutsider && _numbered) return Outsider(phrase);
        if (phrase.Make is not null || phrase.Kind != ActorType.Unknown || phrase.IsEgo)
        {
            ReportActor? known = Known(phrase);
            if (known is not null && (phrase.IsDefinite || phrase.Make is not null || phrase.IsEgo)) return known;
            // A numbered report introduces its own vehicles by number; what comes with "a" only stands by.
            if (_numbered && !phrase.IsPerson) return phrase.IsDefinite ? known ?? Undescribed(phrase) : Outsider(phrase);
            return phrase.IsDefinite && phrase.Make is not null && !phrase.IsEgo && Unmade() is { } unmade ? unmade : Create(phrase);
        }

        // "the driver behind her": somebody else than who was spoken of.
        if (phrase.IsDriver && !_numbered && phrase.Determiner == "the" && (text.Norm(phrase.Tokens.End) is "behind" or "ahead" || text.Is(phrase.Tokens.End, "in", "front")) && _lastVehicle is not null) return Create(phrase);
        if (phrase.IsDriver) return _lastDriver ?? Driven(_lastSubject) ?? Driven(_lastVehicle) ?? Driven(_beforeLastVehicle);
        if (!phrase.IsDefinite) return _numbered ? Outsider(phrase) : Create(phrase);
        if (_lastVehicle is null) return _numbered ? null : Create(phrase);
        return phrase.IsThis && _lastDriver is not null && text.SentenceAt(phrase.Tokens.Start).IsCoding && _lastSubject is null ? _lastDriver : _lastVehicle;
    }

    /// <summary>Animals and people on foot have no driver.</summary>
    private static ReportActor? Driven(ReportActor? actor) => actor is { Id: ['V' or 'C', ..] } ? actor : null;

    /// <summary>"Vehicle 1, a 1996 Honda", "V1 was a 2003 Buick", "The Honda (Vehicle #1)".</summary>
    private ReportActor? Apposed(NounPhrase phrase)
    {
        int next = phrase.Tokens.End;
        while (next < text.Count && next < phrase.Tokens.End + 2 && text.Norm(next) is "," or "(" or "\"" or "“" or "or" or "-") next++;
        if (next > phrase.Tokens.End && text.Norm(next - 1) is "(" or "\"" or "-" && NumberedNames.TryRead(text, next, out NumberedName behind) && !behind.IsDriver)
            return Numbered(behind.Id, behind.Kind);
        if (next > phrase.Tokens.End && text.Norm(next - 1) == "," && NumberedNames.TryRead(text, next, out behind) && !behind.IsDriver && text.Norm(behind.End) == "," && phrase.Make is not null)
            return Numbered(behind.Id, behind.Kind);
        if (_mentions.Count == 0 || phrase.IsDriver || !phrase.IsNamed) return null;
        Mention last = _mentions[^1];
        int gap = phrase.Tokens.Start - last.Tokens.End;
        if (last.Actors.Count != 1 || last.Possessive || last.Role == MentionRole.Driver || gap < 0) return null;
        // "The car in front of me was a white Toyota."
        Clause clause = text.ClauseAt(phrase.Tokens.Start);
        if (clause.Lemma == "be" && phrase.Tokens.Start == clause.Verbs.End && !phrase.IsDefinite && clause.Subject.Start == last.Tokens.Start) return Find(last.Actors[0]);
        if (gap > 3 || last.Role != MentionRole.Self) return null;
        for (int i = last.Tokens.End; i < phrase.Tokens.Start; i++)
            if (text.Norm(i) is not ("," or "(" or "was" or "is" or "-" or ":" or "being" or "\"" or ")")) return null;
        if (gap == 0 && phrase.IsPerson) return null;
        return Find(last.Actors[0]);
    }

    private ReportActor? Known(NounPhrase phrase)
    {
        ReportActor? best = null;
        int bestScore = 0;
        foreach (ReportActor actor in _actors)
        {
            int score = 0;
            if (phrase.IsEgo && actor.Names.Contains("ego")) score += 8;
            if (phrase.Make is not null) score += actor.Names.Contains(phrase.Make) ? 4 : actor.Names.Overlaps(VehicleWords.Makes.Values) ? -6 : 0;
            foreach (string name in phrase.Names)
                if (name != phrase.Make && actor.Names.Contains(name)) score += 2;
            if (phrase.Kind != ActorType.Unknown && actor.Kind == phrase.Kind) score += 2;
            // "the SUV" is the Dodge Durango, "the car" the Corolla.
            else if (!_numbered && phrase.IsDefinite && phrase.Kind != ActorType.Unknown && actor.Kind == ActorType.Unknown && !actor.IsBystander && KindOf(actor) is var kind && (kind == phrase.Kind || (phrase.Kind == ActorType.Car && IsCarLike(kind)) || Alike(kind, phrase.Kind))) score += kind == phrase.Kind ? 2 : 1;
            else if (phrase.Kind != ActorType.Unknown && actor.Kind != ActorType.Unknown && !Alike(phrase.Kind, actor.Kind)) score -= 3;
            if (phrase.IsParked && actor.IsParked) score += 1;
            if (score > bestScore || (score == bestScore && score > 0 && (actor == _lastSubject || (best != _lastSubject && actor == _lastVehicle)))) (best, bestScore) = (actor, score);
        }

        return best;
    }

    private static bool Alike(ActorType a, ActorType b) =>
        a == b || (IsCarLike(a) && IsCarLike(b)) || (a is ActorType.Truck or ActorType.Pickup or ActorType.OtherVehicle && b is ActorType.Truck or ActorType.Pickup or ActorType.OtherVehicle);

    private static bool IsCarLike(ActorType kind) => kind is ActorType.Car or ActorType.Suv or ActorType.Van or ActorType.Pickup;

    /// <summary>The one vehicle of the numbered ones that nothing was told of yet, so that a definite description can only mean it.</summary>
    private ReportActor? Undescribed(NounPhrase phrase)
    {
        ReportActor? found = null;
        foreach (ReportActor actor in _actors)
        {
            if (actor.IsBystander || actor.Id[0] != 'V' || actor.Description.Length > 0 || (actor.Kind != ActorType.Unknown && !Alike(actor.Kind, phrase.Kind))) continue;
            if (found is not null) return null;
            found = actor;
        }

        return found;
    }

    /// <summary>The one vehicle without a make: "a pickup hit a deer; the driver of the Tacoma".</summary>
    private ReportActor? Unmade()
    {
        ReportActor? found = null;
        foreach (ReportActor actor in _actors)
        {
            if (actor.IsBystander || actor.Id[0] != 'V' || actor.Names.Overlaps(VehicleWords.Makes.Values)) continue;
            if (found is not null) return null;
            found = actor;
        }

        return found;
    }

    private ReportActor? Other(NounPhrase phrase)
    {
        ReportActor? focus = phrase.IsDriver || _lastDriver is not null && text.SentenceAt(phrase.Tokens.Start).Paragraph > 0 ? _lastDriver ?? _lastSubject : _lastSubject ?? _lastVehicle;
        ReportActor? found = null;
        foreach (ReportActor actor in _actors)
        {
            if (actor.IsBystander || actor == focus || actor.Id[0] != 'V') continue;
            if (phrase.Kind != ActorType.Unknown && actor.Kind != ActorType.Unknown && !Alike(phrase.Kind, actor.Kind)) continue;
            if (found is not null) return _beforeLastVehicle;
            found = actor;
        }

        return found ?? (_numbered ? null : Create(phrase));
    }

    private ReportActor Outsider(NounPhrase phrase)
    {
        if (phrase.IsDefinite)
        {
            for (int a = _actors.Count - 1; a >= 0; a--)
                if (_actors[a].IsBystander && (phrase.Kind == ActorType.Unknown || _actors[a].Kind == ActorType.Unknown || _actors[a].Kind == phrase.Kind)) return _actors[a];
        }

        // Whoever comes out from behind it makes a parked vehicle a part of the story.
        if (phrase.IsParked && text.Norm(phrase.Tokens.Start - 1) is "behind")
            return Numbered($"V{++_highestNumber}", phrase.Kind);
        var actor = new ReportActor { Id = $"X{++_bystanders}", IsBystander = true, FirstToken = phrase.Tokens.Start, IsParked = phrase.IsParked };
        _actors.Add(actor);
        return actor;
    }

    private ReportActor Create(NounPhrase phrase)
    {
        char letter = phrase.Kind switch { ActorType.Pedestrian => 'P', ActorType.Bicycle => 'C', ActorType.Animal => 'A', _ => 'V' };
        // In a text without numbers "an oncoming truck" plays its part; "a non-contact vehicle" says that it does not.
        if (text.Find(phrase.Words, "contact") >= 0 || text.Find(phrase.Words, "noncontact") >= 0 || text.Find(phrase.Words, "phantom") >= 0) return Outsider(phrase);
        int number = 1;
        foreach (ReportActor other in _actors)
            if (other.Id[0] == letter) number++;
        return Numbered($"{letter}{number}", phrase.Kind);
    }

    private ReportActor Numbered(string id, ActorType kind)
    {
        if (Find(id) is { } known) return known;
        var actor = new ReportActor { Id = id, Kind = kind };
        _actors.Add(actor);
        return actor;
    }

    private static void Describe(ReportActor actor, NounPhrase phrase)
    {
        bool made = actor.Names.Overlaps(VehicleWords.Makes.Values);
        foreach (string name in phrase.Names) actor.Names.Add(name);
        if (phrase.IsEgo) actor.Names.Add("ego");
        if (phrase.IsParked) actor.IsParked = true;
        if (phrase.Kind != ActorType.Unknown && (actor.Kind == ActorType.Unknown || (actor.Kind == ActorType.Car && phrase.Kind != ActorType.Car && IsCarLike(phrase.Kind))))
        {
            actor.Kind = phrase.Kind;
            actor.KindToken = phrase.KindToken;
        }

        if (phrase.IsNamed && !phrase.IsDriver && (phrase.Words.Length > actor.Description.Length || (phrase.Make is not null && !made))) actor.Description = phrase.Words;
    }

    private void AddGroup(TokenRange range, MentionRole role)
    {
        var ids = new List<string>();
        foreach (ReportActor actor in _actors)
            if (!actor.IsBystander && actor.Id[0] == 'V') ids.Add(actor.Id);
        if (ids.Count > 0) _mentions.Add(new(range, ids, role, text.Norm(range.End) == "'s" || text.Norm(range.Start) == "their"));
    }

    private void Add(TokenRange range, ReportActor[] actors, MentionRole role)
    {
        ReportActor actor = actors[0];
        bool possessive = text.Norm(range.End) == "'s";
        int end = possessive ? range.End + 1 : range.End;
        if (VehicleWords.Drivers.Contains(text.Norm(end)) && role != MentionRole.Driver && !NumberedNames.TryRead(text, end, out _) && text.Norm(end + 1) is not ("side" or "'s" or "door" or "front"))
        {
            // "V2's driver", "the Honda driver"
            range = new(range.Start, end + 1);
            role = MentionRole.Driver;
            possessive = text.Norm(end + 1) == "'s";
        }

        actor.FirstToken = Math.Min(actor.FirstToken, range.Start);
        _mentions.Add(new(range, [actor.Id], role, possessive));
        if (actor.Id[0] != 'A' && (role == MentionRole.Driver || text.Norm(range.End) is "was" or "is" && text.Norm(range.End + 1) is "driven" or "operated" || text.Norm(range.End) is "driven" or "operated")) _lastDriver = actor;
        Clause clause = text.ClauseAt(range.Start);
        // In a sentence on the coding the first one named is the one that "this driver" means.
        if (text.SentenceAt(range.Start).IsCoding && _codingSentence != clause.Sentence && !actor.IsBystander)
        {
            _codingSentence = clause.Sentence;
            _lastDriver = actor;
        }

        if (!possessive && (clause.Subject.Contains(range.Start) || clause.Verbs.IsEmpty) && !actor.IsBystander) _lastSubject = actor;
        if (!actor.IsBystander && actor != _lastVehicle) (_beforeLastVehicle, _lastVehicle) = (_lastVehicle, actor);
    }

    private ReportActor? Find(string id)
    {
        foreach (ReportActor actor in _actors)
            if (actor.Id == id) return actor;
        return null;
    }
}
