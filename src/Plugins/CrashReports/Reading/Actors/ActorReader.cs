using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Roads;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>Reads the road users of a story: kind, way in, lane, heading, speed, what they did. Pure.</summary>
internal static class ActorReader
{
    /// <summary>The actors, in the order of their numbers; bystanders ("a non-contact vehicle") are left out unless they stand parked.</summary>
    public static IReadOnlyList<ActorRecord> Read(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        var actors = new List<ActorRecord>();
        foreach (var actor in story.Mentions.Actors)
        {
            // In a wish nobody only stands by: "an oncoming car" is the one that it is about.
            if (!actor.IsBystander || (story.IsSentence && !story.Mentions.IsNumbered))
            {
                actors.Add(One(story, actor));
            }
        }

        return actors;
    }

    private static ActorRecord One(Story story, ReportActor actor)
    {
        var heading = story.Place.Travels.TryGetValue(actor.Id, out var travel) ? travel.HeadingDeg : Leaf.Unknown<double?>(null);
        var leg = Leg(story, actor.Id, heading, travel);
        var actions = ActionReader.Read(story, actor.Id);
        if (heading.Value is { } degrees && actions.All(a => a.Kind.Value is not (ActionKind.CrossCentre or ActionKind.Overtake or ActionKind.DriftOutOfLane)) && WrongWayReader.Find(story, actor.Id, degrees) is { } wrong)
        {
            actions = [new ActionRecord { Kind = Leaf.Stated(ActionKind.CrossCentre, story.Quote(wrong), 0.85), BeforeImpact = true, Executed = true }, .. actions];
            if (story.Road.Legs.FirstOrDefault(one => one.HeadingDeg.Value is { } along && Compass.IsOpposite(along, degrees)) is { } other)
            {
                leg = Leaf.Derived<string?>(other.Id, story.Quote(wrong), "it drives in the lanes of the other direction", 0.8);
            }
        }

        return new ActorRecord
        {
            Id = actor.Id,
            Type = VehicleTypeReader.Read(story.Text, story.Mentions, actor),
            Description = actor.Description.IsEmpty ? Leaf.Unknown<string?>(null) : Leaf.Stated<string?>(Plain(story.Text.Span(actor.Description).Quote), story.Text.Span(actor.Description)),
            HeadingDeg = heading,
            Leg = leg,
            LaneFromRight = LaneReader.Read(story, actor.Id, story.Road.Legs.FirstOrDefault(one => one.Id == leg.Value)?.LanesIn.Value),
            SpeedKmh = SpeedReader.Read(story, actor.Id),
            SpeedRelation = SpeedReader.Relation(story, actor.Id),
            Movement = MovementReader.Read(story, actor),
            Actions = actions,
            Avoidance = AvoidanceReader.Read(story, actor.Id),
            EmergesFrom = EmergesFrom(story, actor.Id),
            FinalPosition = FinalPosition(story, actor.Id),
        };
    }

    private static Leaf<string?> Leg(Story story, string id, Leaf<double?> heading, Travel? travel)
    {
        if (heading.Value is { } degrees)
        {
            foreach (var leg in story.Road.Legs)
            {
                if (leg.HeadingDeg.Value is { } along && Math.Abs(Compass.Turn(along, degrees)) < 1)
                {
                    return Leaf.Derived<string?>(leg.Id, heading.Evidence, "the leg whose traffic runs in the actor's direction of travel", heading.Confidence);
                }
            }
        }

        return story.Place.LegOfActor.TryGetValue(id, out string? way)
            ? Leaf.Derived<string?>(way, travel?.Driveway ?? travel?.SideRoad ?? heading.Evidence, "the way by which it comes", 0.7)
            : Leaf.Unknown<string?>(null);
    }

    private static Leaf<string?> EmergesFrom(Story story, string id)
    {
        var text = story.Text;
        foreach (var clause in text.Clauses)
        {
            if (!story.Mentions.SubjectOf(clause).Contains(id) || !clause.IsFact)
            {
                continue;
            }

            for (int i = clause.Verbs.End; i < clause.Tokens.End; i++)
            {
                int at = text.Is(i, "from", "behind") || text.Is(i, "from", "between") || text.Is(i, "out", "between") ? i + 2
                    : text.Norm(i) == "between" && ActionWords.HasAny(text, clause.Tokens, "parked", "cars", "vehicles") ? i + 1 : 0;
                if (at == 0 || at >= clause.Tokens.End)
                {
                    continue;
                }

                var words = new TokenRange(at, End(text, at, clause.Tokens.End));
                var span = text.Span(i, words.End);
                string value = story.Mentions.HeadOf(words) is [var other] && other != id ? other : Plain(text.Span(words).Quote);
                return Leaf.Stated<string?>(value, span);
            }
        }

        return Leaf.Unknown<string?>(null);
    }

    // The noun phrase that begins at a token: up to the next preposition or mark.
    private static int End(ReportText text, int start, int limit)
    {
        int end = start + 1;
        while (end < limit && text[end].Kind != TokenKind.Mark && !FunctionWords.Prepositions.Contains(text.Norm(end)) && text.Norm(end) is not "and")
        {
            end++;
        }

        return end;
    }

    private static Leaf<string?> FinalPosition(Story story, string id)
    {
        foreach (var clause in story.Text.Clauses)
        {
            if (clause.Lemma is "come" or "roll" or "stop" && ActionWords.HasAny(story.Text, clause.Tokens, "rest") && story.Mentions.SubjectOf(clause).Contains(id))
            {
                var quote = story.Quote(clause);
                return Leaf.Stated<string?>(Plain(quote.Quote), quote);
            }
        }

        return Leaf.Unknown<string?>(null);
    }

    private static string Plain(string words) => string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
