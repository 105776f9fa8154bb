using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Positions, routes and trajectories.</summary>
internal static class OscPositions
{
    private const int MaxPoints = 100_000;

    /// <summary>The position in the &lt;Position&gt; (or target) element.</summary>
    public static StoryPosition Read(OscNode holder)
    {
        var node = holder.Choice();
        return node.Name switch
        {
            "WorldPosition" => World(node),
            "RelativeWorldPosition" => new RelativeWorldPosition { EntityId = node.EntityRef("entityRef"), DxM = node.Number("dx"), DyM = node.Number("dy"), DzM = node.Number("dz", 0), Orientation = Orientation(node) },
            "RelativeObjectPosition" => new RelativeObjectPosition { EntityId = node.EntityRef("entityRef"), DxM = node.Number("dx"), DyM = node.Number("dy"), DzM = node.Number("dz", 0), Orientation = Orientation(node) },
            "RoadPosition" => new RoadPosition { RoadId = node.Text("roadId"), AlongM = node.NotNegative("s"), AcrossM = node.Number("t"), Orientation = Orientation(node) },
            "RelativeRoadPosition" => new RelativeRoadPosition { EntityId = node.EntityRef("entityRef"), DsM = node.Number("ds"), DtM = node.Number("dt"), Orientation = Orientation(node) },
            "LanePosition" => new LanePosition { RoadId = node.Text("roadId"), LaneId = Lane(node), AlongM = node.NotNegative("s"), OffsetM = node.Number("offset", 0), Orientation = Orientation(node) },
            "RelativeLanePosition" => RelativeLane(node),
            "RoutePosition" => holder.Run.Deeper(node, () => OnRoute(node)),
            "GeoPosition" => Geo(node),
            "TrajectoryPosition" => holder.Run.Deeper(node, () => new TrajectoryPosition
            {
                Trajectory = Trajectory(node.Required("TrajectoryRef")),
                AlongM = node.NotNegative("s"),
                AcrossM = node.Number("t", 0),
                Orientation = Orientation(node),
            }),
            _ => throw node.Element.Error($"found <{Clip(node.Name)}>; expected WorldPosition, RelativeWorldPosition, RelativeObjectPosition, RoadPosition, RelativeRoadPosition, LanePosition, RelativeLanePosition, RoutePosition, GeoPosition or TrajectoryPosition"),
        };
    }

    public static StoryRoute Route(OscNode holder) => RouteOf(holder.Run.RequiredInline(holder, "Route"));

    public static StoryRoute RouteOf(OscNode node)
    {
        var waypoints = node.All("Waypoint");
        return node.Run.Deeper(node, () => new StoryRoute
        {
            Name = node.Text("name", ""),
            Closed = node.Flag("closed", false),
            Waypoints = waypoints.Count >= 2
                ? [.. waypoints.Select(w => new StoryWaypoint(Read(w.Required("Position")), w.Word("routeStrategy", OscWords.Strategies, RouteStrategy.Shortest)))]
                : throw node.Element.Error("found a <Route> with fewer than two <Waypoint>; expected two or more"),
        });
    }

    /// <summary>The trajectory inside, or inside a TrajectoryRef inside, or in a catalog.</summary>
    public static StoryTrajectory Trajectory(OscNode holder)
    {
        var place = holder.Child("TrajectoryRef") ?? holder;
        return TrajectoryOf(holder.Run.RequiredInline(place, "Trajectory"));
    }

    public static StoryTrajectory TrajectoryOf(OscNode node)
    {
        var shape = node.Required("Shape").Choice();
        return node.Run.Deeper(node, () => new StoryTrajectory
        {
            Name = node.Text("name", ""),
            Closed = node.Flag("closed", false),
            Shape = shape.Name switch
            {
                "Polyline" => Polyline(shape),
                "Clothoid" => new ClothoidShape
                {
                    Position = Read(shape.Required("Position")),
                    CurvaturePerM = shape.Number("curvature"),
                    CurvatureChangePerM2 = shape.Maybe("curvaturePrime") ?? shape.Number("curvatureDot"),
                    LengthM = shape.NotNegative("length"),
                    StartTimeS = shape.Maybe("startTime"),
                    StopTimeS = shape.Maybe("stopTime"),
                },
                "Nurbs" => Nurbs(shape),
                _ => throw shape.Element.Error($"found <{Clip(shape.Name)}>; expected Polyline, Clothoid or Nurbs"),
            },
        });
    }

