using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>Types, lanes and speeds of actors that the text leaves open. Pure.</summary>
internal static class ActorCompletion
{
    /// <summary>Fills the types; a record without a vehicle gets one, since a test needs it.</summary>
    public static CrashRecord Kinds(CrashRecord record)
    {
        var actors = record.Actors.Select(a => a with { Type = a.Type.Or(KindOf(a.Id), KindOf(a.Id) == ActorType.Car ? "type not told: car, the most frequent one" : "type not told: the id tells it") }).ToList();
        if (!actors.Any(a => a.IsVehicle() && !a.IsParked()))
        {
            string id = "V1";
            for (int n = 2; Principals.IndexOf(actors, id) >= 0; n++)
            {
                id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"V{n}");
            }

            actors.Insert(0, new ActorRecord { Id = id, Type = Leaf.Assumed(ActorType.Car, "no moving vehicle is told: a car on its way, since a test needs one") });
        }

        return record with { Actors = actors };
    }

    /// <summary>Fills lane, speed, right of way and avoidance; legs are known.</summary>
    public static CrashRecord Lanes(CrashRecord record)
    {
        var actors = record.Actors.ToArray();
        var pair = Principals.Of(record);
        for (int i = 0; i < actors.Length; i++)
        {
            actors[i] = actors[i] with { LaneFromRight = FillLane(record, actors, i, pair) };
        }

        for (int i = 0; i < actors.Length; i++)
        {
            actors[i] = Speed(record, actors[i]);
            actors[i] = actors[i] with
            {
                RightOfWay = FillRight(record, actors, i, pair),
                Avoidance = actors[i].Avoidance.Or<IReadOnlyList<Avoidance>>([Avoidance.None], "avoidance not told: none"),
            };
        }

        return record with { Actors = actors };
    }

    /// <summary>Lanes that an actor needs on its leg: its own lane, the one it goes to.</summary>
    public static int LanesNeeded(ActorRecord actor)
    {
        int need = Math.Max(1, actor.LaneFromRight.Value ?? 1);
        if (!actor.IsVehicle())
        {
            return need;
        }

        foreach (var action in actor.Actions)
        {
            if (action is { Executed: true, BeforeImpact: true })
            {
                need = Math.Max(need, action.Kind.Value switch
                {
                    ActionKind.ChangeLaneLeft => Math.Max(action.TargetLane.Value ?? 0, (actor.LaneFromRight.Value ?? 1) + 1),
                    ActionKind.ChangeLaneRight => Math.Max(2, action.TargetLane.Value ?? 0),
                    _ => 1,
                });
            }
        }

        return need;
    }

    private static ActorType KindOf(string id) => id.Length == 0 ? ActorType.Car : id[0] switch
    {
        'P' => ActorType.Pedestrian,
        'C' => ActorType.Bicycle,
        'A' => ActorType.Animal,
        _ => ActorType.Car,
    };

    private static Leaf<int?> FillLane(CrashRecord record, ActorRecord[] actors, int index, Principals pair)
    {
        var actor = actors[index];
        int lanes = Math.Max(1, record.Road.Legs.FirstOrDefault(l => l.Id == actor.Leg.Value)?.LanesIn.Value ?? 1);
        if (actor.LaneFromRight.Known())
        {
            return actor.LaneFromRight;
        }

        var (lane, why) = Lane(record, actors, index, pair, lanes);
        return Leaf.Assumed<int?>(Math.Clamp(lane, 1, lanes), $"lane not told: {why}");
    }

    private static (int Lane, string Why) Lane(CrashRecord record, ActorRecord[] actors, int index, Principals pair, int lanes)
    {
        var actor = actors[index];
        if (!actor.IsVehicle() || actor.IsParked() || actor.Does(ActionKind.EnterRoad))
        {
            return (1, "the one at the right edge");
        }

        int otherIndex = pair.Other(index);
        var other = otherIndex >= 0 ? actors[otherIndex] : null;
        bool together = other is not null && other.IsVehicle() && other.Leg.Value == actor.Leg.Value && !other.IsParked();
        int? otherLane = other?.LaneFromRight.Value;
        if (together && record.CrashClass.Value == CrashClass.RearEnd && otherLane is { } same && !actor.Does(ActionKind.ChangeLaneLeft, ActionKind.ChangeLaneRight))
        {
            return (same, $"that of {other!.Id}, which is in front or behind");
        }

        foreach (var action in actor.Actions)
        {
            if (!action.Executed || !action.BeforeImpact)
            {
                continue;
            }

            switch (action.Kind.Value)
            {
                case ActionKind.TurnLeft or ActionKind.UTurn:
                    return (lanes, "the leftmost, as it turns left");
                case ActionKind.TurnRight:
                    return (1, "the rightmost, as it turns right");
                case ActionKind.ChangeLaneLeft:
                    return ((action.TargetLane.Value ?? otherLane ?? 2) - 1, "the one right of the lane it changes to");
                case ActionKind.ChangeLaneRight:
                    return ((action.TargetLane.Value ?? otherLane ?? 1) + 1, "the one left of the lane it changes to");
                case ActionKind.CrossCentre:
                    return (lanes, "the one at the centre line, as it gets over it");
                case ActionKind.Merge or ActionKind.DepartRoad:
                    return (1, "the rightmost");
            }
        }

        if (other is not null && together && record.CrashClass.Value == CrashClass.Sideswipe)
        {
            int beside = other.Does(ActionKind.ChangeLaneLeft) ? (otherLane ?? 1) + 1
                : other.Does(ActionKind.ChangeLaneRight) ? (otherLane ?? 2) - 1
                : (otherLane ?? 1) == 1 ? 2 : (otherLane ?? 1) - 1;
            return (beside, $"the one beside {other.Id}");
        }

        return record.CrashClass.Value == CrashClass.HeadOn ? (lanes, "the one at the centre line in a head-on crash") : (1, "the rightmost");
    }

    private static ActorRecord Speed(CrashRecord record, ActorRecord actor)
    {
        var relation = actor.SpeedRelation;
        if (actor.SpeedKmh.Known())
        {
            return actor with { SpeedRelation = relation.Or(actor.SpeedKmh.Value is 0 ? SpeedRelation.Stopped : SpeedRelation.Normal, "the speed itself is told") };
        }

        var (kmh, why) = FillSpeed(record, actor);
        return actor with
        {
            SpeedKmh = Leaf.Assumed<double?>(kmh, $"speed not told: {why}"),
            SpeedRelation = relation.Or(kmh == 0 ? SpeedRelation.Stopped : SpeedRelation.Normal, kmh == 0 ? "it stands" : "speed not told: about usual"),
        };
    }

    private static (double Kmh, string Why) FillSpeed(CrashRecord record, ActorRecord actor)
    {
        double limit = record.Road.Legs.FirstOrDefault(l => l.Id == actor.Leg.Value)?.SpeedLimitKmh.Value ?? 48;
        double usual = actor.Type.Value switch
        {
            ActorType.Pedestrian => 5,
            ActorType.Animal => 15,
            ActorType.Bicycle => Math.Min(limit, 15),
            _ => limit,
        };
        string of = actor.IsVehicle() ? "of the limit" : "of what such a road user usually does";
        switch (actor.SpeedRelation.Value)
        {
            case SpeedRelation.Stopped: return (0, "it is told to stand");
            case SpeedRelation.ClearlySlower: return (0.5 * usual, $"clearly slower, half {of}");
            case SpeedRelation.Slower: return (0.75 * usual, $"slower, three quarters {of}");
            case SpeedRelation.Normal: return (usual, $"about usual, all {of}");
            case SpeedRelation.Faster: return (1.2 * usual, $"faster, 1.2 times {of}");
            case SpeedRelation.ClearlyFaster: return (1.5 * usual, $"clearly faster, 1.5 times {of}");
        }

        if (actor.IsParked())
        {
            return (0, "it is parked");
        }

        if (!actor.IsVehicle())
        {
            return (usual, "what such a road user usually does");
        }

        return actor.Movement.Value switch
        {
            Movement.Stopped => (0, "it stands"),
            Movement.Starting or Movement.LeavingParking or Movement.EnteringParking => (10, "10 km/h at the start from a standstill or place"),
            Movement.BackingUp => (5, "5 km/h backwards"),
            Movement.UTurn => (15, "15 km/h in a U-turn"),
            Movement.TurningLeft => (Math.Min(limit, 25), "25 km/h in a left turn"),
            Movement.TurningRight => (Math.Min(limit, 20), "20 km/h in a right turn"),
            Movement.Decelerating => (0.6 * limit, "0.6 of the limit, as it slows down"),
            _ => (limit, "the limit"),
        };
    }

    private static Leaf<RightOfWay> FillRight(CrashRecord record, ActorRecord[] actors, int index, Principals pair)
    {
        var actor = actors[index];
        int otherIndex = pair.Other(index);
        if (actor.RightOfWay.Known())
        {
            return actor.RightOfWay;
        }

        if (otherIndex < 0)
        {
            return actor.RightOfWay.Or(RightOfWay.NotApplicable, "it meets nobody in the first contact");
        }

        var other = actors[otherIndex];
        if (other.RightOfWay.FromText() && other.RightOfWay.Value is RightOfWay.Yes or RightOfWay.No)
        {
            bool yes = other.RightOfWay.Value == RightOfWay.No;
            return Leaf.Assumed(yes ? RightOfWay.Yes : RightOfWay.No, $"the opposite of what is told of {other.Id}");
        }

        if (record.CrashClass.Value is not (CrashClass.TurnAcrossPath or CrashClass.TurnIntoPath or CrashClass.StraightPaths or CrashClass.Pedestrian or CrashClass.Cyclist))
        {
            return Leaf.Assumed(RightOfWay.NotApplicable, "the question does not arise in this class of crash");
        }

        int own = Burden(record, actor), theirs = Burden(record, other);
        bool has = own != theirs ? own < theirs : record.CrashClass.Value == CrashClass.TurnAcrossPath ? index == pair.First : ComesFromRight(actor, other);
        return Leaf.Assumed(has ? RightOfWay.Yes : RightOfWay.No, own != theirs ? "signs, turns and driveways tell who waits" : "nothing tells who waits: right before left");
    }

    private static int Burden(CrashRecord record, ActorRecord actor)
    {
        var leg = record.Road.Legs.FirstOrDefault(l => l.Id == actor.Leg.Value);
        bool sign = leg is not null && (leg.Control.Value.Contains(Control.Stop) || leg.Control.Value.Contains(Control.Yield));
        bool crosses = actor.Does(ActionKind.Cross);
        return (leg?.Driveway.Value == true ? 8 : 0) + (sign ? 4 : 0) + (actor.Does(ActionKind.EnterRoad) || crosses ? 2 : 0) + (actor.Does(ActionKind.TurnLeft, ActionKind.UTurn) ? 1 : 0);
    }

    private static bool ComesFromRight(ActorRecord actor, ActorRecord other) => Compass.Turn(other.HeadingDeg.Value ?? 0, actor.HeadingDeg.Value ?? 0) < 0;
}
