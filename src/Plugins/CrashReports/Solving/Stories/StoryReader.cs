using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;

namespace Sim.Plugins.CrashReports.Solving.Stories;

/// <summary>From an actor's record to the motion it stands for. Pure.</summary>
internal static class StoryReader
{
    private const double ReverseMps = 2.5;

    private static readonly ActionKind[] Shaping =
    [
        ActionKind.TurnLeft, ActionKind.TurnRight, ActionKind.UTurn, ActionKind.ChangeLaneLeft, ActionKind.ChangeLaneRight, ActionKind.Overtake,
        ActionKind.Merge, ActionKind.CrossCentre, ActionKind.DriftOutOfLane, ActionKind.DepartRoad, ActionKind.EnterRoad, ActionKind.Reverse,
        ActionKind.Cross, ActionKind.Walk, ActionKind.CrossStraight,
    ];

    /// <summary>Reads an actor.</summary>
    /// <param name="record">The completed record.</param>
    /// <param name="road">Its road.</param>
    /// <param name="actor">The actor.</param>
    public static ActorStory Read(CrashRecord record, CrashRoad road, ActorRecord actor)
    {
        var user = RoadUser.Of(actor.Type.Value);
        if (actor.Type.Value == ActorType.Truck && actor.Description.Value is { } words && HasTrailer(words))
        {
            user = user.WithTrailer();
        }

        var leg = LegOf(road, record, actor);
        var legRecord = record.Road.Legs.FirstOrDefault(l => l.Id == leg.Id);
        var done = actor.Actions.Where(a => a is { Executed: true, BeforeImpact: true }).Select(a => a.Kind.Value).ToList();
        var course = user.IsVehicle && done.Contains(ActionKind.CrossCentre) && actor.HeadingDeg.Value is { } own && legRecord?.HeadingDeg.Value is { } along && Compass.IsOpposite(own, along)
            ? Course.WrongWay : CourseOf(record, actor, user, legRecord, done);
        bool parked = actor.Movement.Value == Movement.ParkedOrDisabled || done.Contains(ActionKind.Park);
        int stop = done.LastIndexOf(ActionKind.Stop), start = done.LastIndexOf(ActionKind.StartFromStop);
        int shaped = done.FindLastIndex(k => Shaping.Contains(k));
        bool stopped = actor.Movement.Value == Movement.Stopped || actor.SpeedRelation.Value == SpeedRelation.Stopped || stop >= 0;
        bool moves = course is not (Course.Straight or Course.Edge) || start > stop || (shaped > stop && done.Count > 0 && done[shaped] == ActionKind.CrossStraight);
        bool stands = parked || (stopped && !moves) || (stop >= 0 && stop > Math.Max(start, shaped));
        bool fromRest = !stands && (stopped || start >= 0 || actor.Movement.Value is Movement.Starting or Movement.LeavingParking || course == Course.Enter);
        var avoidance = actor.Avoidance.Value;
        double limit = LimitOf(road, leg, legRecord);
        bool told = actor.SpeedKmh is { Value: not null, Status: LeafStatus.Stated or LeafStatus.Derived };
        double usual = user.IsVehicle && user.Class != ActorClass.Bicycle ? limit : user.CruiseMps;
        double cruise = actor.SpeedKmh.Value is { } kmh && (told || user.IsVehicle) ? kmh / 3.6 : usual * Factor(actor.SpeedRelation.Value);
        return new ActorStory
        {
            Record = actor,
            User = user,
            Leg = leg,
            LegRecord = legRecord,
            Lane = Math.Clamp(actor.LaneFromRight.Value ?? 1, 1, Math.Max(1, leg.Entry.Count)),
            Course = course,
            Stands = stands,
            FromRest = fromRest,
            Slows = actor.Movement.Value == Movement.Decelerating || done.Contains(ActionKind.Decelerate),
            Brakes = avoidance.Contains(Avoidance.Brake),
            SpeedIsTold = told,
            CruiseMps = Math.Clamp(cruise > 0 ? cruise : usual, user.IsVehicle ? 2 : 0.5, course == Course.Reverse ? ReverseMps : 45),
        };
    }

    /// <summary>The turn from the record's compass to the map: local heading = compass heading read mathematically + this, rad.</summary>
    public static double Turn(CrashRoad road, CrashRecord record)
    {
        foreach (var leg in road.Legs)
        {
            if (record.Road.Legs.FirstOrDefault(l => l.Id == leg.Id)?.HeadingDeg.Value is { } degrees)
            {
                return leg.HeadingRad - Mathematical(degrees);
            }
        }

        return 0;
    }

    /// <summary>A compass heading in degrees as an angle from east, counter-clockwise, rad.</summary>
    public static double Mathematical(double compassDeg) => (90 - compassDeg) * (Math.PI / 180);

    private static bool HasTrailer(string words) =>
        words.Contains("trailer", StringComparison.OrdinalIgnoreCase) || words.Contains("tractor", StringComparison.OrdinalIgnoreCase) || words.Contains("semi", StringComparison.OrdinalIgnoreCase);

    private static RoadLeg LegOf(CrashRoad road, CrashRecord record, ActorRecord actor)
    {
        if (road.Legs.FirstOrDefault(l => l.Id == actor.Leg.Value && l.Entry.Count > 0) is { } named)
        {
            return named;
        }

        var usable = road.Legs.Where(l => l.Entry.Count > 0).ToList();
        if (actor.HeadingDeg.Value is { } degrees)
        {
            double heading = Mathematical(degrees) + Turn(road, record);
            return usable.OrderBy(l => Math.Abs(Pinned.AngleDifference(l.HeadingRad, heading))).First();
        }

        return usable[0];
    }

