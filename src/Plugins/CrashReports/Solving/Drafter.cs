using Sim.Geometry;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving.Contacts;
using Sim.Plugins.CrashReports.Solving.Drawing;
using Sim.Plugins.CrashReports.Solving.Motions;
using Sim.Plugins.CrashReports.Solving.Stories;
using Sim.Plugins.CrashReports.Solving.Ways;
using static Sim.Plugins.CrashReports.Solving.Dice;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>Draws one draft for one throw of the free numbers: ways, contact, and motion backwards from it. Not thread-safe; one per variant.</summary>
internal sealed class Drafter
{
    private const int Tries = 6;
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
        Impact = FirstOf(record);
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
        Second = Impact?.B.Actor is { } other && record.Actors.Any(a => a.Id == other) ? Find(other) : null;
        if (Second is { } b)
        {
            // R5: who stands does not strike.
            string? striking = Impact!.Striking.Value;
            First = First.Stands && striking == First.Record.Id ? First with { Stands = false } : First;
            Second = b.Stands && striking == b.Record.Id ? b with { Stands = false } : b;
            Ways = Interpretations.Of(First, Second, Impact, road);
        }
        else
        {
            Ways = [null];
        }

        IsJunctionCrash = road.JunctionArea is not null
            && record.CrashClass.Value is CrashClass.StraightPaths or CrashClass.TurnAcrossPath or CrashClass.TurnIntoPath;
    }

    /// <summary>The first contact of the record, or null.</summary>
    public ImpactRecord? Impact { get; }

    /// <summary>The first actor of the contact; the ego without one.</summary>
    public ActorStory First { get; }

    /// <summary>The second actor of the contact, or null.</summary>
    public ActorStory? Second { get; }

    /// <summary>True when the contact must lie in the junction area, unless both come by the same leg.</summary>
    public bool IsJunctionCrash { get; }

    /// <summary>All stories by their actors' ids.</summary>
    public IEnumerable<ActorStory> Stories => _actors.Select(a => a.Story);

    /// <summary>The ways to understand the two actors of the contact; one empty entry for a single actor.</summary>
    public IReadOnlyList<Interpretation?> Ways { get; }

    /// <summary>The drafts of a throw, the best contact first; none when the ways never meet.</summary>
    /// <param name="dice">The throw.</param>
    /// <param name="interpretation">One of <see cref="Ways"/>.</param>
    public IEnumerable<Draft> Drafts(Dice dice, Interpretation? interpretation)
    {
        var pair = interpretation is not null ? Pairs(dice, interpretation) : [Alone(dice)];
        foreach (var draft in pair)
        {
            if (Others.Add(draft, this, dice, _road) is { } whole)
            {
                yield return whole;
            }
        }
    }

    /// <summary>The first contact of a record, an actor on its first side; null without one.</summary>
    public static ImpactRecord? FirstOf(CrashRecord record)
    {
        bool There(ContactRecord contact) => contact.Actor is { } id && record.Actors.Any(a => a.Id == id);
        var impact = record.Impacts.OrderBy(i => i.Order).FirstOrDefault(i => There(i.A) || There(i.B));
        return impact is null || There(impact.A) ? impact : impact with { A = impact.B, B = impact.A };
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

    private IEnumerable<Draft> Pairs(Dice dice, Interpretation interpretation)
    {
        var (a, b) = (interpretation.A, interpretation.B);
        bool inJunction = IsJunctionCrash && a.Leg.Id != b.Leg.Id;
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
        notes.AddRange(interpretation.Notes);
        var (planA, paceA, planB, paceB) = Paces(a, wayA, b, wayB, dice, notes);
        double SpeedOf(SpeedPlan plan, Pace pace, double s) => pace.Stands ? 0 : Math.Max(0.5, pace.SpeedScale * plan.SpeedAt(s) - pace.BrakeMps2 * pace.BrakeS);
        var wish = Wish(dice, inJunction);
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
                InJunction = inJunction,
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
        if (Impact!.A.Plane.Value is ContactPlane.Left or ContactPlane.Right && body.WidthM >= Obstacles.LongM && !way.Path.Backwards)
        {
            var rail = Alongside(a, pose, body, Impact.A.Plane.Value == ContactPlane.Left ? 1 : -1);
            return draft with { Obstacle = (Obstacles.IdOf(word), rail), Sides = SidesOf(motion, rail) };
        }

        double side = dice.Between(Free.SpotA, -0.3, 0.3) * a.User.Body.WidthM;
        bool backs = way.Path.Backwards;
        double ahead = (a.User.Body.LengthM + body.LengthM) / 2 + 0.001;
        var centre = pose.Moved(backs ? -ahead : ahead, side);
        var place = new Draft.Pose(centre, body);
        return draft with { Obstacle = (Obstacles.IdOf(word), place), Sides = SidesOf(motion, place) };
    }

    private static ContactSides SidesOf(Motion motion, Draft.Pose obstacle)
    {
        var state = motion.At(0);
        return ContactSides.Of(
            motion.BoxAt(0), new OrientedBox(obstacle.Centre, obstacle.Body.LengthM, obstacle.Body.WidthM), state.Pose.ToDirection() * state.SpeedMps, Vector2d.Zero);
    }

    // A wall or rail along which it scrapes: the front corner of that side reaches it first.
    private static Draft.Pose Alongside(ActorStory a, Pose2d pose, BodyBox body, int left)
    {
        const double glanceRad = 0.14;
        var corner = pose.PointToWorld(new(a.User.Body.LengthM / 2, left * a.User.Body.WidthM / 2));
        var wall = new Pose2d(corner, pose.HeadingRad - left * glanceRad);

        // The box lies across its own heading, so its length axis points away from the road.
        var centre = wall.Moved(0.5, left * (body.LengthM / 2 + 0.001));
        return new Draft.Pose(new Pose2d(centre.Position, wall.HeadingRad + Math.PI / 2), body);
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

    private ContactWish Wish(Dice dice, bool inJunction) => new()
    {
        PlaneA = Impact!.A.Plane.Value,
        PlaneB = Impact.B.Plane.Value,
        WrongA = Impact.A.Plane.Status == LeafStatus.Assumed ? SoftWrong : ContactSearch.WrongSide,
        WrongB = Impact.B.Plane.Status == LeafStatus.Assumed ? SoftWrong : ContactSearch.WrongSide,
        PlaceA = Spot(Impact.A, dice, Free.SpotA),
        PlaceB = Spot(Impact.B, dice, Free.SpotB),
        Area = inJunction ? _road.JunctionArea : null,
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
