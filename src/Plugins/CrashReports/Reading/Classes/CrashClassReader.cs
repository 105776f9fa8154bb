using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Actors;
using Sim.Plugins.CrashReports.Reading.Impacts;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Classes;

/// <summary>Tells the class of a crash from the partners of its first impact, the coded events, the manoeuvres, the directions and the parts that met. Pure.</summary>
internal static class CrashClassReader
{
    /// <summary>The class, derived.</summary>
    public static Leaf<CrashClass> Read(Story story, IReadOnlyList<ActorRecord> actors, ToldContact? first)
    {
        ArgumentNullException.ThrowIfNull(story);
        ArgumentNullException.ThrowIfNull(actors);
        if (first is { } contact && ByPartner(story, actors, contact) is { } partner)
        {
            return partner;
        }

        var pair = Pair(actors, first);
        if (pair is not var (a, b))
        {
            return Alone(story, actors);
        }

        var told = Coded(story, a, b) ?? Told(story, a, b, first);
        return told.Value != CrashClass.Unknown ? told : Named(story);
    }

    /// <summary>The two vehicles that the story is about, or null.</summary>
    public static (ActorRecord A, ActorRecord B)? Pair(IReadOnlyList<ActorRecord> actors, ToldContact? first)
    {
        if (first is { B: { } other } && actors.FirstOrDefault(a => a.Id == first.A) is { } one && actors.FirstOrDefault(a => a.Id == other) is { } two)
        {
            return (one, two);
        }

        var vehicles = actors.Where(a => a.Id[0] == 'V').Take(2).ToList();
        return vehicles.Count == 2 ? (vehicles[0], vehicles[1]) : null;
    }

    private static Leaf<CrashClass>? ByPartner(Story story, IReadOnlyList<ActorRecord> actors, ToldContact contact)
    {
        var quote = story.Quote(contact.Clause);
        foreach (string? id in new[] { contact.A, contact.B })
        {
            var type = actors.FirstOrDefault(a => a.Id == id)?.Type.Value ?? ActorType.Unknown;
            CrashClass? found = type switch
            {
                ActorType.Pedestrian => CrashClass.Pedestrian,
                ActorType.Bicycle => CrashClass.Cyclist,
                ActorType.Animal => CrashClass.Animal,
                _ => null,
            };
            if (found is { } crash)
            {
                return Leaf.Derived(crash, quote, "the kind of road user that was hit", 0.95);
            }
        }

        if (contact.B is null)
        {
            bool departs = contact.Obstacle == "rollover" || story.Did(contact.A, ActionKind.DepartRoad) || story.Did(contact.A, ActionKind.DriftOutOfLane) || story.Did(contact.A, ActionKind.CrossCentre)
                || contact.Obstacle is "tree" or "pole" or "guardrail" or "wall" or "ditch" or "embankment" or "fence" or "mailbox" or "building" or "house" or "barrier" or "culvert" or "hydrant" or "post" or "sign" or "curb";
            return Leaf.Derived(departs ? CrashClass.RoadDeparture : CrashClass.Obstacle, quote, departs ? "the first contact is with something beside the road, or a rollover" : "the first contact is with something in the road");
        }

        foreach (string id in new[] { contact.A, contact.B })
        {
            bool backs = actors.FirstOrDefault(a => a.Id == id)?.Movement.Value == Movement.BackingUp || story.Did(id, ActionKind.Reverse);
            bool backHit = (id == contact.A ? contact.PlaneA : contact.PlaneB)?.Plane is ContactPlane.Back or null;
            if (backs && backHit)
            {
                return Leaf.Derived(CrashClass.Backing, quote, "one of the two goes backwards");
            }
        }

        return null;
    }

    private static Leaf<CrashClass> Alone(Story story, IReadOnlyList<ActorRecord> actors)
    {
        foreach (var actor in actors)
        {
            if (story.CodedAs(actor.Id, CodedKind.OffRoad) is { } coded)
            {
                return Leaf.Derived(CrashClass.RoadDeparture, coded.Evidence, "the coded critical event: off the road");
            }

            if (actor.Actions.FirstOrDefault(a => a.Executed && a.Kind.Value == ActionKind.DepartRoad) is { } departs)
            {
                return Leaf.Derived(CrashClass.RoadDeparture, departs.Kind.Evidence, "the only vehicle leaves the road", 0.7);
            }
        }

        return Leaf.Unknown(CrashClass.Unknown);
    }

