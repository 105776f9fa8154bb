using Sim.Geometry;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using static Sim.Plugins.CrashReports.Solving.Dice;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>Draws one draft for one throw of the free numbers: ways, contact, and motion backwards from it. Not thread-safe; one per variant.</summary>
internal sealed class Drafter
{
    private const int Tries = 10;
    private const double OnS = 9;
    private const double SoftWrong = 2.5;
    private readonly CrashRecord _record;
    private readonly CrashRoad _road;
    private readonly string _egoId;
    private readonly double _stepS;
    private readonly double _longestLeadS;
    private readonly double _grip;
    private readonly List<(ActorStory Story, RoadUser User)> _actors = [];

    /// <summary>Reads the stories.</summary>
    public Drafter(CrashRecord record, CrashRoad road, VehicleSpec egoVehicle, string egoId, long stepUs, double longestLeadS)
    {
        (_record, _road, _egoId, _longestLeadS) = (record, road, egoId, longestLeadS);
        _stepS = stepUs * 1e-6;
        _grip = Conditions.Friction(record.Environment.Surface.Value);
        Impact = record.Impacts.OrderBy(i => i.Order).FirstOrDefault();
        foreach (var actor in record.Actors)
        {
            var story = StoryReader.Read(record, road, actor);
            var user = story.User;
            if (actor.Id == egoId)
            {
                user = user with { Class = egoVehicle.Class, Body = egoVehicle.ToBody() };
            }

            user = user with { LateralMps2 = Math.Min(user.LateralMps2, 4 * _grip), AccelMps2 = Math.Min(user.AccelMps2, 4 * _grip) };
            _actors.Add((story with { User = user }, user));
        }

        First = Find(Impact?.A.Actor ?? egoId);
        Second = Impact?.B.Actor is { } other ? Find(other) : null;
        IsJunctionCrash = road.JunctionArea is not null
            && record.CrashClass.Value is CrashClass.StraightPaths or CrashClass.TurnAcrossPath or CrashClass.TurnIntoPath;
    }

    /// <summary>The first contact of the record, or null.</summary>
    public ImpactRecord? Impact { get; }

    /// <summary>The first actor of the contact; the ego without one.</summary>
    public ActorStory First { get; }

    /// <summary>The second actor of the contact, or null.</summary>
    public ActorStory? Second { get; }

    /// <summary>True when the contact must lie in the junction area.</summary>
    public bool IsJunctionCrash { get; }

    /// <summary>All stories by their actors' ids.</summary>
    public IEnumerable<ActorStory> Stories => _actors.Select(a => a.Story);

    /// <summary>The drafts of a throw, the best contact first; none when the ways never meet.</summary>
    public IEnumerable<Draft> Drafts(Dice dice)
    {
        var pair = Second is { } second ? Pairs(dice, second) : [Alone(dice)];
        foreach (var draft in pair)
        {
            if (Others.Add(draft, this, dice, _road) is { } whole)
            {
                yield return whole;
            }
        }
    }

    /// <summary>True when the record tells of a contact between two actors.</summary>
    public bool Touches(string one, string other) =>
        _record.Impacts.Any(i => (i.A.Actor == one && i.B.Actor == other) || (i.A.Actor == other && i.B.Actor == one));

    /// <summary>The way, plan and pace of an actor that has no part in the contact.</summary>
    public (Way Way, SpeedPlan Plan, Pace Pace) Bystander(ActorStory story, Dice dice, double placeM, Way? partner)
    {
        var shape = new WayShape { OffsetM = 0, PlaceM = placeM, StandM = 1, RadiusM = 8 };
        var way = WayPlanner.Plan(_road, story, shape, follows: false, partner, null);
        return (way, PlanOf(story, way, story.CruiseMps), new Pace { Stands = story.Stands, GoOnS = 20 });
    }

