using System.Globalization;
using Sim.Maps;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving.Contacts;
using Sim.Plugins.CrashReports.Solving.Motions;
using Sim.Plugins.CrashReports.Solving.Ways;

namespace Sim.Plugins.CrashReports.Solving.Drawing;

/// <summary>Makes a scenario of a draft. Pure.</summary>
internal static class ScenarioDrawing
{
    /// <summary>Version of the solver, written into the provenance.</summary>
    public const string Version = "1";

    private const double TailS = 4.5;
    private const double LeastS = 8;
    private const double MostS = 12;

    /// <summary>The scenario.</summary>
    public static Scenario Draw(SolveRequest request, Draft draft)
    {
        var (record, road, egoVehicle, egoId, variant, seed, stepUs, horizonUs) = request;
        double stepS = stepUs * 1e-6;
        double wanted = Math.Clamp(draft.LeadS + TailS, LeastS, MostS);
        long horizon = horizonUs ?? (long)Math.Ceiling(wanted / stepS - 1e-9) * stepUs;
        int steps = (int)(horizon / stepUs);
        var actors = new List<Actor>();
        var parameters = new List<KeyValuePair<string, string>> { new("variant", variant.ToString(CultureInfo.InvariantCulture)), new("ego", egoId) };
        foreach (var motion in draft.Motions)
        {
            actors.Add(ActorOf(motion, draft, egoVehicle, egoId, stepUs, steps));
            var atContact = motion.At(0);
            parameters.Add(new($"{motion.Id}_speed_at_contact", string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(atContact.SpeedMps) * 3.6:0.0} km/h")));
            parameters.Add(new($"{motion.Id}_speed_at_start", string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(motion.At(-draft.LeadS).SpeedMps) * 3.6:0.0} km/h")));
        }

        if (draft.Obstacle is { } obstacle)
        {
            var p = obstacle.Pose.Centre;
            actors.Add(new Actor
            {
                Id = obstacle.Id,
                Class = ActorClass.StaticObject,
                Body = obstacle.Pose.Body,
                Initial = new ActorState(p.X, p.Y, p.HeadingRad, 0),
                Behaviour = new StationaryBehaviour(),
            });
        }

        parameters.Add(new("contact_time", string.Create(CultureInfo.InvariantCulture, $"{draft.LeadS:0.0##} s")));
        var ego = draft.Motions.First(m => m.Id == egoId);
        return new Scenario
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{record.Id} {egoId} {variant}"),
            Map = road.Map,
            StepUs = stepUs,
            HorizonUs = horizon,
            Actors = actors,
            EgoId = egoId,
            Task = TaskOf(road, ego, draft),
            Environment = Conditions.Of(record.Environment),
            Parameters = Ordered.Copy(parameters),
            Tags = Tags(record),
            Provenance = new Provenance
            {
                Generator = "crash-report",
                Version = Version,
                Seed = seed,
                Parents = [$"report {record.Id} sha256:{record.TextSha256}", $"extractor {record.Extractor}"],
                Assumptions = [.. RecordFacts.Assumed(record), .. road.Assumptions, .. draft.Assumptions],
                Facts = RecordFacts.Of(record),
                Unused = [.. road.Unused, .. draft.Unused, .. RecordFacts.Unused(record, [.. draft.Motions.Select(m => m.Id)])],
            },
        };
    }

    /// <summary>The contact that a draft was solved for, or null.</summary>
    public static PlannedImpact? ImpactOf(Draft draft, ImpactRecord? impact)
    {
        if (draft.Sides is not { } sides || impact is null)
        {
            return null;
        }

        string other = draft.Obstacle?.Id ?? draft.Motions[1].Id;
        return new PlannedImpact(draft.Motions[0].Id, other, Told(impact.A), draft.Obstacle is null ? Told(impact.B) : ContactPlane.Unknown,
            (long)Math.Round(draft.LeadS * 1e6), sides.Point.X, sides.Point.Y, draft.InJunction);
    }

    // What the completion assumed binds nobody: there the geometry chooses.
    private static ContactPlane Told(ContactRecord contact) =>
        contact.Plane.Status is LeafStatus.Stated or LeafStatus.Derived ? contact.Plane.Value : ContactPlane.Unknown;

    private static Actor ActorOf(Motion motion, Draft draft, VehicleSpec egoVehicle, string egoId, long stepUs, int steps)
    {
        var states = new TimedState[steps + 1];
        for (int k = 0; k <= steps; k++)
        {
            states[k] = new TimedState(k * stepUs, motion.At(k * stepUs * 1e-6 - draft.LeadS));
        }

        bool isEgo = motion.Id == egoId;
        bool still = motion.Story.Stands && motion.Schedule.ImpactMps <= 0;
        return new Actor
        {
            Id = motion.Id,
            Class = motion.User.Class,
            Body = motion.User.Body,
            Initial = states[0].State,
            Behaviour = isEgo ? new DriverBehaviour { Log = states } : still ? new StationaryBehaviour() : new TrajectoryBehaviour { States = states, HoldAtEnd = true },
            Vehicle = isEgo ? egoVehicle : null,
            Origin = $"actors/{motion.Id}",
        };
    }

    private static EgoTask TaskOf(CrashRoad road, Motion ego, Draft draft)
    {
        var index = road.Map.Index();
        var start = ego.At(-draft.LeadS).Pose;
        var route = ego.Way.Route;

        // The route begins with the lane that the ego starts in, or the driver would look for a way back to its first lane.
        int first = 0;
        for (int i = 0; i < route.Count; i++)
        {
            int lane = index.IndexOf(route[i]);
            if (lane >= 0 && index.OutlineOf(lane).Contains(start.Position))
            {
                first = i;
                break;
            }
        }

        double desired = ego.Story.Stands ? Math.Max(ego.Story.CruiseMps, 5) : Math.Max(ego.At(-draft.LeadS).SpeedMps, ego.Story.FromRest ? ego.Story.CruiseMps : 2);
        return new EgoTask { Route = [.. route.Skip(first)], DesiredSpeedMps = desired };
    }

    private static List<string> Tags(CrashRecord record)
    {
        var tags = new List<string> { "crash-report", $"crash_class={Words.Of(record.CrashClass.Value)}", $"topology={Words.Of(record.Road.Topology.Value)}" };
        if (record.Impacts.OrderBy(i => i.Order).FirstOrDefault() is { } impact)
        {
            tags.Add($"contact={Words.Of(impact.A.Plane.Value)}-{(impact.B.Actor is null ? "object" : Words.Of(impact.B.Plane.Value))}");
        }

        return tags;
    }
}
