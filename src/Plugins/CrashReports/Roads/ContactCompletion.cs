using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>Class of the crash, first contact, planes and striking actor. Pure.</summary>
internal static class ContactCompletion
{
    private static readonly string[] Roadside =
        ["tree", "pole", "post", "guardrail", "guard rail", "ditch", "embankment", "rollover", "roll", "fence", "wall", "barrier", "bank", "hydrant", "sign", "building", "curb", "bridge", "culvert", "bush", "mailbox"];

    /// <summary>The class: from actors, actions, headings and planes; rear-end when nothing speaks.</summary>
    public static CrashRecord Class(CrashRecord record)
    {
        if (record.CrashClass.Known())
        {
            return record;
        }

        var (kind, why) = Infer(record);
        return record with { CrashClass = Leaf.Assumed(kind, why) };
    }

    /// <summary>The first contact with planes and the striking actor, all angles known.</summary>
    public static CrashRecord Contacts(CrashRecord record)
    {
        var pair = Principals.Of(record);
        var impacts = record.Impacts.ToList();
        if (Principals.FirstImpact(record) is null && pair.Second >= 0)
        {
            impacts.Add(new ImpactRecord
            {
                Order = 1,
                A = new ContactRecord { Actor = record.Actors[pair.First].Id },
                B = new ContactRecord { Actor = record.Actors[pair.Second].Id },
            });
        }

        for (int i = 0; i < impacts.Count; i++)
        {
            impacts[i] = Complete(record, impacts[i]);
        }

        return record with { Impacts = impacts };
    }

    /// <summary>The side on which traffic of one direction meets a body of another.</summary>
    /// <param name="bodyDeg">Direction of the body that is met, compass degrees.</param>
    /// <param name="comingDeg">Direction of travel of what comes, compass degrees.</param>
    public static ContactPlane Met(double bodyDeg, double comingDeg)
    {
        double turn = Compass.Turn(bodyDeg, comingDeg);
        return Math.Abs(turn) < 45 ? ContactPlane.Back : Math.Abs(turn) > 135 ? ContactPlane.Front : turn > 0 ? ContactPlane.Left : ContactPlane.Right;
    }

    private static ImpactRecord Complete(CrashRecord record, ImpactRecord impact)
    {
        int a = Principals.IndexOf(record.Actors, impact.A.Actor), b = Principals.IndexOf(record.Actors, impact.B.Actor);
        if (a < 0 || b < 0)
        {
            int only = Math.Max(a, b);
            if (only < 0)
            {
                return impact;
            }

            const string why = "side of the contact with an object not told: front, as it drives on";
            return impact with
            {
                A = a >= 0 ? impact.A with { Plane = impact.A.Plane.Or(ContactPlane.Front, why) } : impact.A,
                B = b >= 0 ? impact.B with { Plane = impact.B.Plane.Or(ContactPlane.Front, why) } : impact.B,
                Striking = impact.Striking.Or<string?>(record.Actors[only].Id, "an object does not strike"),
            };
        }

        var (planeA, planeB, whyPlanes) = Planes(record, impact, record.Actors[a], record.Actors[b]);
        var done = impact with
        {
            A = impact.A with { Plane = impact.A.Plane.Or(planeA, whyPlanes) },
            B = impact.B with { Plane = impact.B.Plane.Or(planeB, whyPlanes) },
        };
        bool frontA = done.A.Plane.Value == ContactPlane.Front, frontB = done.B.Plane.Value == ContactPlane.Front;
        return done with
        {
            Striking = done.Striking.Or(frontA == frontB ? null : frontA ? done.A.Actor : done.B.Actor, "the only one that is hit at its front strikes; none when both or neither is"),
        };
    }

