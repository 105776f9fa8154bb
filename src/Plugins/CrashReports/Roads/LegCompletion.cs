using System.Globalization;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>Legs of the place and the actors' places on them. Pure.</summary>
internal static class LegCompletion
{
    private const double SameDeg = 30;

    /// <summary>Adds missing legs, fills their leaves and binds every actor to one.</summary>
    public static CrashRecord Complete(CrashRecord record)
    {
        var legs = Headings(record);
        legs = Place(record, legs);
        record = record with { Actors = Bind(record, legs) };
        legs = LegLeaves.Complete(record, legs);
        return record with { Road = record.Road with { Legs = legs } };
    }

    /// <summary>The leg on the other side of the place, or -1.</summary>
    public static int Opposite(IReadOnlyList<LegRecord> legs, int index)
    {
        double back = Heading(legs[index]) + 180, least = 40;
        int best = -1;
        for (int i = 0; i < legs.Count; i++)
        {
            double angle = Compass.Angle(Heading(legs[i]), back);
            if (i != index && angle < least)
            {
                (best, least) = (i, angle);
            }
        }

        return best;
    }

    /// <summary>Heading of a completed leg.</summary>
    public static double Heading(LegRecord leg) => leg.HeadingDeg.Value ?? 0;

    /// <summary>Legs that an actor of known heading is bound to get its heading.</summary>
    private static List<LegRecord> Headings(CrashRecord record)
    {
        var legs = new List<LegRecord>();
        foreach (var leg in record.Road.Legs)
        {
            var actor = leg.HeadingDeg.Known() ? null : record.Actors.FirstOrDefault(a => a.Leg.Value == leg.Id && a.IsVehicle() && a.HeadingDeg.Known());
            legs.Add(actor is null ? leg : leg with { HeadingDeg = Leaf.Assumed(actor.HeadingDeg.Value, $"heading not told: that of {actor.Id}, which comes in by it") });
        }

        return legs;
    }

    private static List<LegRecord> Place(CrashRecord record, List<LegRecord> legs)
    {
        var topology = record.Road.Topology.Value;
        var known = legs.Where(l => l.HeadingDeg.Known()).Select(Heading).ToList();
        var moving = record.Actors.Where(a => a.IsVehicle() && !a.IsParked() && !a.Does(ActionKind.Reverse)).ToArray();
        double main = known.Count > 0 && legs[0].HeadingDeg.Known() ? Heading(legs[0]) : moving.Length > 0 ? moving[0].HeadingDeg.Value ?? 0 : record.Actors[0].HeadingDeg.Value ?? 0;
        var ways = new List<double>(known);
        foreach (var actor in moving)
        {
            if (!ways.Exists(w => Compass.Angle(w, actor.HeadingDeg.Value ?? 0) < SameDeg))
            {
                ways.Add(actor.HeadingDeg.Value ?? 0);
            }
        }

        var wanted = Wanted(record, topology, main, ways, legs);
        foreach (var (heading, driveway, why) in wanted)
        {
            // A ramp runs nearly as its road does, so that only its own heading is its own.
            double same = topology == Topology.RampMerge && Compass.Angle(heading, main) is > 1 and < SameDeg ? 1 : SameDeg;
            if (legs.Exists(l => l.HeadingDeg.Known() && Compass.Angle(Heading(l), heading) < same))
            {
                continue;
            }

            int free = legs.FindIndex(l => !l.HeadingDeg.Known() && (l.Driveway.Value == true) == driveway);
            free = free >= 0 ? free : legs.FindIndex(l => !l.HeadingDeg.Known() && !l.Driveway.Known());
            if (free >= 0)
            {
                legs[free] = legs[free] with { HeadingDeg = Leaf.Assumed<double?>(heading, $"heading not told: {why}") };
                continue;
            }

            legs.Add(new LegRecord
            {
                Id = NewId(legs, heading),
                HeadingDeg = Leaf.Assumed<double?>(heading, $"leg not told: {why}"),
                Driveway = driveway ? Leaf.Assumed<bool?>(true, $"leg not told: {why}") : Leaf.Unknown<bool?>(null),
            });
        }

        // What is still without a heading has no place of its own: the widest gap takes it.
        for (int i = 0; i < legs.Count; i++)
        {
            if (!legs[i].HeadingDeg.Known())
            {
                legs[i] = legs[i] with { HeadingDeg = Leaf.Assumed<double?>(WidestGap(legs), "heading not told: the widest gap between the other legs") };
            }
        }

        return legs;
    }

