using System.Globalization;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;

namespace Sim.Plugins.CrashReports.Solving.Stories;

/// <summary>
/// The ways to understand a record, the record as it stands first: a report tells several actions of an actor, and what it leaves open was assumed. Each
/// one that departs says so, and the departure becomes an assumption of the scenario. Told headings, sides and classes are never touched. Pure.
/// </summary>
internal static class Interpretations
{
    private const int Most = 24;

    /// <summary>The interpretations of a pair, fewest departures first.</summary>
    public static IReadOnlyList<Interpretation> Of(ActorStory a, ActorStory b, ImpactRecord impact, CrashRoad road)
    {
        bool along = IsSide(impact.A.Plane) && IsSide(impact.B.Plane) && a.Leg.Id == b.Leg.Id;
        var (ofA, ofB) = (Alternatives(a, along ? impact.A.Plane.Value : ContactPlane.Unknown, road), Alternatives(b, along ? impact.B.Plane.Value : ContactPlane.Unknown, road));
        var found = new List<Interpretation>();
        for (int sum = 0; sum < ofA.Count + ofB.Count - 1 && found.Count < Most; sum++)
        {
            for (int i = Math.Min(sum, ofA.Count - 1); i >= 0 && found.Count < Most; i--)
            {
                if (sum - i < ofB.Count)
                {
                    found.Add(new Interpretation(ofA[i].Story, ofB[sum - i].Story, [.. ofA[i].Notes, .. ofB[sum - i].Notes]));
                }
            }
        }

        return found;
    }

    private static List<(ActorStory Story, IReadOnlyList<string> Notes)> Alternatives(ActorStory story, ContactPlane side, CrashRoad road)
    {
        var found = new List<(ActorStory, IReadOnlyList<string>)> { (story, []) };
        string id = story.Record.Id;
        if (!story.User.IsVehicle || story.Course == Course.WrongWay)
        {
            return found;
        }

        if (side != ContactPlane.Unknown && story is { Stands: false, Course: Course.Straight })
        {
            bool left = side == ContactPlane.Left;
            found.Add((story with { Course = left ? Course.ShiftLeft : Course.ShiftRight }, [$"{id} gets to the {(left ? "left" : "right")}: two that keep their lanes do not touch with the told sides"]));
        }

        if (story.Stands)
        {
            found.Add((story with { Stands = false }, [$"{id} moves: standing, as it is told to, it does not meet the other with the told sides"]));
        }

        foreach (var action in story.Record.Actions.Reverse())
        {
            if (action is { Executed: true, BeforeImpact: true } && CourseOf(action.Kind.Value) is { } course
                && course != story.Course && !found.Exists(f => f.Item1.Course == course))
            {
                found.Add((story with { Course = course, Stands = false }, [$"of what {id} is told to have done, '{Words.Of(action.Kind.Value)}' shapes its way: otherwise the told sides do not touch"]));
            }
        }

        if (story.Course != Course.Straight && !found.Exists(f => f.Item1.Course == Course.Straight))
        {
            found.Add((story with { Course = Course.Straight }, [$"{id} has not begun to leave its lane at the contact: otherwise the told sides do not touch"]));
        }

        if (story.Record.LaneFromRight.Status is LeafStatus.Assumed or LeafStatus.Unknown)
        {
            for (int lane = 1; lane <= story.Leg.Entry.Count; lane++)
            {
                if (lane != story.Lane)
                {
                    found.Add((story with { Lane = lane }, [string.Create(CultureInfo.InvariantCulture, $"{id} is in lane {lane}: in the lane that was assumed first the told sides do not touch")]));
                }
            }
        }

        if (story.Record.HeadingDeg.Status is LeafStatus.Assumed or LeafStatus.Unknown && story.Record.Leg.Status is not LeafStatus.Stated)
        {
            foreach (var leg in road.Legs)
            {
                if (leg.Id != story.Leg.Id && leg.Entry.Count > 0 && leg.Entry[0] != story.Leg.Entry[0])
                {
                    found.Add((story with { Leg = leg, LegRecord = null, Lane = Math.Min(story.Lane, leg.Entry.Count) },
                        [$"{id} comes by {leg.Id}: by the leg that was assumed first the told sides do not touch"]));
                }
            }
        }

        return found;
    }

    private static bool IsSide(Leaf<ContactPlane> plane) =>
        plane is { Value: ContactPlane.Left or ContactPlane.Right, Status: LeafStatus.Stated or LeafStatus.Derived };

    private static Course? CourseOf(ActionKind kind) => kind switch
    {
        ActionKind.TurnLeft => Course.TurnLeft,
        ActionKind.TurnRight => Course.TurnRight,
        ActionKind.UTurn => Course.UTurn,
        ActionKind.ChangeLaneLeft or ActionKind.CrossCentre or ActionKind.Merge => Course.ShiftLeft,
        ActionKind.ChangeLaneRight => Course.ShiftRight,
        ActionKind.DriftOutOfLane => Course.ShiftLeft,
        ActionKind.Overtake => Course.ReturnRight,
        ActionKind.EnterRoad => Course.Enter,
        ActionKind.Reverse => Course.Reverse,
        ActionKind.Follow or ActionKind.CrossStraight => Course.Straight,
        _ => null,
    };
}
