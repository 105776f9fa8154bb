using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>Directions of travel that the text leaves open. Pure.</summary>
internal static class HeadingCompletion
{
    /// <summary>Fills the headings of all actors.</summary>
    public static CrashRecord Complete(CrashRecord record)
    {
        var actors = record.Actors.ToArray();
        for (int i = 0; i < actors.Length; i++)
        {
            if (!actors[i].HeadingDeg.Known() && LegHeading(record, actors[i]) is { } leg)
            {
                actors[i] = actors[i] with { HeadingDeg = Leaf.Assumed<double?>(leg, "heading not told: the one of its leg") };
            }
        }

        var pair = Principals.Of(record);
        if (!actors.Any(a => a.HeadingDeg.Known()))
        {
            // A vehicle is the anchor; a pedestrian's direction follows from it.
            int anchor = pair.Second >= 0 && !actors[pair.First].IsVehicle() && actors[pair.Second].IsVehicle() ? pair.Second : pair.First;
            double? known = record.Road.Legs.FirstOrDefault(l => l.HeadingDeg.Known() && l.LanesIn.Value is null or > 0)?.HeadingDeg.Value;
            actors[anchor] = actors[anchor] with
            {
                HeadingDeg = known is { } heading ? Leaf.Assumed<double?>(heading, "heading not told: the one of the first leg") : Leaf.Assumed<double?>(0, "no heading is told: north"),
            };
        }

        foreach (int i in (ReadOnlySpan<int>)[pair.First, pair.Second])
        {
            if (i >= 0 && !actors[i].HeadingDeg.Known())
            {
                int other = pair.Other(i);
                int from = other >= 0 && actors[other].HeadingDeg.Known() ? other : Array.FindIndex(actors, a => a.HeadingDeg.Known());
                actors[i] = From(record, actors, i, from, principal: from == other);
            }
        }

        for (int i = 0; i < actors.Length; i++)
        {
            if (!actors[i].HeadingDeg.Known())
            {
                int from = actors[pair.First].IsVehicle() || pair.Second < 0 ? pair.First : pair.Second;
                actors[i] = From(record, actors, i, from, principal: false);
            }
        }

        return record with { Actors = actors };
    }

    private static double? LegHeading(CrashRecord record, ActorRecord actor) =>
        actor.Leg.Value is { } id ? record.Road.Legs.FirstOrDefault(l => l.Id == id)?.HeadingDeg.Value : null;

    private static ActorRecord From(CrashRecord record, ActorRecord[] actors, int index, int from, bool principal)
    {
        var actor = actors[index];
        double other = actors[from].HeadingDeg.Value ?? 0;
        var (turn, why) = Turn(record, actor, actors[from], principal);
        return actor with { HeadingDeg = Leaf.Assumed<double?>(Compass.Normal(other + turn), $"heading not told: {why} {actors[from].Id}") };
    }

    private static (double TurnDeg, string Why) Turn(CrashRecord record, ActorRecord actor, ActorRecord other, bool principal)
    {
        bool crosses = actor.Does(ActionKind.Cross) && !actor.Does(ActionKind.Walk);
        if (crosses || other.Does(ActionKind.Cross))
        {
            return (Side(record, actor, other, crosses ? -90 : 90), crosses ? "it crosses the way of" : "it is crossed by");
        }

        if (!principal || actor.IsParked() || other.IsParked())
        {
            return (0, "the same as that of");
        }

        bool turns = actor.Turning() is not null, otherTurns = other.Turning() is not null;
        switch (record.CrashClass.Value)
        {
            case CrashClass.HeadOn:
                return (180, "a head-on crash, so opposite to");
            case CrashClass.TurnAcrossPath:
                return (180, "one turns across, so opposite to");
            case CrashClass.StraightPaths:
                return (Side(record, actor, other, -90), "crossing ways, so perpendicular to");
            case CrashClass.TurnIntoPath:
                double usual = turns == otherTurns ? -90 : turns ? -90 : 90;
                return (Side(record, actor, other, usual), "one turns in from a crossing way, so perpendicular to");
            case CrashClass.Sideswipe when actor.Does(ActionKind.CrossCentre) || other.Does(ActionKind.CrossCentre):
                return (180, "a sideswipe over the centre line, so opposite to");
            default:
                return (0, "the same as that of");
        }
    }

    /// <summary>Perpendicular, on the side that the planes of the first contact tell, else the usual one.</summary>
    private static double Side(CrashRecord record, ActorRecord actor, ActorRecord other, double usualDeg)
    {
        var impact = Principals.FirstImpact(record);
        if (impact is null || !((impact.A.Actor == actor.Id && impact.B.Actor == other.Id) || (impact.B.Actor == actor.Id && impact.A.Actor == other.Id)))
        {
            return usualDeg;
        }

        var own = impact.A.Actor == actor.Id ? impact.A.Plane.Value : impact.B.Plane.Value;
        var others = impact.A.Actor == actor.Id ? impact.B.Plane.Value : impact.A.Plane.Value;

        // Hit at its left side, it sees the other come from its left: the other's direction lies 90 degrees to the right of its own.
        return own == ContactPlane.Left ? -90 : own == ContactPlane.Right ? 90
            : others == ContactPlane.Left ? 90 : others == ContactPlane.Right ? -90 : usualDeg;
    }
}
