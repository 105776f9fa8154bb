using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>Whose vehicle is meant in texts that number nobody.</summary>
internal sealed partial class MentionReader
{
    /// <summary>"the insured", "the claimant's car": one vehicle each, whatever else is said.</summary>
    private ReportActor? Party(NounPhrase phrase)
    {
        foreach (string name in phrase.Names)
        {
            if (!VehicleWords.Parties.Contains(name)) continue;
            foreach (ReportActor actor in _actors)
                if (actor.Names.Contains(name)) return actor;
            ReportActor created = Create(phrase);
            created.Names.Add(name);
            return created;
        }

        return null;
    }

    /// <summary>"her minivan", "his 2015 Hyundai", "our car": the vehicle of who was spoken of, unless it is known to be another.</summary>
    private ReportActor? Owned(NounPhrase phrase)
    {
        if (phrase.IsDriver || phrase.IsPerson || phrase.IsPlural || (_numbered && phrase.IsNamed)) return null;
        ReportActor? owner = phrase.Determiner switch
        {
            "his" => Person('m'),
            "her" => Person('f'),
            "my" => Self(),
            "our" => Self() ?? _ours,
            _ => null,
        };
        return owner is { Id: ['V', ..] } && Fits(owner, phrase) ? owner : null;
    }

    /// <summary>"the insured driver, who was in a box truck", "the driver behind her, in a Ford Escape": what a driver drives.</summary>
    private ReportActor? Aboard(NounPhrase phrase)
    {
        if (phrase.IsDriver || phrase.IsPerson || phrase.IsPlural || phrase.Determiner is not ("a" or "an") || text.Norm(phrase.Tokens.Start - 1) is not ("in" or "driving" or "drove" or "operating" or "riding")) return null;
        // "behind her, in a Ford": who drives is the one that the sentence began with.
        for (int m = _mentions.Count - 1; m >= 0 && text.ClauseAt(_mentions[m].Tokens.Start).Sentence == text.ClauseAt(phrase.Tokens.Start).Sentence; m--)
            if (_mentions[m] is { Role: MentionRole.Driver, Actors: [var id] } && Find(id) is { IsBystander: false } driver && driver.Description.IsEmpty && Fits(driver, phrase)) return driver;
        return null;
    }

    private static bool Fits(ReportActor actor, NounPhrase phrase)
    {
        if (phrase.Make is not null && !actor.Names.Contains(phrase.Make) && actor.Names.Overlaps(VehicleWords.Makes.Values)) return false;
        ActorType kind = KindOf(actor);
        return phrase.Kind == ActorType.Unknown || kind == ActorType.Unknown || Alike(phrase.Kind, kind);
    }

    /// <summary>The kind that is told, or that the model's name gives.</summary>
    private static ActorType KindOf(ReportActor actor)
    {
        if (actor.Kind != ActorType.Unknown) return actor.Kind;
        bool car = false;
        foreach (string name in actor.Names.Order(StringComparer.Ordinal))
        {
            if (VehicleModels.Of(name) is not ActorType.Unknown and var kind) return kind;
            car |= VehicleModels.IsCarMake(name);
        }

        return car ? ActorType.Car : ActorType.Unknown;
    }
}