    private static List<(double Heading, bool Driveway, string Why)> Wanted(CrashRecord record, Topology topology, double main, List<double> ways, List<LegRecord> legs)
    {
        double? crossing = First(ways, w => Compass.Angle(w, main) is >= 40 and <= 140);
        double cross = crossing ?? Compass.Normal(main - 90);
        double back = Compass.Normal(main + 180);
        switch (topology)
        {
            case Topology.FourWay or Topology.Roundabout:
                const string crossWhy = "a place with four legs";
                return [(main, false, crossWhy), (cross, false, crossWhy), (back, false, crossWhy), (Compass.Normal(cross + 180), false, crossWhy)];
            case Topology.YJunction:
                var arms = ways.Where(w => Compass.Angle(w, main) >= 100).ToList();
                double one = arms.Count > 0 ? arms[0] : Compass.Normal(main + 150);
                double two = arms.Count > 1 ? arms[1] : Compass.Normal(back - Compass.Turn(back, one));
                two = Compass.Angle(one, two) < 40 ? Compass.Normal(one + (Compass.Turn(back, one) >= 0 ? -60 : 60)) : two;
                return crossing is { } side ? [(main, false, "a fork"), (back, false, "a fork"), (side, false, "a fork")]
                    : [(main, false, "a fork"), (one, false, "a fork"), (two, false, "a fork")];
            case Topology.TJunction or Topology.Driveway:
                bool driveway = topology == Topology.Driveway;
                double stem = Stem(record, main, ways, legs, driveway);
                string why = driveway ? "a driveway joins a road" : "a road ends at another";
                return [(Compass.Normal(stem + 90), false, why), (Compass.Normal(stem - 90), false, why), (stem, driveway, why)];
            case Topology.RampMerge:
                return [(main, false, "the road that the ramp joins"), (First(ways, w => Compass.Angle(w, main) is >= 5 and <= 90) ?? Compass.Normal(main - 15), false, "the ramp"), (back, false, "the road beyond the ramp")];
            default:
                var plain = new List<(double, bool, string)> { (main, false, "both directions of a road"), (back, false, "both directions of a road") };
                if (Side(record, main) is { } way)
                {
                    plain.Add(way);
                }

                return plain;
        }
    }

    /// <summary>A driveway beside a plain road, where a vehicle needs one to come from or to turn into.</summary>
    private static (double, bool, string)? Side(CrashRecord record, double main)
    {
        foreach (var actor in record.Actors)
        {
            if (!actor.IsVehicle() || actor.IsParked())
            {
                continue;
            }

            double heading = actor.HeadingDeg.Value ?? main;
            if (Compass.Angle(heading, main) is > 45 and < 135)
            {
                return (heading, true, $"{actor.Id} comes from the side, so a driveway");
            }

            if (actor.Turning() is { } turn && !actor.Does(ActionKind.UTurn))
            {
                double outward = heading + (turn == ActionKind.TurnLeft ? -90 : 90);
                return (Compass.Normal(outward + 180), true, $"{actor.Id} turns off, so a driveway");
            }
        }

        return null;
    }

    /// <summary>Heading of traffic that comes in by the stem of a T.</summary>
    private static double Stem(CrashRecord record, double main, List<double> ways, List<LegRecord> legs, bool driveway)
    {
        if (legs.Find(l => l.Driveway.Value == true && l.HeadingDeg.Known()) is { } told)
        {
            return Heading(told);
        }

        foreach (double way in ways)
        {
            bool through = ways.Exists(w => Compass.Angle(w, way + 180) < SameDeg);
            if (!through && ways.Exists(a => ways.Exists(b => Compass.Angle(a, b + 180) < SameDeg && Compass.Angle(a, way) is > 45 and < 135)))
            {
                return way;
            }
        }

        // Two ways that meet at an angle: the stem's traffic turns or waits.
        double? cross = First(ways, w => Compass.Angle(w, main) is >= 40 and <= 140);
        if (cross is { } other)
        {
            int mainRank = StemRank(record, legs, main, driveway), otherRank = StemRank(record, legs, other, driveway);
            return otherRank >= mainRank ? other : main;
        }

        // All on one axis: the stem lies where somebody turns to.
        foreach (var actor in record.Actors)
        {
            if (actor.IsVehicle() && actor.Turning() is { } turn)
            {
                double heading = actor.HeadingDeg.Value ?? main;
                bool alone = record.CrashClass.Value == CrashClass.TurnIntoPath && !driveway;
                return alone ? heading : Compass.Normal(heading + (turn == ActionKind.TurnLeft ? 90 : -90));
            }
        }

        return Compass.Normal(main - 90);
    }