    private static Leaf<CrashClass>? Coded(Story story, ActorRecord a, ActorRecord b)
    {
        foreach (var (own, other) in new[] { (a, b), (b, a) })
        {
            if (story.CodedAs(own.Id, CodedKind.OffRoad) is { } off && story.CodedAs(other.Id, CodedKind.OtherOpposite, CodedKind.OtherAdjacent, CodedKind.OtherAhead, CodedKind.OtherBehind, CodedKind.OtherAcross, CodedKind.OtherTurnsIn) is null)
            {
                return Leaf.Derived(CrashClass.RoadDeparture, off.Evidence, "the coded critical event: off the road");
            }
        }

        foreach (var (own, other) in new[] { (a, b), (b, a) })
        {
            bool turns = Turns(story, other);
            if (story.CodedAs(own.Id, CodedKind.OtherTurnsIn) is { } into)
            {
                return Leaf.Derived(CrashClass.TurnIntoPath, into.Evidence, "the coded critical event: the other vehicle turns in from a crossing way", 0.9);
            }

            if (story.CodedAs(own.Id, CodedKind.OtherFromParking) is { } parking)
            {
                return Leaf.Derived(turns || Turns(story, own) || Means(other) ? CrashClass.TurnAcrossPath : CrashClass.Sideswipe, parking.Evidence, "the coded critical event: the other vehicle comes from a parking place", 0.6);
            }

            if (story.CodedAs(own.Id, CodedKind.OtherAcross) is { } across)
            {
                return Leaf.Derived(turns ? CrashClass.TurnIntoPath : CrashClass.StraightPaths, across.Evidence, "the coded critical event: the other vehicle comes from a crossing way", 0.85);
            }
        }

        foreach (var (own, other) in new[] { (a, b), (b, a) })
        {
            if (story.CodedAs(own.Id, CodedKind.OtherOpposite) is { } opposite)
            {
                return Turns(story, other) || Turns(story, own)
                    ? Leaf.Derived(CrashClass.TurnAcrossPath, opposite.Evidence, "the coded critical events: from opposite directions, and one turns", 0.9)
                    : null;
            }

            if (story.CodedAs(own.Id, CodedKind.OtherAdjacent) is { } adjacent)
            {
                bool turned = Turns(story, own) || story.CodedAs(other.Id, CodedKind.TurnsLeft, CodedKind.TurnsRight) is not null
                    || (Turns(story, other) && story.CodedAs(other.Id, CodedKind.OverLeftLine, CodedKind.OverRightLine) is null);
                return Leaf.Derived(turned ? CrashClass.TurnAcrossPath : CrashClass.Sideswipe, adjacent.Evidence, "the coded critical event: from an adjacent lane of the same direction", 0.8);
            }
        }

        foreach (var own in new[] { a, b })
        {
            if (story.CodedAs(own.Id, CodedKind.OtherAhead, CodedKind.OtherBehind) is { } line)
            {
                return Leaf.Derived(CrashClass.RearEnd, line.Evidence, "the coded critical event: one behind the other in a lane", 0.9);
            }
        }

        return null;
    }

    private static Leaf<CrashClass> Told(Story story, ActorRecord a, ActorRecord b, ToldContact? first)
    {
        var quote = first is null ? (TextSpan?)null : story.Quote(first.Clause);
        var (planeA, planeB) = first is null ? (ContactPlane.Unknown, ContactPlane.Unknown)
            : first.A == a.Id ? (Plane(first.PlaneA), Plane(first.PlaneB)) : (Plane(first.PlaneB), Plane(first.PlaneA));
        if (first is null && !story.IsSentence && !HasDirections(story, a, b))
        {
            return Leaf.Unknown(CrashClass.Unknown);
        }

        quote ??= a.HeadingDeg.Evidence ?? story.CodedAs(a.Id, CodedKind.OtherOpposite)?.Evidence ?? story.CodedAs(b.Id, CodedKind.OtherOpposite)?.Evidence;
        bool turns = Turns(story, a) || Turns(story, b);
        if ((planeA, planeB) is (ContactPlane.Front, ContactPlane.Back) or (ContactPlane.Back, ContactPlane.Front))
        {
            return Leaf.Derived(CrashClass.RearEnd, quote, "front into back", 0.85);
        }

        if ((planeA == ContactPlane.Back) != (planeB == ContactPlane.Back) && (planeA == ContactPlane.Unknown || planeB == ContactPlane.Unknown) && !turns)
        {
            return Leaf.Derived(CrashClass.RearEnd, quote, "hit at the back, and none turns", 0.7);
        }

        double? angle = a.HeadingDeg.Value is { } one && b.HeadingDeg.Value is { } two ? Math.Abs(Compass.Turn(one, two)) : null;
        bool opposite = angle > 135 || story.CodedAs(a.Id, CodedKind.OtherOpposite) is not null || story.CodedAs(b.Id, CodedKind.OtherOpposite) is not null
            || Oncoming(story, a) || Oncoming(story, b);
        bool crossing = !opposite && angle is > 45 and <= 135;
        bool fronts = IsFront(first?.PlaneA) && IsFront(first?.PlaneB);
        return turns && opposite ? Leaf.Derived(CrashClass.TurnAcrossPath, quote, "from opposite directions, and one turns")
            : turns && crossing ? Leaf.Derived(CrashClass.TurnIntoPath, quote, "from crossing directions, and one turns")
            : turns && angle is not null ? Leaf.Derived(CrashClass.TurnAcrossPath, quote, "in the same direction, and one turns", 0.7)
            : turns ? Leaf.Derived(HasCrossingControl(story, a, b) ? CrashClass.TurnIntoPath : CrashClass.TurnAcrossPath, quote, "one turns", 0.5)
            : crossing ? Leaf.Derived(CrashClass.StraightPaths, quote, "from crossing directions, and none turns")
            : opposite ? Leaf.Derived(fronts ? CrashClass.HeadOn : planeA == ContactPlane.Unknown && planeB == ContactPlane.Unknown ? CrashClass.HeadOn : CrashClass.Sideswipe, quote, fronts ? "from opposite directions, front against front" : "from opposite directions, not front against front", 0.8)
            : angle is not null && (Sides(planeA) || Sides(planeB)) ? Leaf.Derived(CrashClass.Sideswipe, quote, "in the same direction, a side is hit")
            : angle is not null ? Leaf.Derived(CrashClass.RearEnd, quote, "in the same direction", 0.6)
            : fronts ? Leaf.Derived(CrashClass.HeadOn, quote, "front against front", 0.6)
            : Sides(planeA) && Sides(planeB) ? Leaf.Derived(CrashClass.Sideswipe, quote, "side along side", 0.7)
            : Sides(planeA) || Sides(planeB) ? Leaf.Derived(CrashClass.StraightPaths, quote, "front into a side, and none turns", 0.5)
            : Leaf.Unknown(CrashClass.Unknown);
    }

