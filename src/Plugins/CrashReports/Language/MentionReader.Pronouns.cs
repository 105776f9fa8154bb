using System.Collections.Frozen;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>Who "he", "she", "it" and "I" are.</summary>
internal sealed partial class MentionReader
{
    private static readonly FrozenSet<string> Driving = FrozenSet.Create(StringComparer.Ordinal, "northbound", "southbound", "eastbound", "westbound", "lane", "traffic", "stopped", "parked", "roundabout", "intersection", "car", "light", "road", "street", "highway");

    private int Pronoun(int i)
    {
        string word = text.Norm(i);
        switch (word)
        {
            case "he" or "his" or "him" or "himself":
                return AddPronoun(i, Person('m'), word == "his");
            case "she" or "her" or "herself" or "hers":
                return AddPronoun(i, Person('f'), word == "her" && i + 1 < text.Count && text[i + 1].IsWord && !FunctionWords.Prepositions.Contains(text.Norm(i + 1)) && !FunctionWords.Coordinators.Contains(text.Norm(i + 1)));
            case "it" or "its" or "itself":
                if (word == "it" && IsExpletive(i)) return i + 1;
                bool possessive = word == "its" || text.Norm(i + 1) == "'s";
                return AddPronoun(i, Thing(i), possessive);
            case "i" or "my" or "me":
                if (_numbered) return i + 1;
                ReportActor? self = Self() ?? (word == "i" ? Teller(i) : null);
                _teller = self;
                return AddPronoun(i, self, word == "my");
            case "they" or "both" or "them" or "their":
                if (word == "both" && text.Norm(i + 1) is not ("were" or "came" or "had" or "of" or "drivers" or "are")) return i + 1;
                AddGroup(new(i, i + 1), MentionRole.Pronoun);
                return i + 1;
            default:
                return i + 1;
        }
    }

    private ReportActor? Self()
    {
        foreach (ReportActor actor in _actors)
            if (actor.Names.Contains("ego")) return actor;
        return null;
    }

    /// <summary>Who tells of driving, riding or walking in the first person.</summary>
    private ReportActor? Teller(int i)
    {
        (char letter, ActorType kind) = text.ClauseAt(i).Lemma switch
        {
            "walk" or "jog" => ('P', ActorType.Pedestrian),
            "cycle" or "bike" => ('C', ActorType.Bicycle),
            "drive" or "travel" or "head" or "turn" or "stop" or "brake" or "slow" or "wait" or "hit" or "strike" or "merge" or "change" or "swerve" or "ride" or "go" or "proceed" or "approach" or "follow" or "pull" or "come" or "park" or "enter" or "back" or "slam" or "be" when
                text.ClauseAt(i).Lemma != "be" || text.FindAny(text.ClauseAt(i).Tokens, Driving) >= 0 => ('V', ActorType.Unknown),
            _ => ('\0', ActorType.Unknown),
        };
        if (letter == '\0') return null;
        ReportActor actor = Numbered($"{letter}{1 + _actors.Count(other => other.Id[0] == letter)}", kind);
        actor.Names.Add("ego");
        return actor;
    }

    private int AddPronoun(int i, ReportActor? actor, bool possessive)
    {
        if (actor is null) return i + 1;
        var mention = new Mention(new(i, i + 1), [actor.Id], MentionRole.Pronoun, possessive);
        _mentions.Add(mention);
        if (text.ClauseAt(i).Subject.Contains(i) && !possessive) _lastSubject = actor;
        return i + 1;
    }

    private ReportActor? Person(char sex)
    {
        ReportActor? actor = NotTeller(PersonOf(sex));
        // Who was called "she" once is no "he" later.
        if (actor is { DriverSex: '\0', IsBystander: false } && actor == _lastDriver) actor.DriverSex = sex;
        return actor;
    }

    /// <summary>Who tells calls himself "I": a third person is another one.</summary>
    private ReportActor? NotTeller(ReportActor? actor)
    {
        if (actor is null || actor != _teller) return actor;
        ReportActor? other = null;
        foreach (ReportActor one in _actors)
        {
            if (one == _teller || one.IsBystander || one.Id[0] != 'V') continue;
            if (other is not null) return _lastVehicle != _teller ? _lastVehicle : _beforeLastVehicle ?? actor;
            other = one;
        }

        return other ?? actor;
    }

    private ReportActor? PersonOf(char sex)
    {
        ReportActor? only = null;
        int matches = 0;
        foreach (ReportActor actor in _actors)
            if (actor.DriverSex == sex) (only, matches) = (actor, matches + 1);
        if (_lastDriver is not null && (_lastDriver.DriverSex == sex || _lastDriver.DriverSex == '\0')) return _lastDriver;
        if (matches == 1) return only;
        if (_lastDriver is not null && matches == 0)
        {
            // The last driver is of the other sex: the one of whom no sex is known.
            ReportActor? open = null;
            int several = 0;
            foreach (ReportActor actor in _actors)
                if (actor is { IsBystander: false, DriverSex: '\0', Id: ['V', ..] }) (open, several) = (actor, several + 1);
            if (several == 1) return open;
        }

        return _lastDriver ?? _lastSubject ?? _lastVehicle;
    }