    private static PolylineShape Polyline(OscNode shape)
    {
        var vertices = shape.All("Vertex");
        return vertices.Count is >= 2 and <= MaxPoints
            ? new PolylineShape { Vertices = [.. vertices.Select(v => new TrajectoryVertex(Read(v.Required("Position")), v.Maybe("time")))] }
            : throw shape.Element.Error($"found a <Polyline> with {vertices.Count} vertices; expected 2 to {MaxPoints}");
    }

    private static NurbsShape Nurbs(OscNode shape)
    {
        int order = shape.Integer("order");
        var points = shape.All("ControlPoint");
        var knots = shape.All("Knot").ConvertAll(k => k.Number("value"));
        if (order is < 2 or > 32 || points.Count < order || points.Count > MaxPoints || knots.Count != points.Count + order || knots.Zip(knots.Skip(1)).Any(p => p.Second < p.First))
        {
            throw shape.Element.Error($"found <Nurbs> of order {order} with {points.Count} control points and {knots.Count} knots; expected order 2 to 32, at least as many points, and points + order knots that do not fall");
        }

        return new NurbsShape
        {
            Order = order,
            ControlPoints = [.. points.Select(p => new NurbsPoint(Read(p.Required("Position")), Weight(p), p.Maybe("time")))],
            Knots = knots,
        };
    }

    private static double Weight(OscNode point)
    {
        double weight = point.Number("weight", 1);
        return weight > 0 ? weight : throw point.Wrong("weight", point.Text("weight"), "a positive number");
    }

    private static WorldPosition World(OscNode node) => new()
    {
        X = node.Number("x"),
        Y = node.Number("y"),
        Z = node.Maybe("z"),
        Orientation = node.Maybe("h") is var h & node.Maybe("p") is var p & node.Maybe("r") is var r && (h ?? p ?? r) is not null
            ? new StoryOrientation(false, h ?? 0, p ?? 0, r ?? 0) : null,
    };

    private static string Lane(OscNode node)
    {
        string text = node.Text("laneId").Trim();
        return text.Length > 0 ? text : throw node.Wrong("laneId", text, "the id of a lane");
    }

    private static RelativeLanePosition RelativeLane(OscNode node)
    {
        double? ds = node.Maybe("ds"), lane = node.Maybe("dsLane");
        return ds is null != lane is null
            ? new RelativeLanePosition { EntityId = node.EntityRef("entityRef"), DLane = node.Integer("dLane"), DsM = ds, DsLaneM = lane, OffsetM = node.Number("offset", 0), Orientation = Orientation(node) }
            : throw node.Element.Error("found <RelativeLanePosition> with neither or both of \"ds\" and \"dsLane\"; expected one");
    }

    private static RoutePosition OnRoute(OscNode node)
    {
        var route = Route(node.Required("RouteRef"));
        var at = node.Required("InRoutePosition").Choice();
        var position = new RoutePosition { Route = route, Orientation = Orientation(node) };
        return at.Name switch
        {
            "FromCurrentEntity" or "PositionOfCurrentEntity" => position with { FromEntityId = at.EntityRef("entityRef") },
            "FromRoadCoordinates" or "PositionInRoadCoordinates" => position with { PathAlongM = at.NotNegative("pathS"), AcrossM = at.Number("t") },
            "FromLaneCoordinates" or "PositionInLaneCoordinates" => position with { PathAlongM = at.NotNegative("pathS"), LaneId = Lane(at), LaneOffsetM = at.Number("laneOffset", 0) },
            _ => throw at.Element.Error($"found <{Clip(at.Name)}>; expected FromCurrentEntity, FromRoadCoordinates or FromLaneCoordinates"),
        };
    }

    private static GeoPosition Geo(OscNode node)
    {
        const double Degree = Math.PI / 180;
        double latitude = node.Maybe("latitudeDeg") is { } north ? north * Degree : node.Number("latitude");
        double longitude = node.Maybe("longitudeDeg") is { } east ? east * Degree : node.Number("longitude");
        return Math.Abs(latitude) <= (Math.PI / 2) + 1e-9 && Math.Abs(longitude) <= (2 * Math.PI) + 1e-9
            ? new GeoPosition { LatitudeRad = latitude, LongitudeRad = longitude, AltitudeM = node.Maybe("altitude") ?? node.Maybe("height"), Orientation = Orientation(node) }
            : throw node.Element.Error("found <GeoPosition> off the Earth; expected a latitude within ±90° and a longitude within ±360° (\"latitude\" and \"longitude\" are radians)");
    }

    private static StoryOrientation? Orientation(OscNode node) => node.Child("Orientation") is { } o
        ? new StoryOrientation(o.Word("type", Types, false), o.Number("h", 0), o.Number("p", 0), o.Number("r", 0))
        : null;

    private static readonly (string, bool)[] Types = [("relative", true), ("absolute", false)];

    private static string Clip(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