    private static (ContactPlane A, ContactPlane B, string Why) Planes(CrashRecord record, ImpactRecord impact, ActorRecord a, ActorRecord b)
    {
        double headingA = AtImpact(a), headingB = AtImpact(b);
        if (record.CrashClass.Value == CrashClass.Sideswipe && Compass.Angle(headingA, headingB) is var between && (between < 45 || between > 135))
        {
            bool aLeft = between > 135 || LiesOnRight(a, b);
            var planeOfA = aLeft ? ContactPlane.Left : ContactPlane.Right;
            var planeOfB = between > 135 ? ContactPlane.Left : aLeft ? ContactPlane.Right : ContactPlane.Left;
            return (planeOfA, planeOfB, "sides not told: the sides that face each other in a sideswipe");
        }

        bool aStrikes = Strikes(record, impact, a, b);
        if (record.CrashClass.Value == CrashClass.HeadOn)
        {
            return (ContactPlane.Front, ContactPlane.Front, "sides not told: front into front in a head-on crash");
        }

        if (record.CrashClass.Value == CrashClass.Backing && (a.Does(ActionKind.Reverse) || b.Does(ActionKind.Reverse)))
        {
            bool aReverses = a.Does(ActionKind.Reverse);
            var met = Met(aReverses ? headingB : headingA, Compass.Normal((aReverses ? headingA : headingB) + 180));
            return (aReverses ? ContactPlane.Back : met, aReverses ? met : ContactPlane.Back, "sides not told: the rear of the one that backs, and the side of the other that faces it");
        }

        var struck = Met(aStrikes ? headingB : headingA, aStrikes ? headingA : headingB);
        return (aStrikes ? ContactPlane.Front : struck, aStrikes ? struck : ContactPlane.Front,
            "sides not told: the front of the striking one, and the side of the other that faces its direction of travel");
    }

    /// <summary>True when b drives on the left of a, so that they touch with a's left side.</summary>
    private static bool LiesOnRight(ActorRecord a, ActorRecord b)
    {
        if (a.Does(ActionKind.ChangeLaneLeft) || b.Does(ActionKind.ChangeLaneRight))
        {
            return true;
        }

        if (a.Does(ActionKind.ChangeLaneRight) || b.Does(ActionKind.ChangeLaneLeft))
        {
            return false;
        }

        return (a.LaneFromRight.Value ?? 1) <= (b.LaneFromRight.Value ?? 1);
    }

    private static bool Strikes(CrashRecord record, ImpactRecord impact, ActorRecord a, ActorRecord b)
    {
        if (impact.Striking.Known() && impact.Striking.Value is { } striking)
        {
            return striking == a.Id;
        }

        if (impact.A.Plane.Known() || impact.B.Plane.Known())
        {
            return impact.A.Plane.Value == ContactPlane.Front || (impact.B.Plane.Known() && impact.B.Plane.Value != ContactPlane.Front);
        }

        if (a.IsVehicle() != b.IsVehicle())
        {
            return a.IsVehicle();
        }

        if (record.CrashClass.Value == CrashClass.RearEnd)
        {
            bool aStands = Stands(a), bStands = Stands(b);
            return aStands == bStands ? (a.SpeedKmh.Value ?? 0) >= (b.SpeedKmh.Value ?? 0) : bStands;
        }

        // The one that turns or has to wait is met by the one that goes on.
        if (a.Turning() is null != b.Turning() is null)
        {
            return a.Turning() is null;
        }

        return a.RightOfWay.Value != RightOfWay.No;
    }

    private static bool Stands(ActorRecord actor) => actor.IsParked()
        || actor.Movement.Value is Movement.Stopped or Movement.Decelerating or Movement.Starting
        || actor.SpeedRelation.Value == SpeedRelation.Stopped || actor.Does(ActionKind.Stop, ActionKind.Decelerate, ActionKind.Park);

    /// <summary>Direction halfway through a turn, compass degrees.</summary>
    private static double AtImpact(ActorRecord actor)
    {
        double heading = actor.HeadingDeg.Value ?? 0;
        return actor.Turning() switch
        {
            ActionKind.TurnLeft => Compass.Normal(heading - 60),
            ActionKind.TurnRight => Compass.Normal(heading + 60),
            _ => heading,
        };
    }

