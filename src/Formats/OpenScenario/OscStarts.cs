using System.Globalization;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Where and how fast the init lets entities begin, as far as that is known before the first step. Poses are of the reference point.</summary>
internal sealed class OscStarts
{
    private const double LaneReachM = 5;

    // A lane change is worth such a detour, m.
    private const double LaneChangeM = 50;

    private readonly Dictionary<string, Pose2d> _poses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoadPlace> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _speeds = new(StringComparer.Ordinal);
    private readonly RoadLineIndex _roads;
    private readonly RoadMap _map;
    private readonly string _file;

    public OscStarts(RoadMap map, Storyboard board, SortedSet<string> notes, string file)
    {
        _map = map;
        _roads = map.RoadIndex();
        _file = file;
        foreach (var entity in board.Init.Entities)
        {
            var members = board.Selections.FirstOrDefault(s => s.Name == entity.EntityId)?.Members ?? [entity.EntityId];
            foreach (string id in members)
            {
                foreach (var action in entity.Actions)
                {
                    Apply(id, action, notes);
                }
            }
        }
    }

    public Pose2d PoseOf(string entity) => _poses.GetValueOrDefault(entity);

    public double SpeedOf(string entity) => _speeds.GetValueOrDefault(entity);

    /// <summary>The lanes that the init's last route or destination of an entity leads along; empty when it has none or there is no such way.</summary>
    public IReadOnlyList<string> WayOf(string entity, Storyboard board)
    {
        var positions = board.Init.Entities.Where(e => e.EntityId == entity).SelectMany(e => e.Actions).Select(a => a switch
        {
            AssignRouteAction assigned => assigned.Route.Waypoints.Select(w => w.Position),
            AcquirePositionAction acquired => [acquired.Position],
            _ => null,
        }).LastOrDefault(p => p is not null);
        var index = _map.Index();
        if (positions is null || !_poses.TryGetValue(entity, out var at) || !index.TryNearestLane(at, out var start, maxDistanceM: LaneReachM))
        {
            return [];
        }

        // Waypoints are resolved under a name that no entity has, so that they move nobody.
        const string Nobody = "\0";
        var lanes = new List<int> { start.LaneIndex };
        foreach (var position in positions)
        {
            if (Resolve(Nobody, position) is not { } pose || !index.TryNearestLane(pose, out var next, maxDistanceM: LaneReachM))
            {
                return [];
            }

            var way = index.FindRoute(lanes[^1], next.LaneIndex, LaneChangeM);
            if (way.Count == 0)
            {
                return [];
            }

            lanes.AddRange(way.Skip(1));
        }

        return [.. lanes.Select(l => index.LaneAt(l).Id)];
    }

    private void Apply(string id, StoryboardAction action, SortedSet<string> notes)
    {
        if (action is TeleportAction teleport)
        {
            if (Resolve(id, teleport.Position) is not { } pose)
            {
                notes.Add($"where '{id}' begins is known only at run time; its initial state is the origin");
            }
            else if (Math.Abs(pose.X) <= 1e9 && Math.Abs(pose.Y) <= 1e9)
            {
                _poses[id] = pose with { HeadingRad = Pinned.WrapAngle(pose.HeadingRad) };
            }
            else
            {
                throw new InputException($"the entity '{id}' begins more than 1e9 m from the origin", _file);
            }
        }
        else if (action is SpeedAction speed)
        {
            _speeds[id] = speed.Target.EntityId is not { } other ? speed.Target.Value
                : speed.Target.Factor ? SpeedOf(other) * speed.Target.Value
                : SpeedOf(other) + speed.Target.Value;
        }
    }

    private Pose2d? Resolve(string id, StoryPosition position)
    {
        _places.Remove(id);
        switch (position)
        {
            case WorldPosition world:
                return new Pose2d(world.X, world.Y, world.Orientation?.HeadingRad ?? 0);
            case RelativeWorldPosition near when _poses.TryGetValue(near.EntityId, out var other):
                return Turned(new Pose2d(other.X + near.DxM, other.Y + near.DyM, other.HeadingRad), near.Orientation);
            case RelativeObjectPosition beside when _poses.TryGetValue(beside.EntityId, out var other):
                return Turned(other.Moved(beside.DxM, beside.DyM), beside.Orientation);
            case RoadPosition road:
                return OnRoad(id, Road(id, road.RoadId), road.AlongM, road.AcrossM, 0, road.Orientation);
            case RelativeRoadPosition along when Place(along.EntityId) is { } other:
                return OnRoad(id, Road(id, other.RoadId), other.AlongM + along.DsM, other.AcrossM + along.DtM, 0, along.Orientation);
            case LanePosition lane:
                return InLane(id, Road(id, lane.RoadId), lane.AlongM, Number(id, lane.LaneId), lane.OffsetM, lane.Orientation);
            case RelativeLanePosition lane when Place(lane.EntityId) is { LaneNumber: not 0 } other && lane.DsM is { } ds:
                int number = other.LaneNumber + lane.DLane;
                // Lane 0 is a line and not counted.
                number = Math.Sign(number) == Math.Sign(other.LaneNumber) ? number : number + Math.Sign(lane.DLane);
                var road0 = Road(id, other.RoadId);
                return other.AlongM + ds >= 0 && other.AlongM + ds <= road0.LengthM ? InLane(id, road0, other.AlongM + ds, number, lane.OffsetM, lane.Orientation) : null;
            case RoutePosition { LaneId: { } laneId } onRoute when Along(id, onRoute.Route, onRoute.PathAlongM) is var (way, at):
                return InLane(id, way, at, Number(id, laneId), onRoute.LaneOffsetM, onRoute.Orientation);
            case RoutePosition { AcrossM: { } across } onRoute when Along(id, onRoute.Route, onRoute.PathAlongM) is var (way, at):
                return OnRoad(id, way, at, across, 0, onRoute.Orientation);
            default:
                return null;
        }
    }

