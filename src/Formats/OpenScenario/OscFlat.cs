using System.Globalization;
using Sim.Maps;
using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>
/// Turns positions in road and lane coordinates into world coordinates: the road network that is written beside a scenario has other roads than the
/// one that it was read with.
/// </summary>
internal sealed class OscFlat
{
    private readonly RoadLineIndex _roads;
    private readonly OscLosses _losses;

    private OscFlat(RoadMap map, OscLosses losses) => (_roads, _losses) = (map.RoadIndex(), losses);

    public static Storyboard InWorld(Storyboard board, RoadMap map, OscLosses losses)
    {
        var flat = new OscFlat(map, losses);
        return board with
        {
            Init = new StoryboardInit
            {
                Actions = [.. board.Init.Actions.Select(flat.Action)],
                Entities = [.. board.Init.Entities.Select(e => e with { Actions = [.. e.Actions.Select(flat.Action)] })],
            },
            Stories = [.. board.Stories.Select(s => s with { Acts = [.. s.Acts.Select(flat.Act)] })],
            StopTrigger = flat.Trigger(board.StopTrigger),
        };
    }

    private StoryAct Act(StoryAct act) => act with
    {
        StartTrigger = Trigger(act.StartTrigger),
        StopTrigger = Trigger(act.StopTrigger),
        Groups = [.. act.Groups.Select(g => g with { Manoeuvres = [.. g.Manoeuvres.Select(m => m with { Events = [.. m.Events.Select(Event)] })] })],
    };

    private StoryEvent Event(StoryEvent item) => item with { StartTrigger = Trigger(item.StartTrigger), Actions = [.. item.Actions.Select(a => a with { Action = Action(a.Action) })] };

    private StoryTrigger? Trigger(StoryTrigger? trigger) => trigger is null ? null
        : trigger with { Groups = [.. trigger.Groups.Select(g => g with { Conditions = [.. g.Conditions.Select(Condition)] })] };

    private TriggerCondition Condition(TriggerCondition condition) => condition switch
    {
        TimeToCollisionCondition { Position: { } place } c => c with { Position = Position(place) },
        ReachPositionCondition c => c with { Position = Position(c.Position) },
        DistanceCondition c => c with { Position = Position(c.Position) },
        _ => condition,
    };

    private StoryboardAction Action(StoryboardAction action) => action switch
    {
        SynchronizeAction a => a with { MasterPosition = Position(a.MasterPosition), Position = Position(a.Position) },
        TeleportAction a => a with { Position = Position(a.Position) },
        AcquirePositionAction a => a with { Position = Position(a.Position) },
        AssignRouteAction a => a with { Route = Route(a.Route) },
        FollowTrajectoryAction a => a with { Trajectory = Trajectory(a.Trajectory) },
        AddEntityAction a => a with { Position = Position(a.Position) },
        TrafficSourceAction a => a with { Position = Position(a.Position) },
        TrafficSinkAction a => a with { Position = Position(a.Position) },
        _ => action,
    };

    private StoryRoute Route(StoryRoute route) => route with { Waypoints = [.. route.Waypoints.Select(w => w with { Position = Position(w.Position) })] };

    private StoryTrajectory Trajectory(StoryTrajectory trajectory) => trajectory with
    {
        Shape = trajectory.Shape switch
        {
            PolylineShape s => s with { Vertices = [.. s.Vertices.Select(v => v with { Position = Position(v.Position) })] },
            ClothoidShape s => s with { Position = Position(s.Position) },
            NurbsShape s => s with { ControlPoints = [.. s.ControlPoints.Select(p => p with { Position = Position(p.Position) })] },
            var other => other,
        },
    };

    private StoryPosition Position(StoryPosition position)
    {
        switch (position)
        {
            case RoadPosition p when _roads.Find(p.RoadId) is { } road:
                return World(road, p.AlongM, p.AcrossM, 0, p.Orientation);
            case LanePosition p when _roads.Find(p.RoadId) is { } road && int.TryParse(p.LaneId, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number):
                double s = Math.Clamp(p.AlongM, 0, road.LengthM);
                if (RoadLineIndex.LaneAt(road, s, number) is { } lane)
                {
                    return World(road, s, lane.CentreAcrossM + p.OffsetM, Pinned.Atan(lane.CentreSlope) + (lane.AlongS ? 0 : Math.PI), p.Orientation);
                }

                break;
            case RoutePosition p:
                if (p.LaneId is not null)
                {
                    _losses.Add("a lane on a route is written by its number; in the road network that is written beside it lanes may have other numbers");
                }

                return p with { Route = Route(p.Route) };
            case TrajectoryPosition p:
                return p with { Trajectory = Trajectory(p.Trajectory) };
            default:
                return position;
        }

        _losses.Add("a position in a lane that the road network has not is written as it stands");
        return position;
    }

    private static WorldPosition World(RoadLine road, double s, double t, double turn, StoryOrientation? orientation)
    {
        var pose = RoadLineIndex.PoseAt(road, Math.Clamp(s, 0, road.LengthM), t);
        double natural = pose.HeadingRad + turn;
        double heading = orientation is null ? natural : orientation.Relative ? natural + orientation.HeadingRad : orientation.HeadingRad;
        return new WorldPosition { X = pose.X, Y = pose.Y, Orientation = new StoryOrientation(false, Pinned.WrapAngle(heading), orientation?.PitchRad ?? 0, orientation?.RollRad ?? 0) };
    }
}