    private static int StemRank(CrashRecord record, List<LegRecord> legs, double heading, bool driveway)
    {
        int rank = 0;
        foreach (var leg in legs)
        {
            if (leg.HeadingDeg.Value is { } h && Compass.Angle(h, heading) < SameDeg)
            {
                rank += leg.Control.Value.Contains(Control.Stop) || leg.Control.Value.Contains(Control.Yield) ? 4 : 0;
            }
        }

        foreach (var actor in record.Actors)
        {
            if (actor.IsVehicle() && Compass.Angle(actor.HeadingDeg.Value ?? 0, heading) < SameDeg)
            {
                rank += actor.Turning() is not null ? 2 : 0;
                rank += driveway && actor.Does(ActionKind.EnterRoad) ? 8 : 0;
                rank += actor.RightOfWay.Value == RightOfWay.No ? 1 : actor.RightOfWay.Value == RightOfWay.Yes ? -1 : 0;
                rank -= actor.Turning() is null && !actor.Does(ActionKind.EnterRoad) ? 3 : 0;
            }
        }

        return rank;
    }

    private static ActorRecord[] Bind(CrashRecord record, List<LegRecord> legs)
    {
        var actors = record.Actors.ToArray();
        var pair = Principals.Of(record);
        for (int i = 0; i < actors.Length; i++)
        {
            var actor = actors[i];
            if (record.Road.Topology.Value == Topology.RampMerge && actor.Leg.Status != LeafStatus.Stated && (actor.Does(ActionKind.Merge) || actor.Movement.Value == Movement.Merging)
                && LegLeaves.RampOf(legs) is >= 0 and var ramp && legs[ramp].HeadingDeg.Status == LeafStatus.Assumed)
            {
                actors[i] = actor with { Leg = Leaf.Assumed<string?>(legs[ramp].Id, "leg not told: it merges, so it comes by the ramp") };
                continue;
            }

            if (actor.Leg.Known() && legs.Exists(l => l.Id == actor.Leg.Value))
            {
                continue;
            }

            // Who crosses a road is bound to the leg of the vehicle that meets it there.
            var by = actor.IsVehicle() ? actor : Partner(actors, i, pair) ?? actor;
            bool own = ReferenceEquals(by, actor);
            double heading = by.HeadingDeg.Value ?? 0;
            var leg = own || by.Leg.Value is null || !legs.Exists(l => l.Id == by.Leg.Value) ? Nearest(legs, heading) : legs.First(l => l.Id == by.Leg.Value);
            if (actor.Leg.Known())
            {
                // A stated leg that the record does not list cannot be used; the builder names it.
                continue;
            }

            actors[i] = actor with { Leg = Leaf.Assumed<string?>(leg.Id, own ? "leg not told: the one of its heading" : $"leg not told: the one of {by.Id}, whose way it crosses or shares") };
        }

        return actors;
    }

    private static ActorRecord? Partner(ActorRecord[] actors, int index, Principals pair)
    {
        int other = pair.Other(index);
        return other >= 0 && actors[other].IsVehicle() ? actors[other] : Array.Find(actors, a => a.IsVehicle() && !a.IsParked());
    }

    private static LegRecord Nearest(List<LegRecord> legs, double heading)
    {
        var best = legs[0];
        double least = double.PositiveInfinity;
        foreach (var leg in legs)
        {
            double angle = Compass.Angle(Heading(leg), heading) + (leg.LanesIn.Value == 0 ? 100 : 0);
            if (angle < least)
            {
                (best, least) = (leg, angle);
            }
        }

        return best;
    }

    private static double? First(List<double> ways, Predicate<double> fits)
    {
        int index = ways.FindIndex(fits);
        return index >= 0 ? ways[index] : null;
    }

    private static double WidestGap(List<LegRecord> legs)
    {
        var known = legs.Where(l => l.HeadingDeg.Known()).Select(Heading).Order().ToArray();
        double best = 0, middle = 0;
        for (int i = 0; i < known.Length; i++)
        {
            double gap = i + 1 < known.Length ? known[i + 1] - known[i] : known[0] + 360 - known[i];
            if (gap > best)
            {
                (best, middle) = (gap, known[i] + gap / 2);
            }
        }

        return Compass.Normal(middle);
    }

    private static string NewId(List<LegRecord> legs, double heading)
    {
        string word = Compass.Word(heading);
        if (!legs.Exists(l => l.Id == word))
        {
            return word;
        }

        int n = legs.Count + 1;
        while (legs.Exists(l => l.Id == string.Create(CultureInfo.InvariantCulture, $"leg{n}")))
        {
            n++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"leg{n}");
    }
}
