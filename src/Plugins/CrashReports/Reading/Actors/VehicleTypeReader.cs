using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>Reads the kind of a road user from the words of its body, then from its model, then from its make. Pure.</summary>
internal static class VehicleTypeReader
{
    // Farthest words behind a description that still belong to it: "Toyota Corolla four door sedan".
    private const int Tail = 7;

    /// <summary>The kind of an actor.</summary>
    public static Leaf<ActorType> Read(ReportText text, Mentions mentions, ReportActor actor)
    {
        if (actor.Kind is ActorType.Pedestrian or ActorType.Bicycle or ActorType.Animal or ActorType.Train)
        {
            return ByKind(text, actor);
        }

        (ActorType Type, TokenRange Words, int Rank) best = (ActorType.Unknown, TokenRange.Empty, 0);
        foreach (var range in Descriptions(text, mentions, actor))
        {
            // What introduces a vehicle by its model outranks what it is called later.
            if (best.Rank >= 2 || (best.Rank == 1 && actor.Description.Length >= 3))
            {
                break;
            }

            for (int i = range.Start; i < range.End; i++)
            {
                var found = At(text, i, range);
                if (found.Rank > best.Rank)
                {
                    best = found;
                }
            }
        }

        return best.Rank switch
        {
            0 => ByKind(text, actor),
            1 => Leaf.Derived(best.Type, text.Span(best.Words), "a make that builds mostly passenger cars; no model or body is told", 0.6),
            2 => Leaf.Derived(best.Type, text.Span(best.Words), "kind of vehicle of this make or model", 0.9),
            _ => Leaf.Stated(best.Type, text.Span(best.Words)),
        };
    }

    private static Leaf<ActorType> ByKind(ReportText text, ReportActor actor)
    {
        var words = actor.KindToken >= 0 ? new TokenRange(actor.KindToken, actor.KindToken + 1)
            : actor.Description.IsEmpty ? new TokenRange(actor.FirstToken, actor.FirstToken + 1) : actor.Description;
        return actor.Kind == ActorType.Unknown || words.End > text.Count ? Leaf.Unknown(ActorType.Unknown) : Leaf.Stated(actor.Kind, text.Span(words));
    }

    /// <summary>What is said of an actor when it is named by make, model or body: with the words behind up to a verb, a comma or another actor.</summary>
    private static IEnumerable<TokenRange> Descriptions(ReportText text, Mentions mentions, ReportActor actor)
    {
        if (!actor.Description.IsEmpty)
        {
            yield return Extended(text, mentions, actor, actor.Description);
        }

        foreach (var mention in mentions.All)
        {
            if (mention is { Role: MentionRole.Self or MentionRole.Pronoun } && mention.Actors is [var id] && id == actor.Id && mention.Tokens.Length > 1)
            {
                yield return Extended(text, mentions, actor, mention.Tokens);
            }
        }
    }

    private static TokenRange Extended(ReportText text, Mentions mentions, ReportActor actor, TokenRange words)
    {
        int end = words.End;
        int limit = Math.Min(text.Count, words.End + Tail);
        var clause = text.ClauseAt(Math.Max(words.Start, words.End - 1));
        while (end < limit && text.Norm(end) != "designated" && text.SentenceAt(end).Tokens.Start == text.SentenceAt(words.Start).Tokens.Start
            && (mentions.At(end) is not { } other || other.Actors is [var id] && id == actor.Id)
            && text.Norm(end) is not ("," or "." or ";" or "(" or "was" or "were" or "is" or "had" or "that" or "which" or "behind" or "struck" or "by" or "traveling" or "driven" or "and" or "to" or "in" or "on" or "of" or "into" or "for" or "from" or "at" or "'s" or "stop" or "struck")
            && !(clause.Verbs.Contains(end) && clause.Verbs.Start >= words.End))
        {
            end++;
        }

        if (text.Norm(end) is "designated" || (text.Norm(end) == "," && text.Is(end + 1, "designated")))
        {
            // "a 1992 GMC Vandura designated as a school bus"
            end = Math.Min(text.Count, end + 6);
        }

        if (text.Norm(end) is "towing" or "pulling" or "hauling" || text.Is(end, "with", "a", "trailer") || text.Is(end, "with", "trailer"))
        {
            end = Math.Min(text.Count, end + 1);
        }

        return new(words.Start, end);
    }

