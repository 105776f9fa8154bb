using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading;

/// <summary>
/// Completes what a wish in one sentence leaves to be understood: the ego, who is the one spoken to and becomes V1, where the others are in relation to
/// it, and which conflict is meant. Pure.
/// </summary>
internal static class WishReader
{
    /// <summary>Why there is an actor that no word tells of.</summary>
    public const string EgoWhy = "a wish tells what others do to the ego; the ego goes without saying and is V1";
    private const string PlaceWhy = "directions are told as the ego sees them; it is put northbound";

    /// <summary>The story with the ego as V1.</summary>
    public static CrashStory Complete(Story story, CrashStory told)
    {
        ArgumentNullException.ThrowIfNull(story);
        ArgumentNullException.ThrowIfNull(told);
        if (!story.IsSentence || story.Mentions.IsNumbered || told.Actors.Count == 0)
        {
            return told;
        }

        string? named = story.Mentions.Actors.FirstOrDefault(a => a.Names.Contains("ego"))?.Id;
        bool implied = named is null && IsImplied(told);
        var vehicles = told.Actors.Where(a => a.Id[0] is 'V' or 'X').OrderBy(a => a.Id == named ? -1 : First(story, a.Id)).Select(a => a.Id).ToList();
        var ids = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < vehicles.Count; i++)
        {
            ids[vehicles[i]] = FormattableString.Invariant($"V{i + (implied ? 2 : 1)}");
        }

        var actors = told.Actors.Select(a => Renamed(a, ids)).ToList();
        if (implied)
        {
            bool framed = actors.All(a => a.HeadingDeg.Value is null) && story.Road.Legs.Count == 0;
            if (framed)
            {
                actors = [.. actors.Select(a => Placed(story, a, vehicles, ids))];
            }

            framed &= actors.Any(a => a.HeadingDeg.Value is not null);
            actors.Insert(0, Ego(framed));
        }

