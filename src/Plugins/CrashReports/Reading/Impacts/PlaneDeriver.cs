using Sim.Plugins.CrashReports.Reading.Actors;
using Sim.Plugins.CrashReports.Reading.Classes;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Impacts;

/// <summary>
/// Settles which side a named corner was hit on, and derives sides that no words name from the class of the crash, the manoeuvres and the directions of
/// travel. Pure but for the contacts that it completes.
/// </summary>
internal static class PlaneDeriver
{
    /// <summary>Chooses between the two sides that meet at a named corner.</summary>
    public static void Complete(Story story, IReadOnlyList<ActorRecord> actors, IReadOnlyList<ToldContact> contacts, CrashClass crash)
    {
        if (contacts.Count == 0)
        {
            return;
        }

        var first = contacts[0];
        (first.PlaneA, first.PlaneB) = (Corner(first.PlaneA, first.PlaneB, crash, strikes: true), Corner(first.PlaneB, first.PlaneA, crash, strikes: false));
    }

    /// <summary>Adds the sides of the first impact that can be derived, and the impact itself where the text tells a crash of two vehicles and names no contact.</summary>
    public static IReadOnlyList<ImpactRecord> Fill(Story story, IReadOnlyList<ActorRecord> actors, IReadOnlyList<ImpactRecord> impacts, Leaf<CrashClass> crash)
    {
        if (impacts.Count == 0 && !story.IsSentence && crash.Evidence is { } told && CrashClassReader.Pair(actors, null) is var (one, two) && crash.Value is not (CrashClass.Unknown or CrashClass.RoadDeparture))
        {
            impacts = [new ImpactRecord { Order = 1, A = new ContactRecord { Actor = one.Id }, B = new ContactRecord { Actor = two.Id }, Striking = Leaf.Unknown<string?>(null) }];
        }

        if (impacts.Count == 0 || impacts[0].B.Actor is null)
        {
            return impacts;
        }

        var first = impacts[0];
        if (actors.FirstOrDefault(x => x.Id == first.A.Actor) is not { } a || actors.FirstOrDefault(x => x.Id == first.B.Actor) is not { } b)
        {
            return impacts;
        }

        bool blind = first.A.Plane.Value == ContactPlane.Unknown && first.B.Plane.Value == ContactPlane.Unknown;
        var (planeA, planeB, why) = Derive(story, a, b, first, crash.Value);
        var evidence = crash.Evidence ?? first.Striking.Evidence;

        // On crossing paths without a word on either side it is hardly more than a guess who struck whom.
        double confidence = crash.Value is CrashClass.RearEnd or CrashClass.HeadOn ? 0.8 : blind ? 0.4 : 0.6;
        var filled = first with { A = Fill(first.A, planeA, why, evidence, confidence), B = Fill(first.B, planeB, why, evidence, confidence) };
        return [filled with { Striking = Backing(filled, a, b) ?? Backing(filled, b, a) ?? Striking(filled, first.Striking) }, .. impacts.Skip(1)];
    }

    private static PlanePhrase? Corner(PlanePhrase? part, PlanePhrase? other, CrashClass crash, bool strikes)
    {
        if (part is not { OtherPlane: not ContactPlane.Unknown } corner)
        {
            return part;
        }

        var lateral = corner.Plane is ContactPlane.Left or ContactPlane.Right ? corner.Plane : corner.OtherPlane;
        var end = corner.Plane == lateral ? corner.OtherPlane : corner.Plane;
        bool endFirst = corner.Plane == end;
        var chosen = crash switch
        {
            CrashClass.RearEnd or CrashClass.HeadOn => end,

            // Who runs into somebody on foot or an animal does so with an end, whatever corner of it.
            CrashClass.Pedestrian or CrashClass.Animal when strikes => end,

            // "The left front of V1 struck the right side of V2": a front into a side.
            _ when strikes && end == ContactPlane.Front && other is { OtherPlane: ContactPlane.Unknown, Plane: ContactPlane.Left or ContactPlane.Right } => end,
            CrashClass.Sideswipe => endFirst && end == ContactPlane.Front && other?.Plane is not ContactPlane.Front ? end : lateral,
            _ when endFirst => end,
            // Named by its side first: the other one drove into that side, unless that one too was hit at a corner of its front.
            _ => end == ContactPlane.Front && other is { OtherPlane: not ContactPlane.Unknown } met && (met.Plane == ContactPlane.Front || met.OtherPlane == ContactPlane.Front) ? end : lateral,
        };
        return chosen == corner.Plane ? corner : corner.Turned;
    }

    private static ContactRecord Fill(ContactRecord contact, ContactPlane plane, string why, TextSpan? evidence, double confidence) =>
        contact.Plane.Value != ContactPlane.Unknown || plane == ContactPlane.Unknown ? contact : contact with { Plane = Leaf.Derived(plane, evidence, why, confidence) };

    /// <summary>Who backs up into another one strikes with its back.</summary>
    private static Leaf<string?>? Backing(ImpactRecord impact, ActorRecord a, ActorRecord b)
    {
        var own = impact.A.Actor == a.Id ? impact.A : impact.B;
        bool stands = b.Movement.Value is Movement.ParkedOrDisabled or Movement.Stopped;
        return a.Movement.Value == Movement.BackingUp && stands && own.Plane.Value == ContactPlane.Back
            ? Leaf.Derived<string?>(a.Id, own.Plane.Evidence, "it backs up into one that stands", 0.8) : null;
    }