    private static (ActorType Type, TokenRange Words, int Rank) At(ReportText text, int i, TokenRange range)
    {
        var body = Body(text, i, range, out int bodyEnd, out int rank);
        if (body != ActorType.Unknown)
        {
            return (body, new(i, bodyEnd), rank);
        }

        string one = text.Norm(i);
        string two = i + 1 < range.End ? one + " " + text.Norm(i + 1) : "";
        if (two.Length > 0 && VehicleModels.Of(two) is not ActorType.Unknown and var pair)
        {
            return (pair, new(i, i + 2), 2);
        }

        var type = VehicleModels.Of(one);
        if (type != ActorType.Unknown && !IsOrdinaryWord(text, i))
        {
            return (type, new(i, i + 1), 2);
        }

        string make = VehicleWords.Makes.GetValueOrDefault(one, one);
        return VehicleModels.IsCarMake(make) && (text[i].Capital || !VehicleWords.AmbiguousMakes.Contains(one)) ? (ActorType.Car, new(i, i + 1), 1) : (ActorType.Unknown, TokenRange.Empty, 0);
    }

    // Model names that are common words or short codes count with a capital letter only.
    private static bool IsOrdinaryWord(ReportText text, int i) => !text[i].Capital && text[i].IsWord && text.Norm(i).All(char.IsAsciiLetter);

    /// <summary>Words for a body; rank 3 for most, 4 for those that outrank another one beside them ("Ford F-350 stake body", "school bus").</summary>
    private static ActorType Body(ReportText text, int i, TokenRange range, out int end, out int rank)
    {
        (end, rank) = (i + 1, 3);
        string word = text.Norm(i), next = i + 1 < range.End ? text.Norm(i + 1) : "";
        switch (word)
        {
            case "sedan" or "coupe" or "hatchback" or "convertible" or "wagon" or "taxi" or "taxicab" or "limousine" or "roadster" or "car" or "sedans" or "automobile":
                return word == "car" && next is "wash" or "transport" or "trailer" or "hauler" ? ActorType.Unknown : ActorType.Car;
            case "suv" or "crossover":
                return ActorType.Suv;
            case "sport" or "sports" or "compact" or "light" or "multipurpose" when next == "utility":
                end = i + 2;
                rank = 4;
                return ActorType.Suv;
            case "utility" when next == "vehicle":
                end = i + 2;
                return ActorType.Suv;
            case "pickup" or "pickups":
                rank = 4;
                return ActorType.Pickup;
            case "pick" when next == "up":
                (end, rank) = (i + 2, 4);
                return ActorType.Pickup;
            case "minivan" or "van" or "minivans" or "ambulance":
                rank = 4;
                return next is "trailer" ? ActorType.Truck : ActorType.Van;
            case "mini" when next == "van":
                (end, rank) = (i + 2, 4);
                return ActorType.Van;
            case "tractor" when next is "trailer" or "semi" or "truck":
                (end, rank) = (i + 2, 5);
                return ActorType.Truck;
            case "semi" or "semitrailer" or "bobtail" or "lorry" or "tanker" or "cabover":
                rank = 5;
                return ActorType.Truck;
            case "stake" or "box" or "dump" or "garbage" or "cement" or "concrete" or "delivery" or "flatbed" or "tow" or "fire" or "straight" or "bucket" or "refuse" or "mixer" or "heavy" or "cargo" or "mail" or "moving" or "medium"
                when next is "body" or "truck" or "bed" or "mixer" or "duty" or "engine":
                (end, rank) = (i + 2, 5);
                return ActorType.Truck;
            case "bus" or "motorcoach" or "minibus":
                rank = 6;
                return next is "stop" or "lane" ? ActorType.Unknown : ActorType.Bus;
            case "motorcycle" or "motorbike" or "moped" or "scooter":
                rank = 5;
                return ActorType.Motorcycle;
            case "truck" or "trucks":
                // A "truck" of a make of pickups is one of them; any other is heavy. A model decides before this word does.
                rank = 2;
                return IsLightTruck(text, i, range) ? ActorType.Pickup : ActorType.Truck;
            default:
                return ActorType.Unknown;
        }
    }

    private static bool IsLightTruck(ReportText text, int truck, TokenRange range)
    {
        for (int i = range.Start; i < truck; i++)
        {
            string word = text.Norm(i);
            if (VehicleModels.Of(word) == ActorType.Pickup || (i + 1 < truck && VehicleModels.Of(word + " " + text.Norm(i + 1)) == ActorType.Pickup)
                || VehicleModels.IsCarMake(VehicleWords.Makes.GetValueOrDefault(word, word)) || (word == "gmc" && VehicleModels.Of(text.Norm(i + 1)) != ActorType.Truck))
            {
                return true;
            }
        }

        return false;
    }
}