    private IEnumerable<Draft> Pairs(Dice dice, ActorStory b)
    {
        var a = First;
        bool follows = a.Leg.Id == b.Leg.Id && a.User.IsVehicle && b.User.IsVehicle;
        var shapeA = Shape(a, dice, Free.OffsetA);
        var shapeB = Shape(b, dice, Free.OffsetB);
        double? crossing = CrossingHeading(a) ?? CrossingHeading(b);
        Way wayA, wayB;
        if (a.Course == Course.Crossing && b.Course != Course.Crossing)
        {
            wayB = WayPlanner.Plan(_road, b, shapeB, follows);
            wayA = WayPlanner.Plan(_road, a, shapeA, follows, wayB, crossing);
        }
        else
        {
            wayA = WayPlanner.Plan(_road, a, shapeA, follows);
            wayB = WayPlanner.Plan(_road, b, shapeB, follows, wayA, crossing);
        }

        var notes = new List<string>([.. wayA.Assumptions, .. wayB.Assumptions]);
        var (planA, paceA, planB, paceB) = Paces(a, wayA, b, wayB, dice, notes);
        double SpeedOf(SpeedPlan plan, Pace pace, double s) => pace.Stands ? 0 : Math.Max(0.5, pace.SpeedScale * plan.SpeedAt(s) - pace.BrakeMps2 * pace.BrakeS);
        var wish = Wish(dice);
        var contacts = ContactSearch.Find(
            wayA, a.User.Body, s => SpeedOf(planA, paceA, s), wayB, b.User.Body, s => SpeedOf(planB, paceB, s), wish);
        int tries = 0;
        foreach (var contact in contacts)
        {
            if (++tries > Tries || (tries > 2 && contact.Cost >= ContactSearch.WrongSide))
            {
                yield break;
            }

            if (StartsBehind(wayA, paceA, contact.SA) || StartsBehind(wayB, paceB, contact.SB))
            {
                continue;
            }

            double back = _longestLeadS + 1;
            var first = new Motion(a.Record.Id, a.User, a, wayA, Schedule.Solve(planA, contact.SA, paceA, back, OnS));
            var second = new Motion(b.Record.Id, b.User, b, wayB, Schedule.Solve(planB, contact.SB, paceB, back, OnS));
            double lead = Lead(first, second, dice);
            if (Touch(first, second, lead))
            {
                continue;
            }

            yield return new Draft
            {
                Motions = [first, second],
                Sides = contact.Sides,
                LeadS = lead,
                Cost = contact.Cost,
                Assumptions = notes,
            };
        }
    }

    private Draft Alone(Dice dice)
    {
        var a = First;
        var way = WayPlanner.Plan(_road, a, Shape(a, dice, Free.OffsetA), follows: false);
        var plan = PlanOf(a, way, a.CruiseMps * (a.SpeedIsTold ? dice.Between(Free.SpeedA, 0.97, 1.03) : dice.Between(Free.SpeedA, 0.85, 1.1)));
        bool departs = a.Course is Course.DepartLeft or Course.DepartRight;
        double brake = a.Brakes ? Math.Min(dice.Between(Free.Brake, 3, 6), 6 * _grip) : 0;
        var pace = new Pace { Stands = a.Stands, BrakeMps2 = brake, BrakeS = a.Brakes ? dice.Between(Free.BrakeTime, 0.5, 1.0) : 0, GoOnS = departs ? 0.5 : 20, StopMps2 = 4 };
        double at = way.AnchorM + (departs ? dice.Between(Free.Place, 0, 8) : 0);
        var motion = new Motion(a.Record.Id, a.User, a, way, Schedule.Solve(plan, at, pace, _longestLeadS + 1, OnS));
        double lead = Steps(Math.Min(_longestLeadS, dice.Between(Free.Lead, 3.5, 5)));
        var draft = new Draft { Motions = [motion], LeadS = lead, Assumptions = way.Assumptions };
        if (Impact?.B.Obstacle is not { } word || Obstacles.BodyOf(word) is not { } body)
        {
            return draft;
        }

        var pose = way.Path.PoseAt(at);
        double side = dice.Between(Free.SpotA, -0.3, 0.3) * a.User.Body.WidthM;
        bool backs = way.Path.Backwards;
        double ahead = (a.User.Body.LengthM + body.LengthM) / 2 + 0.001;
        var centre = pose.Moved(backs ? -ahead : ahead, side);
        var box = new OrientedBox(pose, a.User.Body.LengthM, a.User.Body.WidthM);
        var other = new OrientedBox(centre, body.LengthM, body.WidthM);
        double v = motion.Schedule.ImpactMps;
        return draft with
        {
            Obstacle = (Obstacles.IdOf(word), new Draft.Pose(centre, body)),
            Sides = ContactSides.Of(box, other, pose.ToDirection() * (backs ? -v : v), Vector2d.Zero),
        };
    }

