using Sim.Geometry;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving.Motions;
using Sim.Plugins.CrashReports.Solving.Stories;
using Sim.Plugins.CrashReports.Solving.Ways;
using static Sim.Plugins.CrashReports.Solving.Dice;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>Adds the road users that have no part in the first contact: who stands, who comes later into a chain, who only passes. Pure.</summary>
internal static class Others
{
    private const double OnS = 9;
    private const double ClearM = 0.3;
    private const double PassingS = 3;
    private static readonly double[] Delays = [2.5, 4, -2.5, 6, -4, 8, -6];
    private static readonly double[] Places = [0, 8, -8, 16, -16, 30, -30, 45, -45];

    /// <summary>The draft with everybody who finds a place; who does not is listed as unused.</summary>
    public static Draft? Add(Draft draft, Drafter drafter, Dice dice, CrashRoad road)
    {
        var taken = draft.Motions.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        var motions = draft.Motions.ToList();
        var notes = draft.Assumptions.ToList();
        var unused = draft.Unused.ToList();
        foreach (var story in drafter.Stories)
        {
            if (taken.Contains(story.Record.Id))
            {
                continue;
            }

            var found = Hides(draft, drafter, story) ?? Chain(draft, drafter, story, dice) ?? Beside(motions, draft, drafter, story, dice);
            if (found is null)
            {
                unused.Add($"{story.Record.Id} is left out: there is no place for it that does not disturb the first contact");
                continue;
            }

            motions.Add(found);
            notes.Add($"the place and time of {found.Id} are assumed");
        }

        return draft with { Motions = motions, Assumptions = notes, Unused = unused };
    }

    // Stands beside the road so that who comes out from behind it is hidden.
    private static Motion? Hides(Draft draft, Drafter drafter, ActorStory story)
    {
        var hidden = draft.Motions.FirstOrDefault(m => m.Story.Record.EmergesFrom.Value == story.Record.Id);
        var seen = draft.Motions.FirstOrDefault(m => m != hidden && m.User.IsVehicle);
        if (hidden is null || seen is null)
        {
            return null;
        }

        var at = seen.Way.Path.PoseAt(seen.Schedule.At(0).S);
        var from = hidden.BoxAt(-Math.Min(3, draft.LeadS)).Centre;
        bool fromRight = at.PointToBody(from).Y < 0;
        var crosses = at.PointToBody(hidden.BoxAt(0).Centre);
        double aside = (story.User.Body.WidthM + seen.User.Body.WidthM) / 2 + 0.9;
        double behind = crosses.X - hidden.User.Body.LengthM / 2 - hidden.User.Body.WidthM / 2 - story.User.Body.LengthM / 2 - 0.6;
        var pose = at.Moved(behind, fromRight ? -aside : aside);
        var motion = Standing(story, pose);
        return Clear(motion, draft.Motions, draft.LeadS) ? motion : null;
    }

    // Stands in front of (or comes behind) an actor of the first contact in the same lane, to be touched by it afterwards.
    private static Motion? Chain(Draft draft, Drafter drafter, ActorStory story, Dice dice)
    {
        var partner = draft.Motions.FirstOrDefault(m => drafter.Touches(m.Id, story.Record.Id));
        if (partner is null || partner.Story.Leg.Id != story.Leg.Id || !story.User.IsVehicle)
        {
            return null;
        }

        double gap = (partner.User.Body.LengthM + story.User.Body.LengthM) / 2 + dice.Between(Free.Others, 1.5, 3);
        var last = partner.Way.Path.PoseAt(partner.Schedule.At(0).S);
        var motion = Standing(story, last.Moved(gap));
        return Clear(motion, draft.Motions, draft.LeadS) ? motion : null;
    }

    private static Motion? Beside(List<Motion> motions, Draft draft, Drafter drafter, ActorStory story, Dice dice)
    {
        double shift = dice.Between(Free.Others, -1, 1);
        if (story.Stands)
        {
            foreach (double place in Places)
            {
                var (way, _, _) = drafter.Bystander(story, dice, place + shift, draft.Motions[0].Way);
                var motion = Standing(story, way.Path.PoseAt(way.AnchorM - story.User.Body.LengthM / 2 - 1 + Math.Min(0, place)), way);
                if (Clear(motion, motions, draft.LeadS))
                {
                    return motion;
                }
            }

            return null;
        }

        foreach (double delay in Delays)
        {
            var (way, plan, pace) = drafter.Bystander(story, dice, 0, draft.Motions[0].Way);
            var motion = new Motion(story.Record.Id, story.User, story, way, Schedule.Solve(plan, way.AnchorM, pace, draft.LeadS + 9, OnS + 7), delay + shift);
            if (Clear(motion, motions, draft.LeadS, PassingS))
            {
                return motion;
            }
        }

        return null;
    }

    private static Motion Standing(ActorStory story, Pose2d pose, Way? way = null)
    {
        // A short way through the place, so that a standing actor is drawn like any other.
        var ahead = pose.ToDirection();
        var path = DrivePath.Through([pose.Position - ahead * 5, pose.Position + ahead * 5], 0);
        var spot = new Way { Path = path, AnchorM = path.LengthM / 2, FromM = 0, ToM = path.LengthM, Route = way?.Route ?? [] };
        var plan = new SpeedPlan(path, 1, 1, 1, null);
        var still = story with { Stands = true };
        return new Motion(story.Record.Id, story.User, still, spot, Schedule.Solve(plan, spot.AnchorM, new Pace { Stands = true }, 1, OnS));
    }

    // Apart from everybody from the start until a while after the first contact.
    private static bool Clear(Motion motion, IReadOnlyList<Motion> others, double leadS, double untilS = 0.3)
    {
        for (double t = -leadS; t <= untilS; t += 0.05)
        {
            var box = motion.BoxAt(t).Grown(ClearM);
            foreach (var other in others)
            {
                if (box.Overlaps(other.BoxAt(t)))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