    private static bool HasDirections(Story story, ActorRecord a, ActorRecord b) => (a.HeadingDeg.Value is not null && b.HeadingDeg.Value is not null)
        || story.CodedAs(a.Id, CodedKind.OtherOpposite) is not null || story.CodedAs(b.Id, CodedKind.OtherOpposite) is not null;

    private static bool Oncoming(Story story, ActorRecord actor)
    {
        foreach (var mention in story.Mentions.All)
        {
            if (mention.Actors is [var id] && id == actor.Id && ActionWords.HasAny(story.Text, mention.Tokens, "oncoming", "opposing"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The class that the text calls by its name.</summary>
    private static Leaf<CrashClass> Named(Story story)
    {
        var text = story.Text;
        var all = new TokenRange(0, text.Count);
        foreach (var (words, crash) in NamedClasses)
        {
            int at = text.Find(all, words);
            if (at >= 0)
            {
                return Leaf.Stated(crash, text.Span(at, at + words.Length), 0.7);
            }
        }

        return Leaf.Unknown(CrashClass.Unknown);
    }

    private static readonly (string[] Words, CrashClass Crash)[] NamedClasses =
    [
        (["head", "on"], CrashClass.HeadOn), (["rear", "ended"], CrashClass.RearEnd), (["rear", "end"], CrashClass.RearEnd), (["sideswiped"], CrashClass.Sideswipe), (["sideswipe"], CrashClass.Sideswipe), (["side", "swiped"], CrashClass.Sideswipe),
    ];

    // Who faces a stop sign and the other not comes from a side road.
    private static bool HasCrossingControl(Story story, ActorRecord a, ActorRecord b)
    {
        foreach (var actor in new[] { a, b })
        {
            foreach (var told in story.Actions)
            {
                if (told.Actor == actor.Id && ActionWords.HasAny(story.Text, told.Clause.Tokens, "sign", "driveway", "side", "alley", "lot"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True when a vehicle turned, or was about it when it was hit elsewhere than at its back.</summary>
    public static bool Turns(Story story, ActorRecord actor) =>
        story.CodedAs(actor.Id, CodedKind.TurnsLeft, CodedKind.TurnsRight) is not null
        || actor.Actions.Any(x => x.Executed && x.BeforeImpact && x.Kind.Value is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.UTurn);

    // A turn that is meant when a parking place is left has begun.
    private static bool Means(ActorRecord actor) =>
        actor.Actions.Any(x => x.BeforeImpact && x.Kind.Value is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.UTurn);

    private static bool Sides(ContactPlane plane) => plane is ContactPlane.Left or ContactPlane.Right;

    // The front, or a corner of it.
    private static bool IsFront(PlanePhrase? part) => part is { Plane: ContactPlane.Front } or { OtherPlane: ContactPlane.Front };

    private static ContactPlane Plane(PlanePhrase? part) => part?.Plane ?? ContactPlane.Unknown;
}