    private (SpeedPlan PlanA, Pace PaceA, SpeedPlan PlanB, Pace PaceB) Paces(ActorStory a, Way wayA, ActorStory b, Way wayB, Dice dice, List<string> notes)
    {
        double FactorOf(ActorStory story, Free which) => story.SpeedIsTold ? dice.Between(which, 0.97, 1.03) : dice.Between(which, 0.85, 1.1);
        double cruiseA = a.CruiseMps * FactorOf(a, Free.SpeedA), cruiseB = b.CruiseMps * FactorOf(b, Free.SpeedB);
        var paceA = PaceOf(a, cruiseA, dice, Free.Brake);
        var paceB = PaceOf(b, cruiseB, dice, Free.BrakeTime);
        bool sameWay = a.Leg.Id == b.Leg.Id && a.Course is not Course.UTurn && b.Course is not Course.UTurn;
        if (sameWay)
        {
            bool aStrikes = Impact!.A.Plane.Value == ContactPlane.Front && Impact.B.Plane.Value != ContactPlane.Front
                || (Impact.A.Plane.Value != ContactPlane.Back && Impact.B.Plane.Value == ContactPlane.Back);
            bool bStrikes = !aStrikes && (Impact.B.Plane.Value == ContactPlane.Front || Impact.A.Plane.Value == ContactPlane.Back);
            if (aStrikes)
            {
                paceB = Slower(b, paceB, cruiseB, a, paceA, cruiseA, dice, notes);
            }
            else if (bStrikes)
            {
                paceA = Slower(a, paceA, cruiseA, b, paceB, cruiseB, dice, notes);
            }
        }

        return (PlanOf(a, wayA, cruiseA), paceA, PlanOf(b, wayB, cruiseB), paceB);
    }

    // Who is run into from behind must be slower at the contact.
    private Pace Slower(ActorStory lead, Pace pace, double cruise, ActorStory rear, Pace rearPace, double rearCruise, Dice dice, List<string> notes)
    {
        if (lead.Stands || lead.FromRest)
        {
            return pace;
        }

        double rearImpact = rearCruise - rearPace.BrakeMps2 * rearPace.BrakeS;
        double own = cruise * pace.SpeedScale - pace.BrakeMps2 * pace.BrakeS;
        if (own <= rearImpact - 3)
        {
            return pace;
        }

        double wanted = Math.Max(1, rearImpact * dice.Between(Free.Radius, 0.2, 0.55));
        if (lead.Slows || lead.Brakes)
        {
            double brake = Math.Min(dice.Between(Free.Brake, 3, 6), 7 * _grip);
            return pace with { BrakeMps2 = brake, BrakeS = Math.Min((cruise - wanted) / brake, 4) };
        }

        notes.Add($"{lead.Record.Id} goes slower than {rear.Record.Id}, which runs into it from behind");
        return pace with { SpeedScale = wanted / cruise, BrakeMps2 = 0, BrakeS = 0 };
    }