    private static (CrashClass Class, string Why) Infer(CrashRecord record)
    {
        var pair = Principals.Of(record);
        var a = record.Actors[pair.First];
        var b = pair.Second >= 0 ? record.Actors[pair.Second] : null;
        var impact = Principals.FirstImpact(record);
        if (b is null)
        {
            string obstacle = impact?.A.Obstacle ?? impact?.B.Obstacle ?? "";
            bool leaves = a.Does(ActionKind.DepartRoad, ActionKind.DriftOutOfLane, ActionKind.CrossCentre)
                || Roadside.Any(word => obstacle.Contains(word, StringComparison.OrdinalIgnoreCase));
            return leaves ? (CrashClass.RoadDeparture, "class not told: one road user that leaves the road")
                : obstacle.Length > 0 ? (CrashClass.Obstacle, "class not told: one road user and an object")
                : (CrashClass.Other, "class not told: one road user and no contact");
        }

        foreach (var actor in (ReadOnlySpan<ActorRecord>)[a, b])
        {
            switch (actor.Type.Value)
            {
                case ActorType.Pedestrian: return (CrashClass.Pedestrian, "class not told: a pedestrian takes part");
                case ActorType.Bicycle: return (CrashClass.Cyclist, "class not told: a cyclist takes part");
                case ActorType.Animal: return (CrashClass.Animal, "class not told: an animal takes part");
            }
        }

        if (a.Does(ActionKind.Reverse) || b.Does(ActionKind.Reverse) || a.Movement.Value == Movement.BackingUp || b.Movement.Value == Movement.BackingUp)
        {
            return (CrashClass.Backing, "class not told: one of them backs");
        }

        double? angle = a.HeadingDeg.Value is { } from && b.HeadingDeg.Value is { } to ? Compass.Angle(from, to) : null;
        if (a.Turning() is not null || b.Turning() is not null)
        {
            bool across = angle is null ? a.Does(ActionKind.TurnLeft) || b.Does(ActionKind.TurnLeft) : angle is < 45 or > 135;
            return across ? (CrashClass.TurnAcrossPath, "class not told: one turns across the other's way") : (CrashClass.TurnIntoPath, "class not told: one turns into the other's way");
        }

        var planes = (impact?.A.Plane.Value ?? ContactPlane.Unknown, impact?.B.Plane.Value ?? ContactPlane.Unknown);
        switch (planes)
        {
            case (ContactPlane.Front, ContactPlane.Back) or (ContactPlane.Back, ContactPlane.Front):
                return (CrashClass.RearEnd, "class not told: front into rear");
            case (ContactPlane.Front, ContactPlane.Front):
                return angle is > 45 and < 135 ? (CrashClass.StraightPaths, "class not told: fronts meet on crossing ways") : (CrashClass.HeadOn, "class not told: front into front");
            case (ContactPlane.Left or ContactPlane.Right, ContactPlane.Left or ContactPlane.Right):
                return (CrashClass.Sideswipe, "class not told: side along side");
            case (ContactPlane.Front, ContactPlane.Left or ContactPlane.Right) or (ContactPlane.Left or ContactPlane.Right, ContactPlane.Front) when angle is null or > 45 and < 135:
                return (CrashClass.StraightPaths, "class not told: front into side");
        }

        if (a.Does(ActionKind.ChangeLaneLeft, ActionKind.ChangeLaneRight, ActionKind.Merge) || b.Does(ActionKind.ChangeLaneLeft, ActionKind.ChangeLaneRight, ActionKind.Merge))
        {
            return (CrashClass.Sideswipe, "class not told: one changes lanes");
        }

        if (a.Does(ActionKind.CrossCentre) || b.Does(ActionKind.CrossCentre))
        {
            return (CrashClass.HeadOn, "class not told: one gets over the centre line");
        }

        return angle switch
        {
            > 135 => (CrashClass.HeadOn, "class not told: opposite directions"),
            > 45 => (CrashClass.StraightPaths, "class not told: crossing directions"),
            < 45 => (CrashClass.RearEnd, "class not told: the same direction"),
            _ when a.Does(ActionKind.CrossStraight) && b.Does(ActionKind.CrossStraight) => (CrashClass.StraightPaths, "class not told: both cross a junction"),
            _ => (CrashClass.RearEnd, "class not told: rear-end, the most frequent one"),
        };
    }
}