    // Along the middle of the lanes that lead from waypoint to waypoint; null where there is no such way.
    private (RoadLine Road, double AlongM)? Along(string id, StoryRoute route, double distance)
    {
        var index = _map.Index();
        int lane = -1;
        double left = distance;
        foreach (var waypoint in route.Waypoints)
        {
            if (Resolve(id, waypoint.Position) is not { } pose || !_places.TryGetValue(id, out var place) || place.LaneNumber == 0
                || RoadLineIndex.LaneAt(Road(id, place.RoadId), place.AlongM, place.LaneNumber)?.LaneId is not { } laneId || !index.TryGetIndex(laneId, out int next))
            {
                return null;
            }

            index.TryProject(next, pose.Position, -1, out var start);
            if (lane < 0)
            {
                left += Math.Max(0, start.S);
                lane = next;
                continue;
            }

            foreach (int one in index.FindRoute(lane, next))
            {
                var centre = index.LaneAt(one).Centre;
                if (left <= centre.LengthM)
                {
                    var point = centre.PointAt(left);
                    return _roads.TryPlace(index.LaneAt(one).Id, out var road, out _, out _) && RoadLineIndex.Project(road, point.X, point.Y) is { } found ? (road, found.AlongM) : null;
                }

                left -= one == next ? 0 : centre.LengthM;
            }

            lane = next;
        }

        return null;
    }

    private Pose2d OnRoad(string id, RoadLine road, double s, double t, double turn, StoryOrientation? orientation)
    {
        double at = Math.Clamp(s, 0, road.LengthM);
        int number = RoadLineIndex.LaneNumberAt(road, at, t);
        _places[id] = new RoadPlace(road.Id, at, t, number, null, 0, RoadLineIndex.ReferenceAt(road, at));
        var pose = RoadLineIndex.PoseAt(road, at, t);
        return Turned(pose with { HeadingRad = pose.HeadingRad + turn }, orientation);
    }

    private Pose2d InLane(string id, RoadLine road, double s, int number, double offset, StoryOrientation? orientation)
    {
        double at = Math.Clamp(s, 0, road.LengthM);
        if (number == 0)
        {
            return OnRoad(id, road, at, offset, 0, orientation);
        }

        if (RoadLineIndex.LaneAt(road, at, number) is not { } lane)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the entity '{id}' begins in lane {number} of road '{road.Id}' at s = {s:R}, where the road network has no such lane"), _file);
        }

        var pose = OnRoad(id, road, at, lane.CentreAcrossM + offset, Pinned.Atan(lane.CentreSlope) + (lane.AlongS ? 0 : Math.PI), orientation);
        _places[id] = _places[id] with { LaneNumber = number, LaneId = lane.LaneId, LaneOffsetM = offset };
        return pose;
    }

    private static Pose2d Turned(Pose2d pose, StoryOrientation? orientation) => orientation is null ? pose
        : pose with { HeadingRad = orientation.Relative ? pose.HeadingRad + orientation.HeadingRad : orientation.HeadingRad };

    private RoadPlace? Place(string id) => _places.TryGetValue(id, out var known) ? known
        : _poses.TryGetValue(id, out var pose) ? _roads.Locate(pose.X, pose.Y, pose.HeadingRad)
        : null;

    private RoadLine Road(string id, string roadId) => _roads.Find(roadId)
        ?? throw new InputException($"the entity '{id}' begins on the road '{roadId}', which the road network has not", _file);

    private int Number(string id, string laneId) => int.TryParse(laneId, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new InputException($"the entity '{id}' begins in the lane '{laneId}'; lanes of OpenDRIVE roads have whole numbers", _file);
}