    private Pace PaceOf(ActorStory story, double cruise, Dice dice, Free which)
    {
        double after = dice.Between(Free.After, 2, 3);
        if (story.Stands)
        {
            return new Pace { Stands = true };
        }

        if (!story.Brakes && !story.Slows)
        {
            return new Pace { GoOnS = after };
        }

        // Braking leaves at least a third of the speed, or there would be no crash.
        double brake = story.Brakes ? Math.Min(dice.Between(which, 3, 7), 7 * _grip) : dice.Between(which, 1, 2.5);
        double time = story.Brakes ? dice.Between(Free.BrakeTime, 0.4, 1.2) : dice.Between(Free.BrakeTime, 1, 2.5);
        bool turning = story.FromRest || story.Course is Course.TurnLeft or Course.TurnRight or Course.UTurn or Course.Crossing;
        return turning ? new Pace { GoOnS = after } : new Pace { GoOnS = after, BrakeMps2 = brake, BrakeS = Math.Min(time, 0.6 * cruise / brake) };
    }

    private static SpeedPlan PlanOf(ActorStory story, Way way, double cruise) =>
        new(way.Path, cruise, story.User.AccelMps2, story.User.LateralMps2, story.FromRest ? way.StartM : null);

    private ContactWish Wish(Dice dice) => new()
    {
        PlaneA = Impact!.A.Plane.Value,
        PlaneB = Impact.B.Plane.Value,
        WrongA = Impact.A.Plane.Status == LeafStatus.Assumed ? SoftWrong : ContactSearch.WrongSide,
        WrongB = Impact.B.Plane.Status == LeafStatus.Assumed ? SoftWrong : ContactSearch.WrongSide,
        PlaceA = Spot(Impact.A, dice, Free.SpotA),
        PlaceB = Spot(Impact.B, dice, Free.SpotB),
        Area = IsJunctionCrash ? _road.JunctionArea : null,
    };

    private static double Spot(ContactRecord contact, Dice dice, Free which) => contact.Corner.Value switch
    {
        ContactCorner.Left or ContactCorner.Front => dice.Between(which, 0.45, 0.8),
        ContactCorner.Right or ContactCorner.Back => dice.Between(which, -0.8, -0.45),
        ContactCorner.Middle => dice.Between(which, -0.2, 0.2),
        _ => dice.Between(which, -0.5, 0.5),
    };

    private static WayShape Shape(ActorStory story, Dice dice, Free offset) => new()
    {
        OffsetM = story.Course is Course.Straight or Course.TurnLeft or Course.TurnRight && !story.Stands ? dice.Between(offset, -0.25, 0.25) : 0,
        ShiftS = dice.Between(Free.ShiftTime, 1.6, 3.6),
        ShiftShare = dice.Between(Free.ShiftShare, 0.55, 1),
        ShiftBefore = dice.Between(Free.ShiftBefore, 0.4, 0.9),
        PlaceM = dice.Between(Free.Place, -12, 12),
        RadiusM = dice.Between(Free.Radius, 7, 10),
        StandM = dice.Between(Free.Radius, 0.3, 1.5),
    };

    private double? CrossingHeading(ActorStory story) => story.Course == Course.Crossing && story.Record.HeadingDeg is { Value: { } degrees, Status: LeafStatus.Stated or LeafStatus.Derived }
        ? StoryReader.Mathematical(degrees) + StoryReader.Turn(_road, _record)
        : null;

    private static bool StartsBehind(Way way, Pace pace, double contact) => !pace.Stands && way.StartM is { } start && contact < start + 0.5;

    private double Lead(Motion first, Motion second, Dice dice)
    {
        var ego = first.Id == _egoId ? first : second.Id == _egoId ? second : first;
        double wanted = dice.Between(Free.Lead, 3.4, 4.8);
        if (ego.Story.FromRest && ego.Schedule.StartsBeforeS() is { } starts)
        {
            wanted = Math.Max(starts, 2);
        }

        return Steps(Math.Min(wanted, _longestLeadS));
    }

    private double Steps(double seconds) => Math.Max(1, Math.Round(seconds / _stepS)) * _stepS;

    private static bool Touch(Motion first, Motion second, double lead)
    {
        for (double t = -0.03; t >= -lead; t -= 0.04)
        {
            if (first.BoxAt(t).Overlaps(second.BoxAt(t)))
            {
                return true;
            }
        }

        return false;
    }

    private ActorStory Find(string id) => _actors.First(a => a.Story.Record.Id == id).Story;
}