    private static double LimitOf(CrashRoad road, RoadLeg leg, LegRecord? record)
    {
        if (record?.SpeedLimitKmh.Value is { } kmh and > 0)
        {
            return kmh / 3.6;
        }

        var index = road.Map.Index();
        int lane = index.IndexOf(leg.Entry[0]);
        return lane >= 0 && index.LaneAt(lane).SpeedLimitMps is { } limit ? limit : 48 / 3.6;
    }

    private static double Factor(SpeedRelation relation) => relation switch
    {
        SpeedRelation.ClearlySlower => 0.5,
        SpeedRelation.Slower => 0.8,
        SpeedRelation.Faster => 1.15,
        SpeedRelation.ClearlyFaster => 1.4,
        _ => 0.95,
    };

    private static Course CourseOf(CrashRecord record, ActorRecord actor, RoadUser user, LegRecord? leg, List<ActionKind> done)
    {
        bool driveway = leg?.Driveway.Value == true;
        if (!user.IsVehicle)
        {
            return done.Contains(ActionKind.Walk) && !done.Contains(ActionKind.Cross) ? Course.Edge : Course.Crossing;
        }

        var kind = done.LastOrDefault(k => Shaping.Contains(k) && !(k == ActionKind.EnterRoad && driveway));
        if (kind == ActionKind.Unknown)
        {
            kind = actor.Movement.Value switch
            {
                Movement.TurningLeft => ActionKind.TurnLeft,
                Movement.TurningRight => ActionKind.TurnRight,
                Movement.UTurn => ActionKind.UTurn,
                Movement.Overtaking => ActionKind.Overtake,
                Movement.Merging => ActionKind.Merge,
                Movement.LeavingParking => ActionKind.EnterRoad,
                Movement.BackingUp => ActionKind.Reverse,
                Movement.ChangingLanes => ActionKind.ChangeLaneLeft,
                _ => ActionKind.Unknown,
            };
        }

        // A crash of a turn is shaped by the turn, whatever else is told of the actor.
        if (record.CrashClass.Value is CrashClass.TurnAcrossPath or CrashClass.TurnIntoPath
            && done.LastOrDefault(k => k is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.UTurn) is var turn && turn != ActionKind.Unknown)
        {
            kind = turn;
        }

        // A drift ends where it ends: over the centre line or off the road.
        if (kind == ActionKind.DriftOutOfLane && done.Contains(ActionKind.CrossCentre))
        {
            kind = ActionKind.CrossCentre;
        }

        var own = PlaneOf(record, actor.Id);
        return kind switch
        {
            ActionKind.TurnLeft => Course.TurnLeft,
            ActionKind.TurnRight => Course.TurnRight,
            ActionKind.UTurn => Course.UTurn,
            ActionKind.ChangeLaneLeft or ActionKind.CrossCentre => Course.ShiftLeft,
            ActionKind.ChangeLaneRight => Course.ShiftRight,
            ActionKind.Overtake => own == ContactPlane.Left ? Course.ShiftLeft : Course.ReturnRight,
            ActionKind.Merge => record.Road.Topology.Value == Topology.RampMerge ? Course.Straight : Course.ShiftLeft,
            ActionKind.DriftOutOfLane => Drift(record, actor, own),
            ActionKind.DepartRoad => DepartsLeft(actor, own) ? Course.DepartLeft : Course.DepartRight,
            ActionKind.EnterRoad => Course.Enter,
            ActionKind.Reverse => Course.Reverse,
            ActionKind.Cross => Course.Crossing,
            ActionKind.Walk => Course.Edge,
            _ => Course.Straight,
        };
    }

    private static Course Drift(CrashRecord record, ActorRecord actor, ContactPlane own)
    {
        if (Partner(record, actor.Id) is not { } partner)
        {
            return DepartsLeft(actor, own) ? Course.DepartLeft : Course.DepartRight;
        }

        if (actor.HeadingDeg.Value is { } mine && partner.HeadingDeg.Value is { } theirs
            && Math.Abs(Pinned.WrapAngle((mine - theirs) * (Math.PI / 180))) < Math.PI / 3)
        {
            int gap = (partner.LaneFromRight.Value ?? 1) - (actor.LaneFromRight.Value ?? 1);
            return gap > 0 || (gap == 0 && own == ContactPlane.Left) ? Course.ShiftLeft : Course.ShiftRight;
        }

        return Course.ShiftLeft;
    }

    private static bool DepartsLeft(ActorRecord actor, ContactPlane own) => own == ContactPlane.Left
        || own != ContactPlane.Right && actor.FinalPosition.Value is { } words && words.Contains("left", StringComparison.OrdinalIgnoreCase) && !words.Contains("right", StringComparison.OrdinalIgnoreCase);

    private static ActorRecord? Partner(CrashRecord record, string id)
    {
        foreach (var impact in record.Impacts)
        {
            string? other = impact.A.Actor == id ? impact.B.Actor : impact.B.Actor == id ? impact.A.Actor : null;
            if (other is not null)
            {
                return record.Actors.FirstOrDefault(a => a.Id == other);
            }
        }

        return null;
    }

    private static ContactPlane PlaneOf(CrashRecord record, string id)
    {
        foreach (var impact in record.Impacts)
        {
            if (impact.A.Actor == id)
            {
                return impact.A.Plane.Value;
            }

            if (impact.B.Actor == id)
            {
                return impact.B.Plane.Value;
            }
        }

        return ContactPlane.Unknown;
    }
}