    private static Leaf<string?> Striking(ImpactRecord impact, Leaf<string?> told)
    {
        var (a, b) = (impact.A.Plane.Value, impact.B.Plane.Value);
        return a == ContactPlane.Unknown || b == ContactPlane.Unknown ? told
            : (a == ContactPlane.Front) == (b == ContactPlane.Front) ? Leaf.Unknown<string?>(null)
            : Leaf.Derived<string?>(a == ContactPlane.Front ? impact.A.Actor : impact.B.Actor, told.Evidence ?? impact.A.Plane.Evidence, "the only one hit at its front, by the sides that met");
    }

    private static (ContactPlane A, ContactPlane B, string Why) Derive(Story story, ActorRecord a, ActorRecord b, ImpactRecord first, CrashClass crash)
    {
        var (planeA, planeB) = (first.A.Plane.Value, first.B.Plane.Value);
        switch (crash)
        {
            case CrashClass.RearEnd:
                if (planeA == ContactPlane.Unknown && planeB == ContactPlane.Unknown)
                {
                    bool behind = Behind(story, a, b);
                    return behind ? (ContactPlane.Front, ContactPlane.Back, "the one behind drives into the one ahead") : (ContactPlane.Back, ContactPlane.Front, "the one behind drives into the one ahead");
                }

                return planeA == ContactPlane.Front || planeB == ContactPlane.Back ? (ContactPlane.Front, ContactPlane.Back, "a rear-end crash: front into back") : (ContactPlane.Back, ContactPlane.Front, "a rear-end crash: front into back");
            case CrashClass.HeadOn:
                return (ContactPlane.Front, ContactPlane.Front, "a head-on crash: front against front");
            case CrashClass.Sideswipe when planeA == ContactPlane.Unknown != (planeB == ContactPlane.Unknown):
                // "V1 struck the left rear of V2": the one that strikes does so with its front unless words say otherwise.
                return IsSide(planeA) && first.Striking.Value != a.Id ? (planeA, ContactPlane.Front, "who drives into another's side strikes with its front")
                    : IsSide(planeB) && first.Striking.Value != b.Id ? (ContactPlane.Front, planeB, "who drives into another's side strikes with its front")
                    : (ContactPlane.Unknown, ContactPlane.Unknown, "");
            case CrashClass.TurnAcrossPath or CrashClass.TurnIntoPath or CrashClass.StraightPaths:
                return Crossing(story, a, b, planeA, planeB, crash);
            default:
                return (ContactPlane.Unknown, ContactPlane.Unknown, "");
        }
    }

    private static (ContactPlane A, ContactPlane B, string Why) Crossing(Story story, ActorRecord a, ActorRecord b, ContactPlane planeA, ContactPlane planeB, CrashClass crash)
    {
        // Who is known to be hit at a side was hit by the other one's front; who is known to strike with its front struck the side that faced it.
        if (IsSide(planeA) && planeB == ContactPlane.Unknown)
        {
            return (planeA, ContactPlane.Front, "from crossing paths: a front into the side that was hit");
        }

        if (IsSide(planeB) && planeA == ContactPlane.Unknown)
        {
            return (ContactPlane.Front, planeB, "from crossing paths: a front into the side that was hit");
        }

        bool turnsA = CrashClassReader.Turns(story, a), turnsB = CrashClassReader.Turns(story, b);
        bool aStrikes = planeA == ContactPlane.Front || (planeB != ContactPlane.Front && (turnsA == turnsB || turnsB));
        var side = FacingSide(aStrikes ? b : a, aStrikes ? a : b, aStrikes ? turnsB : turnsA, crash);
        return side == ContactPlane.Unknown ? (aStrikes ? ContactPlane.Front : ContactPlane.Unknown, aStrikes ? ContactPlane.Unknown : ContactPlane.Front, "from crossing paths: the one that goes straight strikes")
            : aStrikes ? (ContactPlane.Front, side, "from crossing paths: the side that faces the other one's way") : (side, ContactPlane.Front, "from crossing paths: the side that faces the other one's way");
    }

    /// <summary>Which side of the one that is hit faces the other's way.</summary>
    private static ContactPlane FacingSide(ActorRecord hit, ActorRecord striking, bool hitTurns, CrashClass crash)
    {
        if (crash == CrashClass.TurnAcrossPath && hitTurns)
        {
            // Turning left across one who comes towards it, it shows its right side.
            return hit.Actions.Any(x => x.Kind.Value == ActionKind.TurnRight && x.Executed) ? ContactPlane.Left : ContactPlane.Right;
        }

        return hit.HeadingDeg.Value is { } own && striking.HeadingDeg.Value is { } other
            ? Compass.Turn(own, other) switch
            {
                > 20 and < 160 => ContactPlane.Left,
                < -20 and > -160 => ContactPlane.Right,
                _ => ContactPlane.Unknown,
            }
            : crash == CrashClass.TurnIntoPath && hitTurns ? ContactPlane.Left : ContactPlane.Unknown;
    }

    private static bool Behind(Story story, ActorRecord a, ActorRecord b)
    {
        foreach (var (own, other, value) in new[] { (a, b, true), (b, a, false) })
        {
            if (story.CodedAs(own.Id, CodedKind.OtherAhead) is not null || story.CodedAs(other.Id, CodedKind.OtherBehind) is not null || other.Movement.Value is Movement.Stopped or Movement.ParkedOrDisabled && own.Movement.Value is not (Movement.Stopped or Movement.ParkedOrDisabled))
            {
                return value;
            }
        }

        return true;
    }

    private static bool IsSide(ContactPlane plane) => plane is ContactPlane.Left or ContactPlane.Right;
}