    /// <summary>"it", "its": the subject of the sentence, but what was named last in "struck V2 in its left side".</summary>
    private ReportActor? Thing(int i) => NotTeller(ThingOf(i));

    private ReportActor? ThingOf(int i)
    {
        if (text.Norm(i) == "its" && text.Norm(i - 1) is "in" or "on" or "to" or "into" or "at" or "against" && _mentions.Count > 0 && _mentions[^1] is { Actors.Count: 1 } last && last.Tokens.Start >= text.ClauseAt(i).Verbs.End
            && text.ClauseAt(last.Tokens.Start).Index == text.ClauseAt(i).Index && !text.ClauseAt(i).Has(ClauseTraits.Passive))
            return Find(last.Actors[0]);
        Clause clause = text.ClauseAt(i);
        if (clause.Has(ClauseTraits.Passive) && text.Norm(i - 1) is "with" && _mentions.Count > 0 && _mentions[^1] is { Actors.Count: 1 } agent && agent.Tokens.Start >= clause.Verbs.End) return Find(agent.Actors[0]);
        // "she did not see it": somebody else than who saw.
        if (text.Norm(i) == "it" && i >= clause.Verbs.End && !clause.Subject.IsEmpty && _lastSubject is not null && _lastSubject == _lastVehicle && _beforeLastVehicle is not null) return _beforeLastVehicle;
        return _lastSubject is { Id: [not 'P', ..] } ? _lastSubject : _lastVehicle;
    }

    private bool IsExpletive(int i)
    {
        for (int j = i + 1; j < text.Count && j < i + 5; j++)
        {
            string word = text.Norm(j);
            if (word is "raining" or "snowing" or "rained" or "snowed" or "daylight" or "dark" or "dusk" or "dawn" or "noted" or "unknown" or "possible" or "likely" or "believed" or "thought" or "decided" or "determined" or "clear" or "cloudy" or "overcast" or "foggy" or "night" or "nighttime"
                or "day" or "daytime" or "light" or "sunny" or "windy" or "wet" or "dry" or "morning" or "evening" or "afternoon" or "appears" or "appeared" or "seems" or "late" or "drizzling" or "misting" or "sleeting" or "early" or "that") return true;
            if (!FunctionWords.IsAdverb(word) && !Verbs.Be.Contains(word) && !Verbs.Modals.Contains(word) && !Verbs.Have.Contains(word) && word is not ("a" or "an" or "the" or "not" or "started" or "began" or "to" or "still" or "heavily" or "very" or "too" or "also")) return false;
        }

        return false;
    }

    /// <summary>"driven by a 42-year-old male": for whom "he" will stand.</summary>
    private void ReadSex(int i)
    {
        char sex = text.Norm(i) switch { "male" or "man" or "gentleman" => 'm', "female" or "woman" or "lady" => 'f', _ => '\0' };
        if (sex == '\0' || text.Norm(i + 1) is "passenger" or "occupant" or "front" or "right" or "passengers") return;
        TokenRange sentence = text.SentenceAt(i).Tokens;
        int low = Math.Max(sentence.Start, i - 14);
        for (int b = i - 1; b >= low; b--)
        {
            string word = text.Norm(b);
            if (word is "passenger" or "occupant" or "passengers" or "witness" or "occupants") return;
            if (_mentions.Count > 0 && _mentions[^1].Tokens.Contains(b))
            {
                Mention mention = _mentions[^1];
                if (mention.Actors.Count != 1 || Find(mention.Actors[0]) is not { } actor) return;
                if (mention.Role != MentionRole.Driver && !HasDriving(mention.Tokens.End, i)) return;
                if (actor.DriverSex == '\0') actor.DriverSex = sex;
                _lastDriver = actor;
                return;
            }
        }

        // "A 24-year-old male drove V1"
        for (int f = i + 1; f < sentence.End && f < i + 14; f++)
        {
            if (text.Norm(f) is "passenger" or "occupant") return;
            if (text.Norm(f) is not ("drove" or "driving" or "operated" or "operating")) continue;
            int at = FunctionWords.Determiners.Contains(text.Norm(f + 1)) ? f + 2 : f + 1;
            if (at < text.Count && NumberedNames.TryRead(text, at, out NumberedName name))
            {
                ReportActor actor = Numbered(name.Id, name.Kind);
                actor.DriverSex = sex;
                _lastDriver = actor;
            }

            return;
        }
    }

    private bool HasDriving(int from, int to)
    {
        for (int i = from; i < to; i++)
            if (text.Norm(i) is "driven" or "operated" or "driver" or "drove" or "operator" or "piloted" or "ridden") return true;
        return false;
    }
}
