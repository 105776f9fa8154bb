using System.Globalization;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Turns positions of a storyboard into poses of reference points, with the entities where they are now. Not thread-safe.</summary>
internal sealed class StoryPositions(RoadNet net, IReadOnlyDictionary<string, StoryActor> actors)
{
    /// <summary>The pose that a position means now.</summary>
    /// <param name="position">The position.</param>
    /// <param name="self">The entity that it is for, or null.</param>
    /// <exception cref="InputException">It names a road, lane or entity that does not exist.</exception>
    public StoryPose Resolve(StoryPosition position, StoryActor? self)
    {
        switch (position)
        {
            case WorldPosition world:
                return new StoryPose(world.X, world.Y, world.Orientation?.HeadingRad ?? 0);
            case RelativeWorldPosition near:
                var from = Entity(near.EntityId);
                return Turned(position, new StoryPose(from.X + near.DxM, from.Y + near.DyM, from.Heading));
            case RelativeObjectPosition beside:
                var other = Entity(beside.EntityId);
                var (sin, cos) = Pinned.SinCos(other.Heading);
                return Turned(position, new StoryPose(
                    other.X + beside.DxM * cos - beside.DyM * sin, other.Y + beside.DxM * sin + beside.DyM * cos, other.Heading));
            case RoadPosition road:
                return OnRoad(position, Road(road.RoadId), road.AlongM, road.AcrossM, alongS: true);
            case RelativeRoadPosition along:
                var start = On(Entity(along.EntityId), position);
                double t = RoadNet.Across(start) + along.DtM;
                net.Move(ref start, along.DsM, self?.Way, out bool turned);
                return OnRoad(position, start.Road!, start.S, turned ? -t : t, alongS: true);
            case LanePosition lane:
                return InLane(position, Road(lane.RoadId), LaneNumber(lane.LaneId), lane.AlongM, lane.OffsetM);
            case RelativeLanePosition lane:
                return Relative(lane, self);
            case RoutePosition onRoute:
                return OnRoute(onRoute, self);
            case TrajectoryPosition curve:
                var shape = new StoryCurve(CurveShapes.Vertices(curve.Trajectory, this, self), curve.Trajectory.Closed, corners: true, steady: true, 0);
                var pose = shape.At(curve.AlongM, out _, out _);
                var (s, c) = Pinned.SinCos(pose.HeadingRad);
                return Turned(position, new StoryPose(pose.X - curve.AcrossM * s, pose.Y + curve.AcrossM * c, pose.HeadingRad));
            default:
                throw new InputException($"a position is a {position.GetType().Name}, which the embedded engine does not resolve");
        }
    }

    /// <summary>The route through some waypoints.</summary>
    /// <exception cref="InputException">A waypoint is not on a road, or the network joins two of them by no way.</exception>
    public StoryWay Way(string name, IReadOnlyList<NetPlace> waypoints)
    {
        var roads = new List<RoadLine>();
        for (int i = 0; i + 1 < waypoints.Count; i++)
        {
            var (from, to) = (waypoints[i], waypoints[i + 1]);
            var part = net.Ways.Roads(from, from.AlongS, to) ?? net.Ways.Roads(from, !from.AlongS, to)
                ?? throw new InputException($"the route '{name}' cannot be driven: no way leads from road '{from.Road!.Id}' to road '{to.Road!.Id}'");
            roads.AddRange(roads.Count > 0 ? part.Skip(1) : part);
        }

        return new StoryWay([.. roads], [.. waypoints]);
    }

    /// <summary>The places of a route's waypoints.</summary>
    public List<NetPlace> Waypoints(StoryRoute route, StoryActor? self)
    {
        var places = new List<NetPlace>(route.Waypoints.Count);
        foreach (var waypoint in route.Waypoints)
        {
            places.Add(PlaceOf(Resolve(waypoint.Position, self), $"a waypoint of the route '{route.Name}'"));
        }

        if (route.Closed && places.Count > 1)
        {
            places.Add(places[0]);
        }

        return places;
    }

    /// <summary>The place of a pose on the network.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public NetPlace PlaceOf(in StoryPose pose, string what)
    {
        if (pose.Place.IsOn)
        {
            return pose.Place;
        }

        return net.Locate(pose.X, pose.Y, pose.Heading, null, out var place)
            ? place
            : throw new InputException(FormattableString.Invariant($"{what} at ({pose.X:F1}, {pose.Y:F1}) is not on the road network"));
    }