        actors = [.. actors.OrderBy(a => a.Id[0] == 'V' ? 0 : 1).ThenBy(a => a.Id, StringComparer.Ordinal)];
        var crash = told.CrashClass.Value != CrashClass.Unknown ? told.CrashClass : Conflict(actors, implied);
        return new CrashStory(actors, [.. told.Impacts.Select(i => Renamed(i, ids))], crash);
    }

    // One moving vehicle among vulnerable ones is the ego itself; without any, or as the only one that does something, it does it to the ego.
    private static bool IsImplied(CrashStory told)
    {
        var moving = told.Actors.Where(a => a.Id[0] is 'V' or 'X' && a.Movement.Value is not (Movement.ParkedOrDisabled or Movement.Stopped) && a.Type.Value != ActorType.Train).ToList();
        bool others = told.Actors.Any(a => a.Id[0] is 'P' or 'C' or 'A' || a.Type.Value == ActorType.Train);
        return told.Impacts.Count == 0 && (moving.Count == 0 || (moving.Count == 1 && !others));
    }

    private static ActorRecord Ego(bool framed) => new()
    {
        Id = "V1",
        Type = Leaf.Derived(ActorType.Car, null, EgoWhy, 0.6),
        HeadingDeg = framed ? Leaf.Derived<double?>(0, null, PlaceWhy, 0.6) : Leaf.Unknown<double?>(null),
        Movement = Leaf.Derived(Movement.GoingStraight, null, EgoWhy, 0.6),
        Actions = [new ActionRecord { Kind = Leaf.Derived(ActionKind.Follow, null, EgoWhy, 0.6) }],
    };

    private static int First(Story story, string id) => story.Mentions.Actor(id)?.FirstToken ?? int.MaxValue;

    /// <summary>"The car ahead", "an oncoming truck", "from the right": the direction of travel as the ego sees it.</summary>
    private static ActorRecord Placed(Story story, ActorRecord actor, List<string> vehicles, SortedDictionary<string, string> ids)
    {
        var text = story.Text;
        string source = ids.FirstOrDefault(p => p.Value == actor.Id).Key ?? actor.Id;
        if (story.Mentions.All.FirstOrDefault(m => m.Actors is [var id] && id == source) is not { } mention)
        {
            return actor;
        }

        var near = new TokenRange(mention.Tokens.Start, Math.Min(text.Count, mention.Tokens.End + 4));
        (double Degrees, TextSpan Evidence)? found = null;
        for (int i = near.Start; i < near.End && found is null && vehicles.Contains(source); i++)
        {
            found = text.Norm(i) switch
            {
                "oncoming" or "opposing" => (180, text.Span(i, i + 1)),
                "ahead" or "leading" or "lead" or "preceding" => (0, text.Span(i, i + 1)),
                "in" when text.Norm(i + 1) == "front" && (text.Norm(i + 2) != "of" || text.Norm(i + 3) == "me") => (0, text.Span(i, i + 2)),
                _ => null,
            };
        }

        foreach (var action in actor.Actions)
        {
            found ??= action.Kind.Value is ActionKind.ChangeLaneLeft or ActionKind.ChangeLaneRight or ActionKind.Merge or ActionKind.Decelerate && action.Kind.Evidence is { } lane ? (0, lane) : null;
        }

        int from = text.Find(new(mention.Tokens.Start, text.Count), "from", "the", "right") is >= 0 and var right ? right : text.Find(new(mention.Tokens.Start, text.Count), "from", "the", "left");
        if (found is null && from >= 0)
        {
            // Who comes from the right goes to the left: westbound before a northbound ego.
            found = (text.Norm(from + 2) == "right" ? 270 : 90, text.Span(from, from + 3));
        }

        return found is { } place ? actor with { HeadingDeg = Leaf.Derived<double?>(place.Degrees, place.Evidence, PlaceWhy, 0.6) } : actor;
    }

    /// <summary>The conflict that a wish tells of, whether or not it ends in a crash.</summary>
    private static Leaf<CrashClass> Conflict(List<ActorRecord> actors, bool implied)
    {
        foreach (var actor in actors)
        {
            CrashClass? found = actor.Type.Value switch
            {
                ActorType.Pedestrian => CrashClass.Pedestrian,
                ActorType.Bicycle => CrashClass.Cyclist,
                ActorType.Animal => CrashClass.Animal,
                _ => null,
            };
            if (found is { } crash)
            {
                return Leaf.Derived(crash, actor.Type.Evidence, "the kind of road user that the wish brings into the ego's way");
            }
        }

        if (!implied)
        {
            return Leaf.Unknown(CrashClass.Unknown);
        }

        foreach (var actor in actors.Where(a => a.Id[0] == 'V' && a.Id != "V1"))
        {
            bool oncoming = actor.HeadingDeg.Value is > 135 and < 225, same = actor.HeadingDeg.Value is 0;
            var first = actor.Actions.FirstOrDefault(a => a.Kind.Value is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.UTurn or ActionKind.CrossCentre or ActionKind.DriftOutOfLane or ActionKind.CrossStraight
                or ActionKind.ChangeLaneLeft or ActionKind.ChangeLaneRight or ActionKind.Merge or ActionKind.Decelerate or ActionKind.Stop or ActionKind.EnterRoad or ActionKind.Reverse);
            bool brakes = actor.Actions.Any(a => a.Kind.Value is ActionKind.Decelerate or ActionKind.Stop);
            CrashClass crash = first?.Kind.Value switch
            {
                ActionKind.Reverse => CrashClass.Backing,
                ActionKind.TurnLeft or ActionKind.UTurn when oncoming => CrashClass.TurnAcrossPath,
                ActionKind.CrossCentre or ActionKind.DriftOutOfLane when oncoming => CrashClass.HeadOn,
                ActionKind.EnterRoad => CrashClass.TurnIntoPath,
                ActionKind.CrossStraight when !oncoming && !same => CrashClass.StraightPaths,
                ActionKind.ChangeLaneLeft or ActionKind.ChangeLaneRight or ActionKind.Merge => brakes ? CrashClass.RearEnd : CrashClass.Sideswipe,
                ActionKind.Decelerate or ActionKind.Stop when same => CrashClass.RearEnd,
                _ => CrashClass.Unknown,
            };
            if (crash != CrashClass.Unknown)
            {
                return Leaf.Derived(crash, first!.Kind.Evidence, "the conflict with the ego that the wish tells of", 0.6);
            }
        }

        return Leaf.Unknown(CrashClass.Unknown);
    }

    private static ActorRecord Renamed(ActorRecord actor, SortedDictionary<string, string> ids) => actor with
    {
        Id = ids.GetValueOrDefault(actor.Id, actor.Id),
        EmergesFrom = actor.EmergesFrom.Value is { } from && ids.TryGetValue(from, out string? other) ? actor.EmergesFrom with { Value = other } : actor.EmergesFrom,
    };

    private static ImpactRecord Renamed(ImpactRecord impact, SortedDictionary<string, string> ids) => impact with
    {
        A = impact.A with { Actor = impact.A.Actor is { } a ? ids.GetValueOrDefault(a, a) : null },
        B = impact.B with { Actor = impact.B.Actor is { } b ? ids.GetValueOrDefault(b, b) : null },
        Striking = impact.Striking.Value is { } s && ids.TryGetValue(s, out string? striking) ? impact.Striking with { Value = striking } : impact.Striking,
    };
}