    /// <summary>The lane number beside another one, lane 0 not counted.</summary>
    public static int LaneBeside(int number, int lanes)
    {
        int target = number + lanes;
        bool crosses = target == 0 || Math.Sign(target) != Math.Sign(number);
        return crosses && lanes != 0 ? target + Math.Sign(lanes) : target;
    }

    public static int LaneNumber(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new InputException($"a lane is called '{text}'; expected a whole number as OpenDRIVE has it");

    private StoryPose Relative(RelativeLanePosition lane, StoryActor? self)
    {
        var entity = Entity(lane.EntityId);
        var place = On(entity, lane);
        int number = RoadNet.LaneUnder(place);
        RoadNet.TryPlace(place.Road!, number, place.S, 0, out place);
        bool alongS = place.AlongS;
        int lanes = lane.DLane;
        double offset = lane.OffsetM;
        if (lane.DsLaneM is { } way)
        {
            // Along the lane lanes and offset count in its driving direction too.
            (lanes, offset) = alongS ? (lanes, offset) : (-lanes, -offset);
            net.Move(ref place, alongS ? way : -way, self?.Way, out bool turned);
            (lanes, offset) = turned ? (-lanes, -offset) : (lanes, offset);
        }
        else
        {
            net.Move(ref place, lane.DsM ?? 0, self?.Way, out bool turned);
            (lanes, offset) = turned ? (-lanes, -offset) : (lanes, offset);
        }

        return InLane(lane, place.Road!, LaneBeside(place.Lane.Number, lanes), place.S, offset);
    }

    private StoryPose OnRoute(RoutePosition position, StoryActor? self)
    {
        if (position.FromEntityId is { } id)
        {
            var entity = Entity(id);
            return Turned(position, new StoryPose(entity.X, entity.Y, entity.Heading, entity.Place));
        }

        var waypoints = Waypoints(position.Route, self);
        var way = Way(position.Route.Name, waypoints);
        var place = waypoints[0];
        var next = waypoints.Count > 1 ? waypoints[1] : place;
        bool up = ReferenceEquals(place.Road, next.Road) ? next.S >= place.S : place.AlongS;
        net.Move(ref place, up ? position.PathAlongM : -position.PathAlongM, way, out bool turned);
        bool alongS = up != turned;
        if (position.LaneId is { } lane)
        {
            return InLane(position, place.Road!, LaneNumber(lane), place.S, position.LaneOffsetM);
        }

        return OnRoad(position, place.Road!, place.S, position.AcrossM ?? RoadNet.Across(place), alongS);
    }

    private static StoryPose InLane(StoryPosition position, RoadLine road, int number, double s, double offset)
    {
        if (!RoadNet.TryPlace(road, number, s, offset, out var place))
        {
            throw new InputException(FormattableString.Invariant($"a position names lane {number} of road '{road.Id}' at s = {s}, which has no such lane there"));
        }

        var pose = RoadNet.Pose(place);
        double natural = pose.HeadingRad + (place.AlongS ? 0 : Math.PI);
        return Turned(position, new StoryPose(pose.X, pose.Y, natural, place));
    }

    private static StoryPose OnRoad(StoryPosition position, RoadLine road, double s, double t, bool alongS)
    {
        var pose = RoadLineIndex.PoseAt(road, s, t);
        RoadNet.TryPlaceAt(road, s, t, out var place);
        return Turned(position, new StoryPose(pose.X, pose.Y, pose.HeadingRad + (alongS ? 0 : Math.PI), place));
    }

    private static StoryPose Turned(StoryPosition position, in StoryPose pose) => position.Orientation is not { } o
        ? pose
        : pose with { Heading = o.Relative ? pose.Heading + o.HeadingRad : o.HeadingRad };

    private StoryActor Entity(string id) => actors.TryGetValue(id, out var actor)
        ? actor
        : throw new InputException($"a position is relative to '{id}', which is no entity of the storyboard");

    private RoadLine Road(string id) => net.Find(id)
        ?? throw new InputException($"a position names the road '{id}', which the road network does not have{(net.Roads.Count == 0 ? " (it has no roads with reference lines)" : "")}");

    private static NetPlace On(StoryActor entity, StoryPosition position) => entity.Place.IsOn
        ? entity.Place
        : throw new InputException($"a {position.GetType().Name} is relative to '{entity.Actor.Id}', which is not on a road");
}
